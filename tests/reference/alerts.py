"""Who is told of a clock, told by walking: until so much of its time is gone, then until somebody's office opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf

from engine.model.calendars import ALWAYS
from engine.model.commitments import Commitment
from engine.model.durations import Unit
from engine.model.tells import OWNER, Tell

from .calendar import deemed
from .clocks import Clock
from .owner_calendars import works_by
from .owners import owner_at
from .pauses import budget_length, in_life, later, paused_before, pauses_of, readings, standstill
from .rows import Row
from .windows import Candidate, worked

RAN = {"kept", "late", "breached", "running", "at_risk", "paused", "cancelled"}


def asked_of(commitment: Commitment) -> list[tuple[str, Tell]]:
    warnings = [("warning", Tell(percent, OWNER)) for percent in getattr(commitment, "warn_at", ())]
    return warnings + [("tell", tell) for tell in getattr(commitment, "tells", ())]


def alert_rows(judged: Iterable[tuple[Clock, Row]]) -> Iterator[Row]:
    """Each thing to tell of each clock that isn't done by then."""
    for clock, row in judged:
        if row["state"] not in RAN or clock.due_at is None:
            continue
        candidate = next(c for c in clock.timed if c.due_at == clock.due_at)
        for kind, tell in asked_of(clock.cycle.commitment):
            at = moment(clock, candidate, tell.percent)
            tell_at = None if at is None else told_at(clock, candidate, tell, at)
            ends = [row[key] for key in ("stopped_at", "cancelled_at") if row[key] is not None]
            if at is not None and tell_at is not None and all(tell_at < end for end in ends):
                yield {
                    **{key: row[key] for key in ("policy", "version", "commitment", "lead_id", "started_at")},
                    "start_event": row["start_event"],
                    "kind": kind,
                    "percent": tell.percent,
                    "who": tell.who,
                    "person": owner(clock, at) if tell.who == OWNER else None,
                    "at": at,
                    "tell_at": tell_at,
                    "is_due": tell_at <= clock.as_of,
                }


def moment(clock: Clock, candidate: Candidate, percent: int) -> int | None:
    """The first instant at which that share of the time from start to due is gone; None while a pause keeps it off."""
    start = clock.cycle.start.at
    assert clock.due_at is not None
    whole = worked(candidate, clock.calendars, start, clock.due_at)
    if whole is None:
        return None
    run = -(-(whole - paused_before(candidate, clock.calendars, clock.due_at)) * percent // 100)
    if run == 0:
        return start
    budget = pauses_of(clock.cycle.commitment).budget
    spans = in_life(clock.cycle, readings(clock.cycle).sure, start, clock.as_of)
    still = standstill(candidate, clock.calendars, start, spans, inf if budget is None else budget_length(budget))
    stood: float = 0
    for number, (begin, amount) in enumerate(still.counted, start=1):
        before = worked(candidate, clock.calendars, start, begin)
        if before is None or before - stood >= run:
            break
        if still.lasts and number == len(still.counted):
            return None
        stood += amount
    return None if stood == inf else later(candidate, clock.calendars, start, run + stood)


def owner(clock: Clock, at: int) -> str | None:
    return owner_at(clock.cycle.log.events, clock.cycle.log.reign.schema, min(at, clock.as_of))


def told_at(clock: Clock, candidate: Candidate, tell: Tell, at: int) -> int | None:
    """The moment itself while the recipient's calendar is open, else its next opening."""
    theirs = None
    if tell.who == OWNER:
        theirs = works_by(owner(clock, at), min(at, clock.as_of), clock.inputs.memberships)
    name = tell.calendar or theirs or candidate.calendar
    return at if name == ALWAYS else deemed(clock.calendars.get(name), Unit.BUSINESS_HOURS, at)
