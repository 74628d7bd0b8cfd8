"""An acceptance: a person of the owing party accepts or rejects the lead in time after the start."""

from __future__ import annotations

from engine.model.commitments import Acceptance, IfSilent

from .cycles import Cycle, Ending
from .worlds import Verdict, World


def verdict(cycle: Cycle, world: World, as_of: int) -> Verdict:
    """As a response, but what keeps it has a name."""
    if cycle.close is not None:
        in_time = world.taken_at(cycle.close.event) <= world.due
        if cycle.close.ending is Ending.STOPPED:
            return ("kept", answer(cycle)) if in_time else silence(cycle, late=True)
        return ("cancelled", "cancelled") if in_time else silence(cycle)
    return silence(cycle) if as_of > world.due else ("running", "open")


def silence(cycle: Cycle, *, late: bool = False) -> Verdict:
    """What becomes of a clock on which nobody had decided when it fell due."""
    assert isinstance(cycle.commitment, Acceptance)
    if cycle.commitment.if_silent is IfSilent.DEEMED_ACCEPTED:
        return "kept", "deemed"
    return ("late", "late") if late else ("breached", "not_done")


def answer(cycle: Cycle) -> str:
    """Which of the two the deciding event was, by the place of the stage that it entered."""
    assert isinstance(cycle.commitment, Acceptance)
    assert cycle.close is not None
    entered = cycle.log.stages[cycle.close.position].name
    return "accepted" if entered in cycle.commitment.accept.stages else "rejected"
