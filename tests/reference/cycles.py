"""The cycles of one commitment on one lead: which starts open one, and what closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.model.commitments import (
    Acceptance,
    Again,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    Freshness,
    Response,
    Then,
)
from engine.model.window_rows import WindowRow

from .looked_back import kept_before
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

    `position` is the place in the policy's list of the stage that a decision entered; `before` is an outreach that
    came before the start and closed the cycle there.
    """

    ending: Ending
    event: LogEvent
    position: int = 0
    before: LogEvent | None = None


@dataclass(frozen=True)
class Cycle:
    """A cycle, read with the version of its start for its whole life.

    `gaps` are the stops that were taken back: the start before each, the stop, and the start that took it back.
    `handed_on` is the instant of the stop that started it, where one did; its only row has the number `first_row`.
    A fact to find out is `untold` where nothing says that it was unknown; from `doubt_at` on it may be known.
    """

    log: Log
    commitment: Commitment
    start: LogEvent
    close: Close | None
    gaps: tuple[tuple[LogEvent, LogEvent, LogEvent], ...] = ()
    handed_on: int | None = None
    first_row: int = 0
    untold: bool = False
    doubt_at: int | None = None

    @property
    def before_start(self) -> bool:
        """Whether what kept it came before it started."""
        before = None if self.close is None else self.close.before
        return before is not None and before.until < self.start.at

    @property
    def opened(self) -> int:
        """From when on it takes what stops it."""
        return self.restarted.at if self.handed_on is None else self.handed_on

    @property
    def restarted(self) -> LogEvent:
        """The start that it runs from at last."""
        return self.gaps[-1][-1] if self.gaps else self.start


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
            if commitment.again is Again.IGNORE or last.opened >= start.at:
                continue
            if last.close is None or last.close.event.until > start.at:
                continue
            if last.close.event.until == start.at:
                if last.close.ending is Ending.STOPPED:
                    continue
                since = start.at + 1
            elif takes_back(logs, log, name, last, start):
                cycles[-1] = taken_back(last, start)
                continue
        close = first_close(closings(log, commitment), since)
        cycles.append(Cycle(log, commitment, start, closed_before(log, commitment, start, close)))
        while (following := repetition(logs, name, cycles[-1])) is not None:
            cycles.append(following)
    return cycles


def repetition(logs: Sequence[Log], name: str, last: Cycle) -> Cycle | None:
    """The cycle that a stop starts by the words then in force, unless something cancels at that very instant."""
    if last.close is None or last.close.ending is not Ending.STOPPED:
        return None
    event = last.close.event
    log = next(one for one in logs if one.reign.governs(event.until))
    commitment = log.reign.commitments.get(name)
    if not isinstance(commitment, Response) or commitment.every is None:
        return None
    closes = closings(log, commitment)
    if any(c.ending is Ending.CANCELLED and c.event.until == event.until for c in closes):
        return None
    start = replace(event, at=max(event.at, last.opened))
    again = replace(commitment, rows=(WindowRow(None, commitment.every),))
    close = first_close(closes, event.until + 1)
    return Cycle(log, again, start, close, handed_on=event.until, first_row=len(commitment.rows))


def takes_back(logs: Sequence[Log], log: Log, name: str, last: Cycle, start: LogEvent) -> bool:
    """Whether a start takes the last stop back: all versions since its clock's say so, and nothing cancelled since."""
    since = logs[logs.index(last.log) : logs.index(log) + 1]
    owed = [one.reign.commitments.get(name) for one in since]
    if any(getattr(commitment, "again", None) is not Again.CONTINUE for commitment in owed):
        return False
    assert last.close is not None
    if last.close.ending is not Ending.STOPPED:
        return False
    between = [c for c in closings_of(last) if last.close.event.until < c.event.until < start.at]
    stops = {c.event.until for c in between if c.ending is Ending.STOPPED}
    return all(c.event.until in stops for c in between)


def taken_back(last: Cycle, start: LogEvent) -> Cycle:
    assert last.close is not None
    gaps = (*last.gaps, (last.restarted, last.close.event, start))
    close = first_close(closings_of(last), start.at)
    return replace(last, close=closed_before(last.log, last.commitment, start, close), gaps=gaps)


def closed_before(log: Log, commitment: Commitment, start: LogEvent, close: Close | None) -> Close | None:
    """Earlier outreach that reaches the start closes the cycle there, unless it is stopped there anyway."""
    if close is not None and close.ending is Ending.STOPPED and close.event.until == start.at:
        return close
    found = kept_before(log, commitment, start)
    return close if found is None else Close(Ending.STOPPED, found[1], before=found[0])


def closings_of(cycle: Cycle) -> list[Close]:
    assert isinstance(cycle.commitment, Response | Cadence | Acceptance)
    return closings(cycle.log, cycle.commitment)


def starts_of(logs: Sequence[Log], name: str) -> list[tuple[Log, Response | Cadence | Acceptance, LogEvent]]:
    """Every start, found with the definitions in force at its instant, in time order."""
    found = []
    for log in logs:
        commitment = log.reign.commitments.get(name)
        if commitment is None or isinstance(commitment, Conversion | FitAtHandOver | Then | Freshness):
            continue
        events = sightings(log, commitment.starts, commitment.owed_by).sure
        found += [(log, commitment, event) for event in events if log.reign.governs(event.at)]
    return sorted(found, key=lambda f: (f[2].at, f[2].ord))
