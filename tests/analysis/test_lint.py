"""Warnings and holidays, and what a typo must not cause beside its own fault."""

from __future__ import annotations

from pathlib import Path

import holidays as package
import pytest

from engine.analysis.holidays import stated_countries, stated_subdivisions
from engine.analysis.rules import analyse
from engine.diagnostics import Severity
from engine.loading.policy_files import load

SCHEMA = """format: leadpact/v1
kind: LeadSchema
lead_schema: crm
fields: {}
events: {call: {side: sales}, mail: {side: sales}}
attributes: []
"""
SOURCE = """format: leadpact/v1
kind: Source
source: export
lead_schema: crm
zone: UTC
records: {file: leads.csv, lead: ID, fields: {}}
events:
  activities: {file: log.csv, lead: ID, event: EVENT, at: Date}
"""


def analysed(folder, event):
    (folder / "schema.yaml").write_text(SCHEMA)
    (folder / "source.yaml").write_text(SOURCE.replace("EVENT", event))
    policies, faults = load(folder)
    assert faults == ()
    return [(f.code, f.severity, f.location.line) for f in analyse(policies)]


def test_an_event_type_that_no_source_tells_of_is_a_warning(tmp_path):
    assert analysed(tmp_path, "{constant: call}") == [("LP906", Severity.WARNING, 5)]


@pytest.mark.parametrize("event", ["Kind", "{column: Kind, values: {C: call}}"])
def test_a_column_of_events_may_hold_any_type(tmp_path, event):
    assert analysed(tmp_path, event) == []


def test_a_column_of_mapped_events_holds_the_mapped_ones(tmp_path):
    assert analysed(tmp_path, "{column: Kind, values: {C: call}, others: ignore}") == [("LP906", Severity.WARNING, 5)]


def test_the_countries_read_from_the_package_are_never_more_than_the_package_s():
    known = set(package.list_supported_countries(include_aliases=False))
    assert set(stated_countries()) <= known
    assert len(stated_countries()) > 0.9 * len(known)


def test_the_subdivisions_read_from_the_package_are_never_more_than_the_package_s():
    known = package.list_supported_countries(include_aliases=False)
    stated = {country: stated_subdivisions(country) for country in known}
    assert all(stated[country] <= set(known[country]) for country in known)
    plainly = [country for country in known if stated[country] == set(known[country])]
    assert len(plainly) > 0.9 * len(known)


def test_the_project_s_own_policies_have_no_error():
    policies, faults = load(Path(__file__).parents[2] / "policies")
    assert [f for f in (*faults, *analyse(policies)) if f.severity is Severity.ERROR] == []


def test_a_typo_in_a_name_is_answered_with_the_place_of_the_right_one(tmp_path):
    small = Path(__file__).parents[1] / "fixtures" / "policies_small"
    for path in small.iterdir():
        text = path.read_text(encoding="utf-8").replace("requires: ready", "requires: redy")
        (tmp_path / path.name).write_text(text.replace("calendar: office\n  glossary", "calendar: ofice\n  glossary"))
    policies, _ = load(tmp_path)
    helps = [f.help for f in analyse(policies)]
    assert helps[0].startswith("did you mean `office` (")
    assert helps[0].endswith("calendar.yaml:3)?")
    lines = (small / "agreement.yaml").read_text(encoding="utf-8").splitlines()
    assert helps[1] == f"did you mean `ready` (line {lines.index('  ready:') + 1})?"
