"""How a calendar is chosen: by its name, by the lead's owner, or by a field, which is as many rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.analysis.rules import analyse
from engine.loading.policy_files import load
from engine.model.window_rows import RunsBy
from engine.reports.clauses import in_words

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"
BAD = (Path(__file__).parents[1] / "bad" / "LP521_nobody_has_a_calendar.yaml").read_text(encoding="utf-8")
CHOSEN = "    calendar: {of: owner, else: office}\n"


@pytest.fixture
def read(tmp_path):
    """Reads a commitment whose allowed time and calendar are these lines; with the faults of the whole set."""

    def commitment(lines: str, time: str = "    allowed_time: 4 business hours\n"):
        folder = tmp_path / "policies"
        shutil.copytree(SMALL, folder, dirs_exist_ok=True)
        text = BAD.replace("    allowed_time: 4 business hours\n" + CHOSEN, time + lines)
        (folder / "z.yaml").write_text(text, encoding="utf-8")
        policies, faults = load(folder)
        found = () if policies is None else tuple(c for a in policies.versions_of("bad") for c in a.commitments)
        return found, (*faults, *(analyse(policies) if policies else ()))

    return commitment


BY_FIELD = """    calendar:
      field: country
      calendars: {US: office, CA: office, DE: nights}
      else: office
"""


def shown(commitment):
    return [(in_words(r.condition) if r.condition else "else", r.calendar) for r in commitment.rows]


def test_a_calendar_by_field_is_a_row_for_each_calendar(read):
    ((commitment,), _) = read(BY_FIELD)
    assert shown(commitment) == [
        ("country is one of US, CA", "office"),
        ("country is one of DE", "nights"),
        ("else", "office"),
    ]
    assert commitment.calendar == "office"


ROWS = """    allowed_time:
      - {if: {field: employees, at_least: 50}, time: 1 business hour}
      - {if: {field: employees, at_least: 20}, time: 2 business hours, calendar: office}
      - {if: {field: employees, at_least: 10}, time: 3 hours}
      - {else: none}
"""


def test_the_calendar_of_a_commitment_is_that_of_its_rows_that_have_none_and_count_one(read):
    ((commitment,), _) = read(BY_FIELD, ROWS)
    assert shown(commitment) == [
        ("all of (employees is at least 50; country is one of US, CA)", "office"),
        ("all of (employees is at least 50; country is one of DE)", "nights"),
        ("employees is at least 50", "office"),
        ("employees is at least 20", "office"),
        ("employees is at least 10", None),
        ("else", None),
    ]


def test_a_calendar_of_the_owner_is_one_row(read):
    ((commitment,), _) = read(CHOSEN, ROWS)
    assert [r.runs_by for r in commitment.rows] == [RunsBy.OWNER, RunsBy.NAME, RunsBy.NAME, RunsBy.NAME]
    assert commitment.rows[0].calendar == "office"


def test_without_else_the_agreements_calendar_is_that_of_all_others(read):
    ((commitment,), _) = read("    calendar: {of: owner}\n")
    assert (commitment.calendar, commitment.rows[0].calendar) == (None, None)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("    calendar: {of: team}\n", "LP2"),
        ("    calendar: {field: country, calendars: {US: office}}\n", "LP2"),
        ("    calendar: {field: kontry, calendars: {US: office}, else: office}\n", "LP305"),
        ("    calendar: {field: country, calendars: {US: offise}, else: office}\n", "LP302"),
        ("    calendar: {field: country, calendars: {US: office}, else: offise}\n", "LP302"),
        ("    calendar: {of: owner, else: offise}\n", "LP302"),
    ],
)
def test_what_cannot_be_meant_is_told_where_it_stands(read, lines, told):
    _, faults = read(lines)
    assert [f for f in faults if f.code.startswith(told) and f.location.line >= 29], faults


def test_a_person_of_the_roster_works_by_a_calendar_else_the_team_does(tmp_path):
    folder = tmp_path / "policies"
    shutil.copytree(SMALL, folder)
    roster = (folder / "roster.yaml").read_text(encoding="utf-8")
    (folder / "roster.yaml").write_text(
        roster.replace("    name: Inside sales\n", "    name: Inside sales\n    calendar: office\n").replace(
            "    name: Kim Berg\n", "    name: Kim Berg\n    calendar: nowhere\n"
        ),
        encoding="utf-8",
    )
    policies, _ = load(folder)
    assert policies.rosters["staff"].calendars == ("office", "nowhere")
    assert [f.message for f in analyse(policies)] == ["unknown calendar `nowhere`"]
