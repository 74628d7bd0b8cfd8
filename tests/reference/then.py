"""What follows a cadence: a clock from the end of its time, or from an earlier entry of the stage that follows."""

from __future__ import annotations

from collections.abc import Iterable

from engine.model.commitments import Cadence, Then

from .clocks import Clock
from .cycles import Close, Cycle, Ending
from .moments import Entry, Log, entries_of, sightings
from .rows import LogEvent
from .sources import covered_since, covered_until, is_quarantined, moving_moments
from .verdicts import exempted, governed, laid_out, scoped, verdict_of


def follow_ups(clocks: Iterable[Clock]) -> list[Cycle]:
    """The cycle that follows each cadence's clock, judged by the version of that clock."""
    found = []
    for clock in clocks:
        then = follower(clock.cycle)
        if then is None or any(why(clock) is not None for why in (governed, scoped, exempted, laid_out)):
            continue
        start = early_entry(clock, then) or end_of_time(clock)
        if start is not None:
            found.append(Cycle(clock.cycle.log, then, start, moved_on(clock.cycle, then, start)))
    return found


def follower(cycle: Cycle) -> Then | None:
    of_version = cycle.log.reign.commitments.values()
    return next((c for c in of_version if isinstance(c, Then) and c.follows == cycle.commitment.name), None)


def early_entry(clock: Clock, then: Then) -> LogEvent | None:
    """The lead entered the stage before the time was over, with the attempts made."""
    close = clock.cycle.close
    if close is None or close.ending is not Ending.GAVE_UP or verdict_of(clock) != ("kept", "in_time"):
        return None
    entered = [e.stage.name for e in entries_of(clock.cycle.log) if e.event is close.event]
    if entered != [then.stage] or clock.due_at is None or close.event.until > clock.due_at:
        return None
    return ending(clock, close.event.until, close.event.until)


def end_of_time(clock: Clock) -> LogEvent | None:
    """The due instant, if all that is known says that nothing ended the clock by then and the lead stayed."""
    cycle, due = clock.cycle, clock.due_last
    if due is None or clock.due_at is None or clock.as_of <= due or len(clock.timed) < len(clock.candidates):
        return None
    reign, cadence = cycle.log.reign, cycle.commitment
    assert isinstance(cadence, Cadence)
    released = sightings(cycle.log, cadence.released_by, cadence.owed_by).possible
    released += sightings(cycle.log, moving_moments(cadence), cadence.owed_by).untold
    otherwise = (
        is_quarantined(clock.inputs.quarantine, clock.lead.lead_id, reign, cadence),
        covered_until(clock.inputs.coverage, reign, cadence) < due,
        covered_since(clock.inputs.coverage, reign, cadence) > cycle.start.at,
        cycle.close is not None and max(cycle.close.event.at, cycle.start.at) <= due,
        any(cycle.start.at <= e.until <= due for e in released),
        any(move.event.at <= due for move in moves(cycle)),
    )
    return None if any(otherwise) else ending(clock, clock.due_at, due)


def moves(cycle: Cycle) -> list[Entry]:
    """Entries after the start of another stage than the one the lead was in."""
    start = cycle.start
    later = [e for e in departures(cycle.log) if e.event.at > start.at or e.event.until > start.until]
    return [e for e in later if e.event.ord != start.ord]


def departures(log: Log) -> list[Entry]:
    entries = entries_of(log)
    befores = [None, *(e.stage.name for e in entries)]
    return [e for before, e in zip(befores, entries, strict=False) if e.stage.name != before]


def moved_on(cadence: Cycle, then: Then, start: LogEvent) -> Close | None:
    """The first entry of the stage that follows stops the clock, of another cancels it."""
    log = cadence.log
    reached = [Close(Ending.STOPPED, e.event) for e in entries_of(log) if e.stage.name == then.stage]
    left = [Close(Ending.CANCELLED, e.event) for e in departures(log) if e.stage.name != then.stage]
    order = list(Ending)
    after = [c for c in (*reached, *left) if c.event.until >= start.at and c.event.ord != cadence.start.ord]
    return min(after, key=lambda c: (c.event.until, order.index(c.ending), c.event.ord), default=None)


def ending(clock: Clock, at: int, until: int) -> LogEvent:
    """The end of a cadence's time, which stands in no log; it rests on silence if the cadence did."""
    start = clock.cycle.start
    name, deemed = clock.cycle.commitment.name, start.deemed
    return LogEvent(-1, f"ended:{name}:{start.event_id}", clock.lead.lead_id, "ended", at, until, deemed=deemed)
