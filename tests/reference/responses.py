"""A response: the owing party acts in time after the start."""

from __future__ import annotations

from .cycles import Cycle, Ending
from .worlds import Verdict, World


def verdict(cycle: Cycle, world: World, as_of: int) -> Verdict:
    """A due instant that passes while the clock runs is a breach for good, whatever cancels it afterwards."""
    if cycle.close is not None:
        in_time = world.taken_at(cycle.close.event) <= world.due
        if cycle.close.ending is Ending.STOPPED:
            if cycle.before_start:
                return "kept", "before_start"
            return ("kept", "in_time") if in_time else ("late", "late")
        return ("cancelled", "cancelled") if in_time else ("breached", "not_done")
    return ("breached", "not_done") if as_of > world.due else world.open


def is_settled(cycle: Cycle) -> bool:
    """Nothing that a source may still deliver belongs to this clock."""
    return cycle.close is not None


def maybe_kept(cycle: Cycle, possible: list[int], due_last: int) -> bool:
    """An outreach by nobody known could have kept the clock."""
    end = due_last if cycle.close is None else min(due_last, cycle.close.event.until)
    return any(cycle.start.at <= at <= end for at in possible)
