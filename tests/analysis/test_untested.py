"""Criteria that no scenario comes to are told, once anything is tested at all."""

from __future__ import annotations

from dataclasses import replace

from engine.analysis.untested import untested
from engine.model.commitments import FitAtHandOver, Freshness
from engine.model.conditions import Criterion, CriterionRef, FieldTest, Operator, ScoreTest
from engine.model.scorecards import ConditionLine, Scorecard, ScorePart
from engine.model.window_rows import WindowRow
from tests.reference.small_policies import STAGES, agreement, lasting, policy_set, response

LARGE = Criterion("large", FieldTest("employees", Operator.AT_LEAST, (50,)))
READY = Criterion("ready", CriterionRef("large"))
GERMAN = Criterion("german", FieldTest("country", Operator.IS, ("DE",)))
SOON = response(rows=(WindowRow(CriterionRef("german"), lasting("1 hours")), WindowRow(None, lasting("2 hours"))))


def told(*scenarios):
    policies = policy_set(agreement(SOON, criteria=(LARGE, READY, GERMAN)))
    return [fault.message.split("`")[1] for fault in untested(policies, scenarios)]


def test_where_nothing_is_tested_nothing_is_told():
    assert told() == []
    assert told('Then "another" for "Berg" is kept') == []


def test_what_a_fact_is_to_be_found_out_for_and_what_a_hand_over_requires_is_shown_too():
    fit = FitAtHandOver("fit", "marketing", "", None)
    stages = tuple(replace(s, requires="ready" if s.name == "mql" else None) for s in STAGES)
    found = Freshness("sized", "sales", "", "german", SOON.rows[1:], None, (), None)
    policies = policy_set(agreement(found, fit, criteria=(LARGE, READY, GERMAN), stages=stages))
    assert untested(policies, ['Then "sized" for "Berg" is kept', 'Then "fit" for "Berg" is kept']) == ()


def test_what_a_named_criterion_asks_for_is_shown_with_it():
    assert told('Then criterion "ready" of "Berg" is met') == ["german"]


def test_what_a_score_is_made_of_is_shown_with_whatever_asks_for_the_score():
    card = Scorecard("interest", "", 0, 100, (ScorePart("fit", 60, (ConditionLine(CriterionRef("german"), 30),)),))
    warm = Criterion("warm", ScoreTest("interest", Operator.AT_LEAST, 10))
    policies = policy_set(agreement(criteria=(GERMAN, warm), scorecards=(card,)))
    assert untested(policies, ['Then criterion "warm" of "Berg" is met']) == ()


def test_what_chooses_the_time_of_a_named_commitment_is_shown_with_it():
    assert told('Then "answer" for "Berg" is kept') == ["large", "ready"]
    assert told('Then "answer" for "Berg" is kept', 'Then criterion "large" of "Berg" is met') == ["ready"]
