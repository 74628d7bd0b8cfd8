"""What counted of a clock adds up to what it took, pauses taken out; spans touch and never overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.model.pauses import Pauses, WhileIn
from tests.agreement.judged_by_engine import judge_and_explain
from tests.reference.judging import ROSTER
from tests.reference.rows import Inputs
from tests.reference.small_policies import (
    agreement,
    complete,
    history,
    lasting,
    lead,
    policy_set,
    response,
    wall,
    within,
)

HOUR = 3600 * 10**6
HELD = (
    ("12 10:00", "mql"),
    ("12 11:00", "recycled"),
    ("12 16:00", "sal"),
    ("13 10:00", "recycled"),
    ("13 11:00", "sal"),
)


def spans_of(window, *, budget=None, as_of="2026-01-15 12:00", answered=None):
    pauses = Pauses((WhileIn(("recycled",)),), None if budget is None else lasting(budget))
    policies = policy_set(agreement(response(rows=within(window), pauses=pauses), calendar="office"))
    events = [(f"2026-01-{when}", "stage_changed", {"stage": stage}) for when, stage in HELD]
    events += [] if answered is None else [(answered, "call")]
    inputs = Inputs((lead(),), history(*events), complete(), (), ROSTER)
    judged = judge_and_explain(policies, inputs, wall(as_of))
    (clock,) = judged.rows("clocks")
    return clock, sorted(judged.rows("clock_spans"), key=lambda s: s["starts"])


@pytest.mark.parametrize(
    ("window", "budget", "answered"),
    [
        ("1 business day", None, None),
        ("1 business day", "3 business hours", "2026-01-13 15:00"),
        ("4 business hours", None, "2026-01-13 15:00"),
        ("16 business hours", "5 business hours", None),
        ("5 hours", None, "2026-01-13 15:00"),
        ("5 hours", "2 hours", None),
        ("2 days", None, None),
    ],
)
def test_counted_time_is_elapsed_time_and_spans_touch(window, budget, answered):
    clock, spans = spans_of(window, budget=budget, answered=answered)
    counted = [s for s in spans if s["kind"] == "counted" and s["segment"] != "left"]
    assert sum(s["ends"] - s["starts"] for s in counted) == clock["elapsed"]
    assert all(a["ends"] == b["starts"] for a, b in pairwise(spans))
    assert spans[0]["starts"] == clock["started_at"]


def test_a_pause_of_five_hours_is_shown_where_it_lay():
    _, spans = spans_of("1 business day", as_of="2026-01-12 16:30")
    shown = [(s["segment"], s["kind"], (s["ends"] - s["starts"]) // HOUR) for s in spans]
    assert shown[:2] == [("to_first", "counted", 1), ("to_first", "paused", 5)]
