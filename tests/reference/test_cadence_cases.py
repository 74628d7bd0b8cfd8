"""Cadences and conversions, judged by the reference itself; wall times are New York's."""

from __future__ import annotations

import pytest

from engine.model.commitments import Attempts
from engine.model.conditions import FieldTest, Operator
from engine.model.lead_schema import Outreach
from engine.model.moments import OutreachMade
from engine.model.window_rows import WindowRow
from tests.reference.judging import results, verdicts
from tests.reference.small_policies import ANY_ATTEMPT, agreement, cadence, conversion, history, lasting, wall, within

START = ("2026-01-12 08:00", "stage_changed", {"stage": "sal"})  # due 18:00


def calls(*times, **said):
    return [(f"2026-01-12 {at}", "call", said) for at in times]


def entering(when, stage, reason=None):
    return (when, "stage_changed", {"stage": stage, "reason": reason})


def judged(attempts, *events, as_of="2026-02-20"):
    return verdicts(agreement(cadence(attempts)), history(START, *events), as_of)


THREE = Attempts(3, ANY_ATTEMPT)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "breached: not_done"),
        (calls("09:00", "10:00"), "breached: not_done"),
        (calls("09:00", "10:00", "18:00"), "kept: in_time"),
        (calls("09:00", "10:00", "18:00:00.000001"), "breached: not_done"),
        (calls("07:59", "09:00", "10:00"), "breached: not_done"),
        (calls("08:00", "09:00", "10:00"), "kept: in_time"),
        ([*calls("09:00"), ("2026-01-12 10:00", "talk")], "kept: released"),
        ([*calls("09:00"), ("2026-01-12 18:00:01", "talk")], "breached: not_done"),
        ([*calls("09:00"), entering("2026-01-12 10:00", "sql")], "kept: released"),
        ([*calls("09:00"), entering("2026-01-12 10:00", "disqualified", "spam")], "cancelled"),
        ([*calls("09:00"), entering("2026-01-12 10:00", "disqualified", "student")], "breached: gave_up"),
        ([*calls("09:00"), entering("2026-01-12 10:00", "recycled", "no_answer")], "breached: gave_up"),
        ([*calls("09:00"), entering("2026-01-12 19:00", "recycled", "no_answer")], "breached: not_done"),
        ([*calls("09:00"), entering("2026-01-12 19:00", "disqualified", "spam")], "breached: not_done"),
        (
            [*calls("09:00", "10:00", "11:00"), entering("2026-01-12 11:00", "recycled", "no_answer")],
            "kept: in_time",
        ),
        ([*calls("09:00", "10:00"), *calls("11:00", actor=None)], "unknown: actor"),
        ([*calls("09:00"), *calls("11:00", actor=None)], "breached: not_done"),
        ([("2026-01-12 10:00", "talk", {"actor": None})], "unknown: actor"),
        ([(f"2026-01-12 {h}:00", "auto_mail") for h in range(10, 15)], "breached: not_done"),
    ],
)
def test_three_attempts_in_ten_hours(events, expected):
    assert judged(THREE, *events) == [expected]


def test_a_lead_that_nobody_called_is_a_clock_with_zero_attempts():
    clock = results(agreement(cadence(THREE)), history(START)).clocks[0]
    assert (clock["attempts"], clock["attempt_days"], clock["attempt_channels"]) == (0, 0, 0)


def test_the_third_attempt_is_what_stopped_the_clock():
    clock = results(agreement(cadence(THREE)), history(START, *calls("09:00", "10:00", "11:00", "12:00"))).clocks[0]
    assert (clock["stopped_at"], clock["attempts"]) == (wall("2026-01-12 11:00"), 4)


def test_it_runs_until_its_due_has_passed():
    assert judged(THREE, *calls("09:00"), as_of="2026-01-12 18:00") == ["running"]
    assert judged(THREE, *calls("09:00"), as_of="2026-01-12 18:00:00.000001") == ["breached: not_done"]


SPACED = Attempts(2, ANY_ATTEMPT, one_if_within=lasting("10 minutes"))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (calls("09:00", "09:01", "09:04"), 1),
        (calls("09:00", "09:09:59.999999"), 1),
        (calls("09:00", "09:10"), 2),
        (calls("09:00", "09:06", "09:12", "09:18"), 1),
        (calls("07:55", "08:01"), 1),
        ([*calls("09:00"), ("2026-01-12 09:01", "message", {"through": "email"})], 2),
        ([*calls("09:00"), ("2026-01-12 09:01", "message", {"through": "phone"})], 1),
    ],
)
def test_outreach_of_one_channel_closer_than_the_spacing_is_one(events, expected):
    clock = results(agreement(cadence(SPACED)), history(START, *events)).clocks[0]
    assert clock["attempts"] == expected


def test_one_outreach_is_dated_at_its_first_and_ranked_at_its_highest():
    talks = Attempts(1, OutreachMade(Outreach.CONVERSATION), one_if_within=lasting("10 minutes"))
    policy = agreement(cadence(talks, released_by=()))
    clock = results(policy, history(START, *calls("09:00"), ("2026-01-12 09:05", "talk"))).clocks[0]
    assert (clock["state"], clock["attempts"], clock["stopped_at"]) == ("kept", 1, wall("2026-01-12 09:00"))


def test_distinct_days_and_channels_are_asked_beside_the_count():
    days = agreement(cadence(Attempts(2, ANY_ATTEMPT, days=2), rows=within("48 hours")))
    assert verdicts(days, history(START, *calls("09:00", "10:00"))) == ["breached: not_done"]
    assert verdicts(days, history(START, *calls("09:00"), ("2026-01-13 00:00", "call"))) == ["kept: in_time"]
    untold = [("2026-01-12 09:00", "message", {}), ("2026-01-12 10:00", "message", {})]
    assert judged(Attempts(2, ANY_ATTEMPT), *untold) == ["kept: in_time"]
    channels = Attempts(2, ANY_ATTEMPT, channels=2)
    assert judged(channels, *calls("09:00"), ("2026-01-12 10:00", "message", {})) == ["breached: not_done"]
    assert judged(channels, *calls("09:00"), ("2026-01-12 10:00", "message", {"through": "email"})) == ["kept: in_time"]


def test_a_new_start_after_a_release_is_a_new_cadence():
    again = entering("2026-01-12 12:00", "sal")
    released = ("2026-01-12 10:00", "talk")
    assert judged(THREE, released, again, *calls("13:00", "14:00")) == ["kept: released", "breached: not_done"]


MQL = entering("2026-01-12 10:00", "mql")


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ([MQL, entering("2026-01-14 10:00", "sal")], "2026-02-20", ["kept: in_time"]),
        ([MQL, entering("2026-01-14 10:00:01", "sal")], "2026-02-20", ["breached: not_done"]),
        ([MQL], "2026-01-14 10:00", ["running: immature"]),
        ([MQL], "2026-01-14 10:00:01", ["breached: not_done"]),
        ([MQL, entering("2026-01-13 10:00", "customer")], "2026-02-20", ["kept: in_time"]),
        ([MQL, entering("2026-01-13 10:00", "recycled")], "2026-02-20", ["breached: not_done"]),
        ([MQL, entering("2026-01-12 10:00", "sal")], "2026-02-20", ["kept: in_time"]),
        (
            [MQL, entering("2026-01-13 10:00", "mql"), entering("2026-01-13 11:00", "sal")],
            "2026-02-20",
            ["breached: not_done", "kept: in_time"],
        ),
        ([entering("2026-01-11 10:00", "sal"), MQL], "2026-02-20", ["breached: not_done"]),
    ],
)
def test_each_entry_is_a_member_of_its_cohort(events, as_of, expected):
    assert verdicts(agreement(conversion()), history(*events), as_of) == expected


def test_a_target_before_the_first_entry_is_a_finding():
    found = results(agreement(conversion()), history(entering("2026-01-11 10:00", "sal"), MQL)).findings
    assert [(f["kind"], f["stage_or_commitment"], f["at"]) for f in found] == [
        ("converted_before_entry", "win", wall("2026-01-11 10:00"))
    ]
    assert not results(agreement(conversion()), history(MQL, entering("2026-01-12 10:00", "sal"))).findings


def test_no_attempt_was_enough_where_one_of_the_rows_that_may_fit_is_due_beyond_its_calendar():
    """Nobody knows the segment; eight business hours from the last afternoon laid out end on no known day."""
    rows = (
        WindowRow(FieldTest("segment", Operator.IS, ("large",)), lasting("8 business hours"), "brief"),
        WindowRow(None, lasting("2 hours")),
    )
    events = history(("2026-03-12 16:00", "stage_changed", {"stage": "sal"}), ("2026-03-12 16:30", "call"))
    (clock,) = results(agreement(cadence(Attempts(1, ANY_ATTEMPT), rows=rows)), events, "2026-03-13").clocks
    assert (clock["state"], clock["attempts"], clock["stopped_at"]) == ("unknown", None, None)


@pytest.mark.parametrize(("unnamed", "reason"), [("2026-01-15 10:00", "date_only"), ("2026-01-12 10:00", "actor")])
def test_an_outreach_by_nobody_named_leaves_no_doubt_once_the_time_is_over(unnamed, reason):
    """The start and ann's mail are known to the day; the time is over by the 13th, whenever it began."""
    chase = cadence(Attempts(1, OutreachMade(Outreach.ATTEMPT)), rows=within("2 hours"), released_by=())
    events = history(
        ("2026-01-12", "stage_changed", {"stage": "sal"}),
        ("2026-01-12", "message"),
        (unnamed, "call", {"actor": None}),
    )
    assert verdicts(agreement(chase), events) == [f"unknown: {reason}"]
