"""Outreach before a start that keeps the clock which starts there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.model.commitments import Commitment, Response
from engine.model.moments import OutreachMade

from .calendar import due
from .moments import Log, sightings
from .rows import LogEvent


@dataclass(frozen=True)
class Doubts:
    """Why it isn't known whether an earlier outreach keeps a clock."""

    unnamed: bool = False
    unlaid: bool = False
    undated: bool = False


def reach(log: Log, commitment: Response, at: int) -> int | None:
    """The last start that an outreach at that instant keeps; None beyond the calendar's layout."""
    length, agreement = commitment.looks_back, log.reign.agreement
    assert length is not None
    calendar = log.calendars.get(commitment.calendar or agreement.calendar)
    return due(calendar, agreement.zone, length.unit, length.amount, at)


def outreach_of(commitment: Response) -> tuple[OutreachMade, ...]:
    return tuple(moment for moment in commitment.kept_by if isinstance(moment, OutreachMade))


def kept_before(log: Log, commitment: Commitment, start: LogEvent) -> tuple[LogEvent, LogEvent] | None:
    """The last outreach that surely reaches the start, with the stop that it makes at the start."""
    if not isinstance(commitment, Response) or commitment.looks_back is None:
        return None
    made = sightings(log, outreach_of(commitment), commitment.owed_by).sure
    reaching = [
        e
        for e in made
        if e.until < start.at and (last := reach(log, commitment, e.at)) is not None and last >= start.until
    ]
    if not reaching:
        return None
    found = max(reaching, key=lambda e: e.ord)
    return found, replace(found, at=start.at, until=start.at)


def doubts_before(log: Log, commitment: Commitment, start: LogEvent) -> Doubts:
    """What may have kept a clock before its start, if only the log told more."""
    if not isinstance(commitment, Response) or commitment.looks_back is None:
        return Doubts()
    seen = sightings(log, outreach_of(commitment), commitment.owed_by)
    sure = [reach(log, commitment, e.until) for e in seen.sure if e.until < start.at]
    possible = [reach(log, commitment, e.until) for e in seen.possible if e.until < start.at]
    return Doubts(
        any(last is None or last >= start.at for last in possible),
        any(last is None for last in sure),
        any(last is not None and last >= start.at for last in sure),
    )


def needed_since(log: Log, commitment: Commitment, since: int) -> int:
    """Up to which start an outreach before `since` may have reached."""
    if not isinstance(commitment, Response) or commitment.looks_back is None:
        return since - 1
    last = reach(log, commitment, since)
    return since if last is None else last
