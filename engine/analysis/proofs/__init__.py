"""What conditions can and can't be together, over every lead that there could be.

Facts become variables with few values each: a field's values fall into the intervals and sets that the conditions at
hand tell apart, events into the kinds that they count differently. A search over these values finds a lead, or that
there is none; where it would take too long, z3 is asked if it is installed, and else nothing is claimed.
"""
