"""`looks_back`, worked out by hand; nine to five on working days in New York, Monday is 2026-01-12."""

from __future__ import annotations

import pytest

from engine.model.commitments import Again
from engine.model.moments import StageEntered
from tests.reference.judging import results, verdict, verdicts
from tests.reference.rows import CoverageRow
from tests.reference.small_policies import ANY_ATTEMPT, agreement, complete, history, lasting, response, wall

MQL_AT = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})


def looking(back, **more):
    return agreement(response(looks_back=lasting(back), **more), calendar="office")


def calls(when, **said):
    return (f"2026-01-{when}", "call", said)


@pytest.mark.parametrize(
    ("back", "call", "expected"),
    [
        ("1 hour", "12 09:00", "kept: before_start"),
        ("1 hour", "12 08:59", "breached: not_done"),
        ("1 business day", "09 16:00", "kept: before_start"),
        ("1 business day", "08 16:00", "breached: not_done"),
        ("2 business hours", "09 16:00", "kept: before_start"),
        ("2 business hours", "09 15:59", "breached: not_done"),
        ("2 days", "10 00:00", "kept: before_start"),
        ("2 days", "09 23:59", "breached: not_done"),
        ("1 hour", "12 10:00", "kept: in_time"),
    ],
)
def test_an_outreach_reaches_as_far_as_such_an_allowed_time_would(back, call, expected):
    assert verdicts(looking(back), history(MQL_AT, calls(call))) == [expected]


def test_without_it_only_outreach_at_or_after_the_start_counts():
    assert verdicts(agreement(response()), history(MQL_AT, calls("12 09:59"))) == ["breached: not_done"]


def test_what_kept_it_is_told_and_took_no_time():
    events = history(calls("12 09:00"), calls("12 09:30"), MQL_AT, calls("12 10:30"))
    (clock,) = results(looking("1 hour"), events).clocks
    assert (clock["stop_event"], clock["stopped_at"], clock["elapsed"]) == ("e1", wall("2026-01-12 10:00"), 0)


def test_it_is_over_at_its_start_so_that_the_next_start_opens_another():
    again = ("2026-01-12 15:00", "stage_changed", {"stage": "mql"})
    events = history(calls("12 09:30"), MQL_AT, again)
    assert verdicts(looking("1 hour"), events) == ["kept: before_start", "breached: not_done"]


def test_it_wins_over_a_cancellation_at_the_start():
    gone = ("2026-01-12 10:00", "stage_changed", {"stage": "disqualified"})
    assert verdicts(looking("1 hour"), history(calls("12 09:30"), MQL_AT, gone)) == ["kept: before_start"]


def test_only_outreach_counts_before_the_start():
    policy = looking("1 day", kept_by=(ANY_ATTEMPT, StageEntered(("sal",))))
    entered = ("2026-01-12 09:30", "stage_changed", {"stage": "sal"})
    assert verdicts(policy, history(entered, MQL_AT)) == ["breached: not_done"]


def test_who_it_was_must_be_known_where_it_matters():
    early = calls("12 09:30", actor=None)
    assert verdicts(looking("1 hour"), history(early, MQL_AT)) == ["unknown: actor"]
    assert verdicts(looking("1 hour"), history(early, MQL_AT, calls("12 11:00"))) == ["kept: in_time"]


def test_a_call_on_some_time_of_the_day_before_may_or_may_not_reach():
    day_before = ("2026-01-11", "call")
    assert verdicts(looking("20 hours"), history(day_before, MQL_AT)) == ["unknown: date_only"]
    assert verdicts(looking("34 hours"), history(day_before, MQL_AT)) == ["kept: before_start"]
    assert verdicts(looking("9 hours"), history(day_before, MQL_AT)) == ["breached: not_done"]


def test_a_source_that_begins_shortly_before_the_start_may_lack_it():
    since = (*complete(), CoverageRow("call", "crm/phone", wall("2026-01-12 09:30"), 2**61))
    assert verdicts(looking("1 hour"), history(MQL_AT), coverage=since) == ["unknown: source"]
    assert verdicts(looking("29 minutes"), history(MQL_AT), coverage=since) == ["breached: not_done"]


def test_a_call_reaches_what_takes_its_own_stop_back():
    again = ("2026-01-12 11:30", "stage_changed", {"stage": "mql"})
    policy = looking("1 hour", again=Again.CONTINUE)
    clocks = results(policy, history(MQL_AT, calls("12 11:00"), again), "2026-01-12 16:00").clocks
    assert [(verdict(c), c["stopped_at"]) for c in clocks] == [("kept: in_time", wall("2026-01-12 11:30"))]
