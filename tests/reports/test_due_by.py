"""A time of the next business day, and who is told: from the YAML to the clause and the words of a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import pipeline
from engine.analysis.rules import analyse
from engine.reports.agreement_view import agreement_view
from engine.reports.changes import changes_between

FIXTURES = Path(__file__).parents[1] / "fixtures"


def loaded(folder, old="", new=""):
    for name in ("policies_small", "policies_of_owners"):
        shutil.copytree(FIXTURES / name, folder / name, dirs_exist_ok=True)
    file = folder / "policies_of_owners" / "agreement.yaml"
    text = file.read_text(encoding="utf-8")
    assert not old or text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    policies, faults = pipeline.load_policies(folder)
    return policies, faults


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    policies, faults = loaded(tmp_path_factory.mktemp("before"))
    assert policies is not None, faults
    return policies


def test_the_clause_says_until_when_by_what_rule_and_for_two_starts(before):
    """The office opens on Saturdays from 18:00 to 24:00."""
    (agreement,) = before.versions_of("owners")
    clauses = {c.name: c for party in agreement_view(before, agreement).owed for c in party.clauses}
    third, fourth = clauses["third"], clauses["fourth"]
    assert [(row.time, row.when, row.calendar) for row in third.rows] == [
        ("by next business day 12:00", "if employees is at least 50", "office"),
        ("by next business day 16:00", "otherwise", "office"),
    ]
    assert [rule.split(" is ")[0] for rule in third.time_rules] == ["A time of the next business day"]
    assert "what starts then is never due before the next opening" in third.time_rules[0]
    told = [[str(example.due.local) for example in row.examples] for row in (*third.rows, *fourth.rows)]
    assert told == [
        ["2026-01-03 12:00:00+01:00", "2026-01-05 12:00:00+01:00"],
        ["2026-01-03 16:00:00+01:00", "2026-01-05 16:00:00+01:00"],
        ["2026-01-04 00:00:00+01:00", "2026-01-05 17:00:00+01:00"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("next business day 16:00", "next business day 15:59", "tightens"),
        ("next business day 16:00", "next business day 24:00", "loosens"),
        ("{by: next business day 16:00}", "1 business day", "unknown"),
        ("{by: next business day 16:00}", "none", "loosens"),
    ],
)
def test_an_earlier_time_is_tighter_and_a_length_can_t_be_compared(before, tmp_path, old, new, effect):
    after, faults = loaded(tmp_path, old, new)
    assert after is not None, faults
    (change,) = (c for compared in changes_between(before, after) for c in compared.changes)
    assert [e.direction.value for e in change.effects] == [effect]
    assert change.before == "by next business day 16:00"


def test_who_is_told_stands_in_the_clause_and_binds_nobody(before, tmp_path):
    (agreement,) = before.versions_of("owners")
    clauses = {c.name: c for party in agreement_view(before, agreement).owed for c in party.clauses}
    assert clauses["third"].sentences[-3:-1] == (
        "The owner of the lead is told when 100 % of the allowed time is gone.",
        "The head of sales is told when 150 % of the allowed time is gone, while the calendar office is open.",
    )
    after, faults = loaded(tmp_path, "150%, who: head_of_sales, calendar: office", "120%, who: head_of_sales")
    assert after is not None, faults
    told = [
        (change.before, change.after, [e.direction.value for e in change.effects])
        for compared in changes_between(before, after)
        for change in compared.changes
    ]
    assert told == [
        ("head_of_sales at 150 % on office", None, ["neither"]),
        (None, "head_of_sales at 120 %", ["neither"]),
    ]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("{by: next business day 16}", "LP205"),
        ("{by: next business day 00:00}", "LP205"),
        ("{by: next business day 24:30}", "LP205"),
        ("{by: tomorrow 16:00}", "LP205"),
        ("{until: next business day 16:00}", "LP2"),
        ("{by: next business day 24:00}\n    calendar: always", "LP410"),
        ("1 hour\n    tell: [{at: 100%, who: cro, calendar: offise}]", "LP302"),
        ("1 hour\n    tell: [{at: 10.5%, who: cro}]", "LP205"),
        ("{by: next business day 24:00}\n    again: continue", "LP531"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path, new, code):
    policies, faults = loaded(tmp_path, "{by: next business day 24:00}", new)
    found = [*faults, *(analyse(policies) if policies else ())]
    assert found
    assert all(fault.code.startswith(code) for fault in found), found
