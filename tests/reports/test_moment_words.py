"""Moments in the words of clauses."""

from __future__ import annotations

from pathlib import Path

from engine.loading.policy_files import load
from engine.model.conditions import FieldTest, Operator
from engine.model.moments import FieldBecomes
from engine.reports.moment_words import MomentWords

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"


def test_a_field_that_becomes_something_is_said_as_it_is_recorded():
    policies, _ = load(SMALL)
    answered = next(c for a in policies.agreements for c in a.commitments if c.name == "answered")
    known = FieldBecomes(FieldTest("budget", Operator.KNOWN, ()))
    said = MomentWords("Sales", {}).any_of((*answered.cancelled_by, known))
    assert said.removeprefix("“webinar” is recorded or ") == (
        "the recorded industry becomes other or the recorded industry becomes software or fintech"
        " or the recorded employees comes to at least 50 or the recorded budget becomes known"
    )
