"""Who had the lead while a clock ran, worked out by hand."""

from __future__ import annotations

import pytest

from engine.model.pauses import Pauses, WhileIn
from tests.reference.judging import results
from tests.reference.small_policies import agreement, history, lasting, response, within

HOUR = 3600 * 10**6
MINUTE = HOUR // 60
MQL = ("2026-01-12 09:00", "stage_changed", {"stage": "mql"})


def given_to(owner, when):
    return (f"2026-01-{when}", "assigned", {"owner": owner})


def judged(*lines, rows="4 business hours", **terms):
    return results(agreement(response(rows=within(rows), calendar="office", **terms)), history(*lines))


def shares(*lines, **terms):
    return {r["owner"]: (r["share"], r["at_due"]) for r in judged(*lines, **terms).clock_shares}


def test_each_owner_of_a_breach_has_the_working_time_that_they_had_the_lead():
    """Due on Monday at 13:00: two hours with Kim, half an hour with nobody, the rest with Lee, who stands beside it."""
    moved = given_to("kim", "12 08:00"), given_to("", "12 11:00"), given_to("lee", "12 11:30")
    expected = {"kim": (2 * HOUR, False), None: (HOUR // 2, False), "lee": (3 * HOUR // 2, True)}
    assert shares(MQL, *moved) == expected


def test_a_night_is_nobodys_time():
    moved = given_to("kim", "12 16:00"), given_to("lee", "13 08:59")
    start = ("2026-01-12 15:00", "stage_changed", {"stage": "mql"})
    assert shares(start, *moved) == {None: (HOUR, False), "kim": (HOUR, False), "lee": (2 * HOUR, True)}


def test_a_lead_that_nobody_owned_leaves_its_whole_time_and_its_breach_to_nobody():
    found = judged(MQL)
    assert [(r["owner"], r["share"], r["whole"], r["at_due"]) for r in found.clock_shares] == [
        (None, 4 * HOUR, 4 * HOUR, True)
    ]
    assert [(c["state"], c["owner"], c["owed_by"]) for c in found.clocks] == [("breached", None, "sales")]


def test_who_is_given_the_lead_at_due_stands_beside_the_breach_and_had_none_of_the_time():
    moved = given_to("kim", "12 08:00"), given_to("lee", "12 13:00")
    assert shares(MQL, *moved) == {"kim": (4 * HOUR, False), "lee": (0, True)}


def test_of_two_assignments_at_one_instant_the_later_in_the_log_counts():
    moved = given_to("kim", "12 09:00"), given_to("eve", "12 10:00"), given_to("lee", "12 10:00")
    assert shares(MQL, *moved) == {"kim": (HOUR, False), "lee": (3 * HOUR, True)}


def test_what_comes_after_due_changes_no_share():
    moved = given_to("kim", "12 08:00"), given_to("lee", "12 13:01")
    done = ("2026-01-12 15:00", "call")
    assert shares(MQL, *moved, done) == {"kim": (4 * HOUR, True)}


def test_a_pause_is_in_nobodys_share():
    """Paused from 10:00 to 12:00, so due at 15:00; Lee has the lead from 11:00."""
    held = Pauses((WhileIn(("recycled",)),), None)
    moved = given_to("kim", "12 08:00"), given_to("lee", "12 11:00")
    stages = [(f"2026-01-12 {h}:00", "stage_changed", {"stage": s}) for h, s in ((10, "recycled"), (12, "sal"))]
    assert shares(MQL, *moved, *stages, pauses=held) == {"kim": (HOUR, False), "lee": (3 * HOUR, True)}


def test_clocks_that_are_kept_have_no_shares():
    assert shares(MQL, given_to("kim", "12 08:00"), ("2026-01-12 10:00", "call")) == {}


@pytest.mark.parametrize(
    ("when", "listed"),
    [("12 12:36", []), ("12 12:36:01", [24 * MINUTE - 10**6]), ("12 13:00", [0]), ("12 13:01", [])],
)
def test_a_hand_over_is_late_with_less_than_a_tenth_of_the_time_left(when, listed):
    found = judged(MQL, given_to("kim", "12 08:00"), given_to("lee", when)).late_hand_overs
    assert [r["time_left"] for r in found] == listed


def test_a_late_hand_over_is_listed_even_where_the_promise_was_kept_after_it():
    moved = given_to("kim", "12 08:00"), given_to("lee", "12 12:50"), given_to("lee", "12 12:55")
    found = judged(MQL, *moved, ("2026-01-12 12:58", "call")).late_hand_overs
    assert [(r["from_owner"], r["to_owner"], r["time_left"], r["whole"]) for r in found] == [
        ("kim", "lee", 10 * MINUTE, 4 * HOUR)
    ]


def test_a_hand_over_after_the_answer_is_none_of_the_clock():
    moved = given_to("kim", "12 08:00"), given_to("lee", "12 12:50")
    assert judged(MQL, *moved, ("2026-01-12 12:40", "call")).late_hand_overs == []


def test_time_on_the_wall_is_shared_on_the_wall():
    moved = given_to("kim", "12 16:00"), given_to("lee", "13 06:00")
    assert shares(MQL, *moved, rows="24 hours") == {
        None: (7 * HOUR, False),
        "kim": (14 * HOUR, False),
        "lee": (3 * HOUR, True),
    }


def test_budgets_hold_in_shares():
    held = Pauses((WhileIn(("recycled",)),), lasting("1 business hours"))
    moved = given_to("kim", "12 08:00"), given_to("lee", "12 12:30")
    stage = ("2026-01-12 10:00", "stage_changed", {"stage": "recycled"})
    assert shares(MQL, *moved, stage, pauses=held) == {"kim": (5 * HOUR // 2, False), "lee": (3 * HOUR // 2, True)}
