"""A clock's one state with a reason: what keeps it from being judged, else what all readings agree on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.model.commitments import Acceptance, Cadence, Conversion, FitAtHandOver, Freshness, Then
from engine.model.trials import is_trial

from . import cadences, responses
from .clocks import Clock
from .criteria import ask
from .cycles import Ending
from .freshness import doubted
from .looked_back import doubts_before, needed_since
from .moments import sightings
from .pauses import paused_before, readings
from .rows import LogEvent
from .sources import covered_since, covered_until, is_quarantined, moving_moments, paused_until, stopping_moments
from .versions import FOREVER
from .windows import worked
from .worlds import Verdict


def governed(clock: Clock) -> Verdict | None:
    if not clock.cycle.log.reign.version:
        return "not_applicable", "no_version"
    return None


def scoped(clock: Clock) -> Verdict | None:
    scope = None if isinstance(clock.cycle.commitment, Then) else clock.cycle.log.reign.agreement.scope
    truth = True if scope is None else ask(scope, clock.asked).value
    if truth is None:
        return "unknown", "scope"
    return None if truth else ("not_applicable", "out_of_scope")


def exempted(clock: Clock) -> Verdict | None:
    return None if clock.timed else ("exempt", "exempt")


def laid_out(clock: Clock) -> Verdict | None:
    beyond = any(c.due_at is None or c.due_last is None for c in clock.timed)
    return ("unknown", "calendar") if beyond else None


def told(clock: Clock) -> Verdict | None:
    """Of a fact to find out: something tells that it was unknown when the clock started."""
    if not isinstance(clock.cycle.commitment, Freshness) or not clock.cycle.untold:
        return None
    reign, lead_id = clock.cycle.log.reign, clock.lead.lead_id
    tainted = is_quarantined(clock.inputs.quarantine, lead_id, reign, clock.cycle.commitment)
    return "unknown", "source" if tainted else "untold"


def sourced(clock: Clock) -> Verdict | None:
    """No quarantined row of the lead could matter, and all sources were complete until the clock was decided."""
    reign, commitment = clock.cycle.log.reign, clock.cycle.commitment
    if is_quarantined(clock.inputs.quarantine, clock.lead.lead_id, reign, commitment):
        return "unknown", "source"
    fit = isinstance(commitment, FitAtHandOver)
    if not fit and leans(clock):
        return "unknown", "source"
    covered = covered_until(clock.inputs.coverage, reign, commitment)
    if fit or clock.always_kept or clock.due_at is None or clock.due_last is None:
        return None
    close = clock.cycle.close
    if close is None and clock.as_of <= clock.due_at:
        return None
    since = covered_since(clock.inputs.coverage, reign, commitment)
    if since > -FOREVER and clock.cycle.start.at <= needed_since(clock.cycle.log, commitment, since):
        return "unknown", "source"
    ended = close.event.until if close is not None else FOREVER
    decided_at = ended if ended <= clock.due_at else clock.due_last
    return ("unknown", "source") if decided_at > covered else None


def leans(clock: Clock) -> bool:
    """Kept only thanks to a pause, by a log that need not be complete: an end of the pause may be missing."""
    if not clock.always_kept or len(clock.timed) < len(clock.candidates):
        return False
    done = stopped(clock)
    at = None if done is None else done.until
    bare = min(c.due_bare for c in clock.timed if c.due_bare is not None)
    covered = paused_until(clock.inputs.coverage, clock.cycle.log.reign, clock.cycle.commitment)
    return at is not None and at > bare and covered < at


def acted(clock: Clock) -> Verdict | None:
    """No outreach by nobody known could have kept a clock that isn't kept."""
    if clock.always_kept or clock.due_last is None:
        return None
    if isinstance(clock.cycle.commitment, Freshness):
        return ("unknown", "untold") if doubted(clock.cycle, clock.due_last) else None
    cycle, commitment = clock.cycle, clock.cycle.commitment
    moments = stopping_moments(commitment)
    possible = [e.until for e in sightings(cycle.log, moments, commitment.owed_by).possible]
    maybe = responses.maybe_kept(cycle, possible, clock.due_last)
    if isinstance(commitment, Cadence):
        maybe = maybe or enough_with_all(clock)
    before = doubts_before(cycle.log, commitment, cycle.start)
    if maybe or before.unnamed:
        return "unknown", "actor"
    untold = [e.until for e in sightings(cycle.log, moving_moments(commitment), commitment.owed_by).untold]
    if responses.maybe_kept(cycle, untold, clock.due_last):
        return "unknown", "untold"
    if before.unlaid or before.undated:
        return "unknown", "calendar" if before.unlaid else "date_only"
    return None


def enough_with_all(clock: Clock) -> bool:
    """With attempts of its time counted that may be some, the latest due would be kept."""
    sure, every = clock.attempts
    possible = [event for event in every if may_count(clock, event)]
    lasts = [replace(w, taken_at=lambda e: e.until) for w in clock.worlds if w.due == clock.due_last]
    tallies = [cadences.tally_in(clock.cycle, [*sure, *possible], w, clock.calendars, clock.as_of) for w in lasts]
    return bool(possible) and any(t.done_at is not None for t in tallies)


def may_count(clock: Clock, event: LogEvent) -> bool:
    """Whether it may lie after the start and in time, up to the clock's close."""
    start, close = clock.cycle.start, clock.cycle.close
    ends = clock.as_of if clock.due_last is None else min(clock.as_of, clock.due_last)
    after = event.until >= start.at and (event.at <= start.at or event.at <= ends)
    return after and (close is None or event.until <= close.event.until)


def agreed(clock: Clock) -> Verdict | None:
    """Every row and every reading of a date gives one state; an exempt row agrees with no other."""
    states = {(state, reason == "deemed") for state, reason in clock.verdicts}
    if len(states) == 1 and len(clock.timed) == len(clock.candidates):
        return ("unknown", "date_only") if states == {("kept", False)} and maybe_before_start(clock) else None
    if len(clock.candidates) > 1:
        return "unknown", "window_row"
    unsure = {edge.untold for edge in readings(clock.cycle).unsure}
    return "unknown", "actor" if False in unsure else "untold" if unsure else "date_only"


OBSTACLES: Sequence[Callable[[Clock], Verdict | None]] = (
    governed,
    scoped,
    exempted,
    laid_out,
    told,
    sourced,
    acted,
    agreed,
)


def maybe_before_start(clock: Clock) -> bool:
    """Due on the very day that the start is known by, and done at what may have been before it."""
    start, done = clock.cycle.start, stopped(clock)
    if start.at == start.until or done is None or clock.due_at is None or clock.cycle.before_start:
        return False
    return done.at < start.until and clock.due_at <= start.until


def verdict_of(clock: Clock) -> Verdict:
    """The first thing that keeps the clock from being judged; else what all worlds agree on."""
    fit = isinstance(clock.cycle.commitment, FitAtHandOver)
    for obstacle in OBSTACLES[:-2] if fit else OBSTACLES:
        verdict = obstacle(clock)
        if verdict is not None:
            return verdict
    state, reason = clock.verdict_in(min(clock.worlds, key=lambda w: w.due))
    return ("at_risk", reason) if state == "running" and warned(clock) is not None else (state, reason)


def warned(clock: Clock) -> int | None:
    """The highest warning, in percent of the time from start to the earliest due, that is reached."""
    if isinstance(clock.cycle.commitment, Conversion | FitAtHandOver) or clock.due_at is None:
        return None
    candidate = next(c for c in clock.timed if c.due_at == clock.due_at)
    started_at = clock.cycle.start.at
    gone = worked(candidate, clock.calendars, started_at, clock.as_of)
    whole = worked(candidate, clock.calendars, started_at, clock.due_at)
    if gone is None or whole is None:
        return None
    paused = paused_before(candidate, clock.calendars, clock.as_of)
    ran, allowed = gone - paused, whole - paused
    return max((p for p in clock.cycle.commitment.warn_at if ran * 100 >= p * allowed), default=None)


def stopped(clock: Clock) -> LogEvent | None:
    """The event that stopped the clock: for a cadence the attempt that was enough, before a release."""
    cycle = clock.cycle
    if ("kept", "deemed") in clock.verdicts and verdict_of(clock) == ("kept", "deemed"):
        return silent_entry(clock)
    close = cycle.close.event if cycle.close is not None and cycle.close.ending is Ending.STOPPED else None
    if isinstance(cycle.commitment, Cadence) and clock.worlds and clock.due_last is not None:
        return clock.tally_in(min(clock.worlds, key=lambda w: w.due)).done_by or close
    return close


def silent_entry(clock: Clock) -> LogEvent:
    """The entry that silence makes at the due instant of its clock; anywhere in it, if that isn't known."""
    cycle, agreement = clock.cycle, clock.cycle.log.reign.agreement
    policy = agreement.id if is_trial(agreement.version) else agreement.name
    assert isinstance(cycle.commitment, Acceptance)
    assert clock.due_at is not None
    assert clock.due_last is not None
    (stage,) = cycle.commitment.accept.stages
    return LogEvent(
        ord=-1,
        event_id=f"deemed:{cycle.commitment.name}:{cycle.start.event_id}",
        lead_id=clock.lead.lead_id,
        type=f"deemed:{policy}/{stage}",
        at=clock.due_at,
        until=clock.due_last,
        actor="",
        source="silence",
        deemed=(policy, stage),
    )
