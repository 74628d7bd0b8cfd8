"""A clock as a row of the result relation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.model.commitments import Cadence, Commitment, Period, Response

from .clocks import Clock
from .criteria import wall_length
from .cycles import Ending
from .instants import period_of
from .owners import owner_at, team_at
from .pauses import paused_before
from .rows import Row
from .verdicts import stopped, verdict_of, warned
from .windows import worked


def kind_of(commitment: Commitment) -> str:
    """`FitAtHandOver` is `fit_at_hand_over`."""
    return re.sub("(?<!^)([A-Z])", r"_\1", type(commitment).__name__).lower()


def row_of(clock: Clock, segments: Iterable[str]) -> Row:
    """All columns of `clocks` but the digest `clock_id`; a clock that is not applicable was asked for no row."""
    cycle, reign = clock.cycle, clock.cycle.log.reign
    commitment, start, zone = cycle.commitment, cycle.start, reign.agreement.zone
    state, reason = verdict_of(clock)
    return {
        "policy": reign.agreement.name,
        "version": reign.version,
        "commitment": commitment.name,
        "kind": kind_of(commitment),
        "lead_id": clock.lead.lead_id,
        "started_at": start.at,
        "started_last": start.until,
        "start_event": start.event_id,
        "state": state,
        "reason": reason,
        "deemed": any(e is not None and e.deemed is not None for e in (start, stopped(clock))),
        "logged_late": is_logged_late(clock),
        **endings(clock),
        **window(clock, state),
        **attempts(clock, state),
        **measured(clock, state),
        **owned(clock),
        "owed_by": commitment.owed_by,
        "month": period_of(zone, start.at, Period.MONTH),
        "quarter": period_of(zone, start.at, Period.QUARTER),
        "year": period_of(zone, start.at, Period.YEAR),
        **{f"s_{name}": clock.lead.fields.get(name) for name in segments},
    }


def is_logged_late(clock: Clock) -> bool:
    """Whether the outreach that stopped it was recorded later than its commitment asks for."""
    commitment, stop = clock.cycle.commitment, stopped(clock)
    if not isinstance(commitment, Response | Cadence) or commitment.log_within is None or stop is None:
        return False
    found = [e for e in clock.cycle.log.events if e.event_id == stop.event_id and e.deemed is None]
    kind = clock.cycle.log.type_of(stop)
    if not found or kind is None or kind.outreach.rank == 0 or found[0].recorded_at is None:
        return False
    return found[0].recorded_at > found[0].until + wall_length(commitment.log_within)


def endings(clock: Clock) -> Row:
    stop, close = stopped(clock), clock.cycle.close
    cancel = close.event if close is not None and close.ending is not Ending.STOPPED else None
    if stop is not None and stop.deemed is not None:
        cancel = None
    return {
        "stopped_at": stop and stop.until,
        "stop_event": stop and stop.event_id,
        "cancelled_at": cancel and cancel.until,
    }


def window(clock: Clock, state: str) -> Row:
    reign, name = clock.cycle.log.reign, clock.cycle.commitment.name
    asked = [] if state == "not_applicable" else clock.candidates
    only = asked[0] if len(asked) == 1 else None
    calendars = {c.calendar for c in asked}
    return {
        "row_no": only and only.row_no,
        "calendar": calendars.pop() if len(calendars) == 1 else None,
        "due_at": clock.due_at if asked and state != "paused" else None,
        "due_last": clock.due_last if asked and state != "paused" else None,
        "node": f"{reign.agreement.name}@{reign.version}/{name}/{'-' if only is None else only.row_no}",
    }


def attempts(clock: Clock, state: str) -> Row:
    """The outreaches counted up to the earliest due; nothing where no window was asked for."""
    if not isinstance(clock.cycle.commitment, Cadence) or state == "not_applicable" or clock.due_last is None:
        return dict.fromkeys(("attempts", "attempt_days", "attempt_channels"))
    earliest = min(clock.worlds, key=lambda w: w.due)
    tally = clock.tally_in(earliest)
    return {"attempts": tally.attempts, "attempt_days": tally.days, "attempt_channels": tally.channels}


def measured(clock: Clock, state: str) -> Row:
    """Elapsed, without pauses, up to the stop, else the cancellation, else `as_of`; None if several rows fit."""
    close, stop = clock.cycle.close, stopped(clock)
    end = stop.until if stop is not None else close.event.until if close is not None else clock.as_of
    (only, *others) = clock.candidates
    alone = not others and state != "not_applicable"
    gone = worked(only, clock.calendars, clock.cycle.start.at, end)
    paused = paused_before(only, clock.calendars, end)
    remaining = [c.remaining for c in clock.timed if c.remaining is not None]
    late_by = (
        stop.until - clock.due_last if state == "late" and stop is not None and clock.due_last is not None else None
    )
    return {
        "elapsed": gone - paused if alone and gone is not None else None,
        "paused_for": paused if alone and gone is not None else None,
        "remaining": int(min(remaining)) if state == "paused" else None,
        "late_by": late_by,
        "warned": warned(clock) if state == "at_risk" else None,
    }


def owned(clock: Clock) -> Row:
    """Who owned the lead when the clock ended or fell due, by `as_of` at the latest, and that person's team then."""
    log, close, stop = clock.cycle.log, clock.cycle.close, stopped(clock)
    ended = stop.until if stop is not None else close.event.until if close is not None else clock.as_of
    at = min(ended, clock.as_of, clock.as_of if clock.due_at is None else clock.due_at)
    owner = owner_at(log.events, log.reign.schema, at)
    return {"owner": owner, "team": team_at(clock.inputs.memberships, owner, at)}
