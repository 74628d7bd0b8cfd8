"""The reference: leadpact's rules once more, slow and obvious, for one lead at a time.

Written from the rules, not from the engine, so that the two can be held against each other.
"""
