"""Rows by the time of arrival: from the YAML to the clause, the words of a change, an explanation, and the lint."""

from __future__ import annotations

import pytest

from engine.analysis.rules import analyse
from engine.analysis.window_rows import rows_are_not_covered, rows_are_told_apart
from engine.documents.explanation_words import below
from engine.model.conditions import FieldTest, Operator
from engine.model.window_rows import Arrival, WindowRow
from engine.reports.agreement_view import agreement_view
from engine.reports.changes import changes_between
from engine.reports.condition_trees import ConditionTrees
from engine.reports.explained_clocks import _considered
from tests.agreement.judged_by_engine import judge_and_explain
from tests.reference.rows import Inputs
from tests.reference.small_policies import agreement, complete, history, lasting, lead, policy_set, response
from tests.reports.test_due_by import loaded

ROW = "- {arrives: {within: office}, time: 1 hour}"


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    policies, faults = loaded(tmp_path_factory.mktemp("before"))
    assert policies is not None, faults
    return policies


def fifth(policies):
    (version,) = policies.versions_of("owners")
    clause = next(c for p in agreement_view(policies, version).owed for c in p.clauses if c.name == "fifth")
    examples = [[example and str(example.due.local)[:16] for example in row.examples] for row in clause.rows]
    return [(row.time, row.when) for row in clause.rows], examples


def test_the_clause_says_when_a_row_counts_and_works_out_only_starts_that_reach_it(before, tmp_path):
    """Neither start of the examples, Friday 16:40 and Saturday 11:00, lies in the office's hours."""
    rows, examples = fifth(before)
    assert rows == [
        ("2 hours", "if it starts while office is closed, and employees is at least 50"),
        ("1 hour", "if it starts while office is open"),
        ("4 hours", "otherwise"),
    ]
    assert examples == [
        ["2026-01-02 18:40", "2026-01-03 13:00"],
        [None, None],
        ["2026-01-02 20:40", "2026-01-03 15:00"],
    ]
    changed, _ = loaded(tmp_path, ROW, ROW.replace("within", "outside"))
    assert fifth(changed)[1] == [examples[0], ["2026-01-02 17:40", "2026-01-03 12:00"], [None, None]]


def test_a_repetition_starts_by_a_stop_and_reaches_its_time_whenever_that_is(tmp_path):
    rows = f"{ROW}\n      - else: 4 hours"
    changed, faults = loaded(tmp_path, rows, f"{rows}\n    every: 2 hours")
    assert changed is not None, faults
    rows, examples = fifth(changed)
    assert rows[-1][0] == "2 hours"
    assert None not in examples[-1]


@pytest.mark.parametrize(
    ("new", "place", "effect"),
    [
        (ROW.replace("1 hour", "30 minutes"), "arrives within office", "tightens"),
        (ROW.replace("1 hour", "2 hours"), "arrives within office", "loosens"),
        (ROW.replace("within", "outside"), "arrives within office", "unknown"),
        ("", "arrives within office", "unknown"),
    ],
)
def test_a_change_is_told_and_whom_it_binds_where_that_is_sure(before, tmp_path, new, place, effect):
    changed, faults = loaded(tmp_path, ROW, new)
    assert changed is not None, faults
    found = [c for compared in changes_between(before, changed) for c in compared.changes]
    told = {c.place[3]: [e.direction.value for e in c.effects] for c in found if len(c.place) > 3}
    assert told[place] == [effect]
    assert all(c.normative for c in found)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("- {arrives: {within: offise}, time: 1 hour}", "LP302"),
        ("- {arrives: {within: always}, time: 1 hour}", "LP534"),
        ("- {arrives: {within: office, outside: office}, time: 1 hour}", "LP208"),
        ("- {arrives: office, time: 1 hour}", "LP20"),
        ("- {arrives: {within: office}, else: 1 hour}", "LP2"),
        ("- {arrives: {within: office}, if: {field: employees, at_least: 50}, tine: 1 hour}", "LP20"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path, new, code):
    policies, faults = loaded(tmp_path, ROW, new)
    found = [*faults, *(analyse(policies) if policies else ())]
    assert found
    assert all(fault.code.startswith(code) for fault in found), found


CLOSED, OPEN = Arrival("office", outside=True), Arrival("office", outside=False)
LARGE = FieldTest("segment", Operator.IS, ("large",))
HOUR = lasting("1 hour")


@pytest.mark.parametrize(
    ("rows", "shadowed"),
    [
        ((WindowRow(None, HOUR, arrives=CLOSED), WindowRow(LARGE, HOUR), WindowRow(None, HOUR)), 0),
        ((WindowRow(LARGE, HOUR, arrives=CLOSED), WindowRow(LARGE, HOUR), WindowRow(None, HOUR)), 0),
        ((WindowRow(LARGE, HOUR, arrives=CLOSED), WindowRow(LARGE, HOUR, arrives=OPEN), WindowRow(None, HOUR)), 0),
        ((WindowRow(LARGE, HOUR), WindowRow(LARGE, HOUR, arrives=OPEN), WindowRow(None, HOUR)), 1),
        ((WindowRow(None, HOUR, arrives=CLOSED), WindowRow(LARGE, HOUR, arrives=CLOSED), WindowRow(None, HOUR)), 1),
        ((WindowRow(LARGE, HOUR, arrives=OPEN), WindowRow(LARGE, HOUR, arrives=OPEN), WindowRow(None, HOUR)), 1),
    ],
)
def test_a_row_is_covered_only_by_rows_for_the_same_arrival_or_for_any(rows, shadowed):
    policies = policy_set(agreement(response(rows=rows)))
    assert [f.code for f in rows_are_not_covered(policies)] == ["LP909"] * shadowed
    assert not list(rows_are_told_apart(policies))


def test_an_explanation_tells_which_rows_the_arrival_ruled_out():
    rows = (WindowRow(LARGE, HOUR, arrives=OPEN), WindowRow(None, HOUR, arrives=CLOSED), WindowRow(None, None))
    policy = agreement(response(rows=rows))
    start = history(("2026-01-12 18:00", "stage_changed", {"stage": "mql"}))
    inputs = Inputs((lead(segment="large"),), start, complete())
    judged = judge_and_explain(policy_set(policy), inputs, start[0].at)
    trees = ConditionTrees(judged.rows("condition_nodes"))
    found = _considered(policy, policy.commitments[0], trees, start[0].at)
    assert [row.outcome for row in found] == ["not met", "chosen", "not asked"]
    assert [node.truth for _, node in below(found[0])] == [True]
