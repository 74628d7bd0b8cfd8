"""Fit at hand-over: each entry of the hand-over stage, and whether its requirement held then."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.commitments import FitAtHandOver
from engine.model.conditions import CriterionRef

from .criteria import Asked, ask
from .cycles import Close, Cycle, Ending
from .moments import Log, entries_of
from .worlds import Verdict


def handed_over(logs: Sequence[Log], name: str) -> list[Cycle]:
    """A case for each entry, by the version then in force; it is decided by that very event."""
    found = []
    for log in logs:
        commitment, agreement = log.reign.commitments.get(name), log.reign.agreement
        if isinstance(commitment, FitAtHandOver):
            entered = [e.event for e in entries_of(log) if e.stage.name == agreement.hand_over]
            events = [e for e in entered if log.reign.governs(e.at)]
            found += [Cycle(log, commitment, event, Close(Ending.STOPPED, event)) for event in events]
    return found


def fitness(cycle: Cycle, asked: Asked) -> Verdict:
    agreement = cycle.log.reign.agreement
    (required,) = [s.requires for s in agreement.stages if s.name == agreement.hand_over]
    truth = ask(CriterionRef(required or ""), asked).value
    if truth is None:
        return "unknown", "facts"
    return ("kept", "fit") if truth else ("breached", "unfit")
