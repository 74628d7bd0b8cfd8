"""Fit at hand-over, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.model.commitments import FitAtHandOver, Objective, Period
from engine.model.conditions import Criterion, EventCount, FieldTest, Operator
from tests.reference.judging import results, verdicts
from tests.reference.rows import QuarantinedRow
from tests.reference.small_policies import STAGES, agreement, complete, history, lead, wall

LARGE = FieldTest("segment", Operator.IS, ("large",))
HALF = Objective(Fraction(1, 2), Period.MONTH)


def policy(condition=LARGE, **more):
    stages = tuple(replace(s, requires="ready" if s.name == "mql" else None) for s in STAGES)
    fit = FitAtHandOver("fit", "marketing", "", HALF)
    return agreement(fit, criteria=(Criterion("ready", condition),), stages=stages, **more)


def enters(stage, when="12 10:00"):
    return (f"2026-01-{when}", "stage_changed", {"stage": stage})


@pytest.mark.parametrize(
    ("segment", "expected"), [("large", "kept: fit"), ("small", "breached: unfit"), (None, "unknown: facts")]
)
def test_a_lead_fits_if_what_the_hand_over_requires_was_met(segment, expected):
    assert verdicts(policy(), history(enters("mql")), record=lead(segment=segment)) == [expected]


def test_it_is_asked_at_the_entry_and_everything_at_that_instant_counts():
    asked = EventCount(("demo_request",))
    late, same = ("2026-01-12 10:01", "demo_request"), ("2026-01-12 10:00", "demo_request")
    assert verdicts(policy(asked), history(enters("mql"), late)) == ["breached: unfit"]
    assert verdicts(policy(asked), history(enters("mql"), same)) == ["kept: fit"]


def test_each_hand_over_is_a_case_of_its_own_decided_at_once():
    events = history(enters("mql"), enters("recycled", "13 10:00"), enters("mql", "14 10:00"))
    rows = results(policy(), events, "2026-01-14 10:00", record=lead(segment="large")).clocks
    found = [(row["state"], row["started_at"], row["stopped_at"]) for row in rows]
    assert found == [("kept", at, at) for at in (wall("2026-01-12 10:00"), wall("2026-01-14 10:00"))]


def test_what_the_sources_do_not_cover_later_changes_nothing():
    until = complete(until=wall("2026-01-12 10:00"))
    assert verdicts(policy(), history(enters("mql")), record=lead(segment="large"), coverage=until) == ["kept: fit"]


def test_an_entry_that_could_not_be_read_may_be_another_hand_over():
    bad = (QuarantinedRow("log.csv", 2, "a", "stage_changed", "unreadable time"),)
    found = verdicts(policy(), history(enters("mql")), record=lead(segment="large"), quarantine=bad)
    assert found == ["unknown: source"]


def test_out_of_scope_is_no_case():
    scoped = policy(scope=FieldTest("country", Operator.IS, ("DE",)))
    found = verdicts(scoped, history(enters("mql")), record=lead(segment="small", country="FR"))
    assert found == ["not_applicable: out_of_scope"]


def test_the_share_is_that_of_the_leads_that_fitted():
    (month,) = [
        row for row in results(policy(), history(enters("mql")), record=lead(segment="small")).attainment
        if row["dimension"] == "all"
    ]  # fmt: skip
    assert (month["kept"], month["breached"], month["verdict"]) == (0, 1, "missed")
