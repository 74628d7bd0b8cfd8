"""What follows a cadence, judged by the reference itself; wall times are New York's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.commitments import Attempts, IfSilent
from engine.model.conditions import FieldTest, Operator
from engine.model.moments import Decision, EventHappens, StageEntered
from engine.model.pauses import Between, Pauses
from tests.reference.judging import results, verdict
from tests.reference.small_policies import (
    ANY_ATTEMPT,
    acceptance,
    agreement,
    cadence,
    complete,
    history,
    lead,
    wall,
    within,
)
from tests.reference.small_thens import followed

START = ("2026-01-12 08:00", "stage_changed", {"stage": "sal"})  # the cadence is due at 18:00
TWICE = Attempts(2, ANY_ATTEMPT)


def calls(*times, **said):
    return [(f"2026-01-12 {at}", "call", said) for at in times]


def entering(when, stage, reason=None):
    return (when, "stage_changed", {"stage": stage, "reason": reason})


def rows(*events, owed=None, as_of="2026-02-20", **given):
    pact = agreement(*(owed or followed(cadence(TWICE))))
    return results(pact, history(START, *events), as_of, **given).clocks


def after(*events, **given):
    """What follows, and since when."""
    found = [row for row in rows(*events, **given) if row["kind"] == "then"]
    return [(verdict(row), row["started_at"]) for row in found]


END = wall("2026-01-12 18:00")
BACK = entering("2026-01-13 12:00", "recycled", "no_answer")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([BACK], [("kept: in_time", END)]),
        ([*calls("09:00"), BACK], [("kept: in_time", END)]),
        ([*calls("09:00", "10:00"), BACK], [("kept: in_time", END)]),
        ([entering("2026-01-13 18:00", "recycled", "no_answer")], [("kept: in_time", END)]),
        ([entering("2026-01-13 18:00:00.000001", "recycled", "no_answer")], [("late", END)]),
        ([], [("breached: not_done", END)]),
        ([("2026-01-12 19:00", "talk")], [("breached: not_done", END)]),
        ([("2026-01-12 18:00:00.000001", "talk"), BACK], [("kept: in_time", END)]),
    ],
)
def test_it_starts_when_the_time_ends_without_release_whatever_the_count(events, expected):
    assert after(*events) == expected


@pytest.mark.parametrize(
    "events",
    [
        [("2026-01-12 17:00", "talk")],
        [("2026-01-12 18:00", "talk")],
        [entering("2026-01-12 17:00", "sql")],
        [entering("2026-01-12 17:00", "disqualified", "spam")],
        [entering("2026-01-12 17:00", "disqualified", "student")],
        [entering("2026-01-12 17:00", "mql")],
        [*calls("09:00"), entering("2026-01-12 17:00", "recycled", "no_answer")],
        [*calls("09:00", "10:00"), entering("2026-01-12 17:00", "disqualified", "student")],
        [*calls("09:00", "10:00"), ("2026-01-12 17:00", "talk")],
        [("2026-01-12 17:00", "talk", {"actor": None})],
    ],
)
def test_nothing_follows_a_cadence_that_ended_by_then_or_a_lead_that_went_elsewhere(events):
    assert after(*events) == []


def test_to_reach_the_stage_earlier_with_the_attempts_keeps_it():
    early = entering("2026-01-12 11:00", "recycled", "no_answer")
    assert after(*calls("09:00", "10:00"), early) == [("kept: in_time", wall("2026-01-12 11:00"))]
    on_time = entering("2026-01-12 18:00", "recycled", "no_answer")
    assert after(*calls("09:00", "10:00"), on_time) == [("kept: in_time", END)]


def test_to_leave_for_another_stage_cancels_it():
    assert after(entering("2026-01-13 12:00", "customer")) == [("cancelled", END)]
    assert after(entering("2026-01-13 12:00", "sal")) == [("breached: not_done", END)]
    assert after(entering("2026-01-14 12:00", "customer")) == [("breached: not_done", END)]


def test_going_on_to_a_stage_without_reasons_before_the_attempts_is_giving_up():
    owed = followed(cadence(TWICE), "lead")
    found = rows(*calls("09:00"), entering("2026-01-12 12:00", "lead"), owed=owed)
    assert [verdict(row) for row in found] == ["breached: gave_up"]
    found = rows(*calls("09:00", "10:00"), entering("2026-01-12 12:00", "lead"), owed=owed)
    assert [verdict(row) for row in found] == ["kept: in_time", "kept: in_time"]


def test_before_the_time_has_ended_nothing_follows():
    assert after(as_of="2026-01-12 18:00") == []
    assert after(as_of="2026-01-12 18:00:00.000001") == [("running", END)]
    assert after(as_of="2026-01-12 18:00:01", owed=followed(cadence(TWICE), warn_at=(0,))) == [("at_risk", END)]


def test_the_chain_has_the_version_and_the_scope_of_its_first_start():
    first = agreement(
        *followed(cadence(TWICE)),
        scope=FieldTest("country", Operator.IS, ("DE",)),
        ends=None,
    )
    second = replace(
        agreement(*followed(cadence(TWICE), rows=within("1 hours"))), version="2.0.0", starts=wall("2026-01-12 12:00")
    )
    found = results((first, second), history(START, BACK), record=lead(country="DE")).clocks
    assert [(row["kind"], row["version"], verdict(row)) for row in found] == [
        ("cadence", "1.0.0", "breached: not_done"),
        ("then", "1.0.0", "kept: in_time"),
    ]
    assert [r["kind"] for r in results((first, second), history(START, BACK), record=lead(country="FR")).clocks] == [
        "cadence"
    ]


def test_each_cadence_has_its_own():
    again = entering("2026-01-20 08:00", "sal")
    found = after(BACK, again, as_of="2026-01-20 20:00")
    assert found == [("kept: in_time", END), ("running", wall("2026-01-20 18:00"))]


def test_a_dead_sync_starts_nothing_and_what_it_may_hide_breaks_nothing():
    assert after(coverage=complete(until=wall("2026-01-12 17:59"))) == []
    assert after(coverage=complete(until=wall("2026-01-13 12:00"))) == [("unknown: source", END)]
    assert after(BACK, coverage=complete(until=wall("2026-01-13 12:00"))) == [("kept: in_time", END)]


def test_an_end_that_a_pause_puts_off_starts_it_then():
    waiting = Pauses((Between((EventHappens(("demo_request",)),), (EventHappens(("download",)),)),), None)
    owed = followed(cadence(TWICE, pauses=waiting))
    events = [("2026-01-12 10:00", "demo_request"), ("2026-01-12 13:00", "download")]
    assert after(*events, owed=owed) == [("breached: not_done", wall("2026-01-12 21:00"))]
    assert after(*events[:1], owed=owed) == []


def test_of_a_start_known_to_the_day_it_starts_within_the_last_times():
    pact = agreement(*followed(cadence(TWICE)))
    found = results(pact, history(("2026-01-12", "stage_changed", {"stage": "sal"})))
    (row,) = [row for row in found.clocks if row["kind"] == "then"]
    assert (row["started_at"], row["started_last"]) == (wall("2026-01-12 10:00"), wall("2026-01-13 10:00") - 1)
    assert verdict(row) == "breached: not_done"


def test_what_rests_on_silence_is_marked_along_the_chain():
    silent = acceptance(accept=Decision(("sal",)), if_silent=IfSilent.DEEMED_ACCEPTED)
    pact = agreement(silent, *followed(cadence(TWICE)))
    found = results(pact, history(("2026-01-12 08:00", "stage_changed", {"stage": "mql"}))).clocks
    assert [(row["kind"], row["started_at"], row["deemed"]) for row in found] == [
        ("cadence", wall("2026-01-12 10:00"), True),
        ("then", wall("2026-01-12 20:00"), True),
        ("acceptance", wall("2026-01-12 08:00"), True),
    ]


def test_entering_the_stage_releases_where_the_policy_says_so():
    owed = followed(cadence(TWICE, released_by=(StageEntered(("recycled",)),)))
    found = rows(entering("2026-01-12 12:00", "recycled", "no_answer"), owed=owed)
    assert [verdict(row) for row in found] == ["kept: released"]
