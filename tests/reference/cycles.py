"""The cycles of one commitment on one lead: which starts open one, and what closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.model.commitments import Acceptance, Again, Cadence, Commitment, Conversion, FitAtHandOver, Response, Then

from .moments import Log, entries_of, given_up, sightings
from .rows import LogEvent


class Ending(StrEnum):
    """How a cycle closed, in the order in which endings at one instant win."""

    STOPPED = "stopped"
    CANCELLED = "cancelled"
    GAVE_UP = "gave_up"


@dataclass(frozen=True)
class Close:
    """The event that closed a cycle; its instant is the last one at which it can have happened.

    `position` is the place in the policy's list of the stage that a decision entered.
    """

    ending: Ending
    event: LogEvent
    position: int = 0


@dataclass(frozen=True)
class Cycle:
    """A cycle, read with the version of its start for its whole life."""

    log: Log
    commitment: Commitment
    start: LogEvent
    close: Close | None


def closings(log: Log, commitment: Response | Cadence | Acceptance) -> list[Close]:
    """Everything in the log that could close a cycle of the commitment."""
    match commitment:
        case Acceptance():
            answers = (commitment.accept, commitment.reject)
            endings = {Ending.STOPPED: answers, Ending.CANCELLED: commitment.cancelled_by}
        case Response():
            endings = {Ending.STOPPED: commitment.kept_by, Ending.CANCELLED: commitment.cancelled_by}
        case Cadence():
            endings = {
                Ending.STOPPED: commitment.released_by,
                Ending.CANCELLED: commitment.cancelled_by,
                Ending.GAVE_UP: given_up(log.reign.agreement, commitment),
            }
    return [
        Close(ending, event, position_of(log, commitment, event) if ending is Ending.STOPPED else 0)
        for ending, moments in endings.items()
        for event in sightings(log, moments, commitment.owed_by).sure
    ]


def position_of(log: Log, commitment: Response | Cadence | Acceptance, event: LogEvent) -> int:
    """Decisions at one instant follow the policy's list of stages."""
    if not isinstance(commitment, Acceptance):
        return 0
    stages = {*commitment.accept.stages, *commitment.reject.stages}
    return min(log.stages.index(e.stage) for e in entries_of(log) if e.event is event and e.stage.name in stages)


def first_close(closes: Sequence[Close], since: int) -> Close | None:
    """The first at or after an instant; at one instant the order of endings, of stages and of the log decides."""
    order = list(Ending)
    after = [c for c in closes if c.event.until >= since]
    return min(after, key=lambda c: (c.event.until, order.index(c.ending), c.position, c.event.ord), default=None)


def cycles_of(logs: Sequence[Log], name: str) -> list[Cycle]:
    """All cycles of the commitment, through all versions (one log a reign, in order).

    A cycle still open belongs to its own version: a start under a later version is part of it.
    """
    cycles: list[Cycle] = []
    for log, commitment, start in starts_of(logs, name):
        since = start.at
        if cycles:
            last = cycles[-1]
            if commitment.again is Again.IGNORE or last.start.at == start.at:
                continue
            if last.close is None or last.close.event.until > start.at:
                continue
            if last.close.event.until == start.at:
                if last.close.ending is Ending.STOPPED:
                    continue
                since = start.at + 1
        cycles.append(Cycle(log, commitment, start, first_close(closings(log, commitment), since)))
    return cycles


def starts_of(logs: Sequence[Log], name: str) -> list[tuple[Log, Response | Cadence | Acceptance, LogEvent]]:
    """Every start, found with the definitions in force at its instant, in time order."""
    found = []
    for log in logs:
        commitment = log.reign.commitments.get(name)
        if commitment is None or isinstance(commitment, Conversion | FitAtHandOver | Then):
            continue
        events = sightings(log, commitment.starts, commitment.owed_by).sure
        found += [(log, commitment, event) for event in events if log.reign.governs(event.at)]
    return sorted(found, key=lambda f: (f[2].at, f[2].ord))
