"""Facts that may settle after a start: from the YAML to the clause, the words of a change, and an explanation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.documents.explanation_words import read
from engine.model.conditions import Criterion, CriterionRef, FieldTest, Operator
from engine.model.window_rows import WindowRow
from engine.reports.agreement_view import agreement_view
from engine.reports.changes import changes_between
from engine.reports.condition_trees import ConditionTrees
from tests.agreement.judged_by_engine import judge_and_explain
from tests.reference.rows import FieldChange, FieldHistory, Inputs
from tests.reference.small_policies import agreement, complete, history, lasting, lead, policy_set, response, wall
from tests.reports.test_due_by import loaded

SETTLES = "settles_within: 15 minutes"
LARGE = Criterion("large", FieldTest("employees", Operator.AT_LEAST, (50,)))


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    policies, faults = loaded(tmp_path_factory.mktemp("before"))
    assert policies is not None, faults
    return policies


def test_the_clause_says_what_counts_as_known_at_the_start(before):
    (version,) = before.versions_of("owners")
    clauses = {c.name: c for party in agreement_view(before, version).owed for c in party.clauses}
    said = (
        "What decides the allowed time and nobody knows at the start counts as known then if it is known 15 minutes "
        "later; what is known at the start stays."
    )
    assert [name for name, clause in clauses.items() if said in clause.sentences] == ["second"]


@pytest.mark.parametrize(
    ("new", "after"), [("settles_within: 30 minutes", "30 minutes"), ("", None), ("settles_within: 1 hour", "1 hour")]
)
def test_whom_a_change_of_it_binds_depends_on_the_leads(before, tmp_path, new, after):
    changed, faults = loaded(tmp_path, SETTLES, new)
    assert changed is not None, faults
    (change,) = (c for compared in changes_between(before, changed) for c in compared.changes)
    assert change.place == ("commitments", "second", "settles_within")
    assert (change.before, change.after, change.normative) == ("15 minutes", after, True)
    assert [e.direction.value for e in change.effects] == ["unknown"]


@pytest.mark.parametrize("wrong", ["0 minutes", "15 business minutes", "1 day", "15"])
def test_it_is_minutes_or_hours_on_the_wall(tmp_path, wrong):
    policies, faults = loaded(tmp_path, SETTLES, f"settles_within: {wrong}")
    assert policies is None
    assert {fault.code for fault in faults} == {"LP205"}


def explained(settles):
    """What the row of an answer read of a lead whose employees were counted four minutes after its start."""
    rows = (WindowRow(CriterionRef("large"), lasting("1 hour")), WindowRow(None, lasting("4 hours")))
    policy = agreement(response(rows=rows, settles_within=settles), criteria=(LARGE,))
    at = wall("2026-01-12 10:04")
    told = FieldHistory("a", "employees", (FieldChange("1", at, at, 80),), None, tells_before=True)
    start = history(("2026-01-12 10:00", "stage_changed", {"stage": "mql"}))
    inputs = Inputs((lead(),), start, complete(), histories=(told,))
    judged = judge_and_explain(policy_set(policy), inputs, wall("2026-02-20"))
    tree = ConditionTrees(judged.rows("condition_nodes")).of_row(policy, "answer", 0, start[0].at)
    return tree.truth, [(node.truth, read(node)) for _, node in tree.lines[1:]]


def test_an_explanation_tells_what_was_read_and_that_it_came_after_the_start():
    assert explained(None) == (None, [(None, " (read nothing)")])
    assert explained(lasting("15 minutes")) == (True, [(True, " (read 80, set after, Mon 12 Jan 2026, 10:04 EST)")])


def test_the_criterion_itself_is_told_as_of_the_start():
    """Beside the row that waited for it, the same criterion may be asked where nothing settles."""
    waits = response(rows=(WindowRow(CriterionRef("large"), lasting("1 hour")),), settles_within=lasting("15 minutes"))
    policy = agreement(waits, replace(waits, name="now", settles_within=None), criteria=(LARGE,))
    at = wall("2026-01-12 10:04")
    told = FieldHistory("a", "employees", (FieldChange("1", at, at, 80),), None, tells_before=True)
    start = history(("2026-01-12 10:00", "stage_changed", {"stage": "mql"}))
    inputs = Inputs((lead(),), start, complete(), histories=(told,))
    judged = judge_and_explain(policy_set(policy), inputs, wall("2026-02-20"))
    trees = ConditionTrees(judged.rows("condition_nodes"))
    assert [trees.of_row(policy, name, 0, start[0].at).truth for name in ("answer", "now")] == [True, None]
    assert trees.of_criterion(policy, "large", start[0].at).truth is None
