"""What is asked and counted across versions and at the edges of periods, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.model.commitments import Objective, Period
from engine.model.conditions import Criterion, EventCount
from tests.reference.judging import results
from tests.reference.small_policies import STAGES, agreement, conversion, history, lasting, response, wall

HALF = Objective(Fraction(1, 2), Period.MONTH)


def test_a_criterion_is_asked_of_the_version_then_in_force_and_earlier_events_count():
    once, twice = (Criterion("fits", EventCount(("download",), at_least=n)) for n in (1, 2))
    first = agreement(criteria=(once,), stages=STAGES)
    second = agreement(criteria=(twice,), stages=STAGES, version="2.0.0", starts=wall("2026-02-01"))
    events = history(
        ("2026-01-12 10:00", "download"),
        ("2026-01-13 10:00", "stage_changed", {"stage": "sql"}),
        ("2026-02-03 10:00", "stage_changed", {"stage": "sql"}),
        ("2026-02-04 10:00", "download"),
    )
    assert sorted((r["version"], r["asked"], r["truth"]) for r in results((first, second), events).criteria) == [
        ("1.0.0", "entry:sql", True),
        ("2.0.0", "as_of", True),
        ("2.0.0", "entry:sql", False),
    ]


def test_a_period_cut_by_a_new_version_gives_two_rows():
    first = agreement(response(objective=HALF), conversion(objective=HALF))
    second = replace(first, version="2.0.0", starts=wall("2026-01-20"))
    events = history(
        ("2026-01-19 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-19 11:00", "call"),
        ("2026-01-19 12:00", "stage_changed", {"stage": "sal"}),
        ("2026-01-21 10:00", "stage_changed", {"stage": "mql"}),
    )
    rows = [r for r in results((first, second), events).attainment if r["dimension"] == "all"]
    assert [(r["version"], r["commitment"], r["period"], r["kept"], r["breached"]) for r in rows] == [
        ("1.0.0", "answer", "2026-01", 1, 0),
        ("1.0.0", "win", "2026-01", 1, 0),
        ("2.0.0", "answer", "2026-01", 0, 1),
        ("2.0.0", "win", "2026-01", 0, 1),
    ]


def test_a_clock_stays_in_the_period_of_its_start_in_the_policys_zone():
    """Half past eleven on 31 January in New York is February in UTC; the answer comes in February."""
    start = ("2026-01-31 23:30", "stage_changed", {"stage": "mql"})
    found = results(agreement(response(objective=HALF)), history(start, ("2026-02-01 00:30", "call"))).attainment
    assert [(r["period"], r["kept"]) for r in found if r["dimension"] == "all"] == [("2026-01", 1)]


@pytest.mark.parametrize(("when", "truth"), [("11:00", False), ("11:00:00.000001", True), ("12:00", True)])
def test_the_last_hour_leaves_its_first_instant_out_and_holds_its_last(when, truth):
    policy = agreement(criteria=(Criterion("fresh", EventCount(("download",), in_last=lasting("1 hour"))),))
    found = results(policy, history((f"2026-03-01 {when}", "download")), "2026-03-01 12:00").criteria
    assert [r["truth"] for r in found] == [truth]
