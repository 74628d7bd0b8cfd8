"""Given: the policies, the leads, and what the records cover."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_bdd import given, parsers

from engine.specs.export import CONFIRMED
from engine.specs.runs import about
from engine.specs.scenario import Scenario


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    """An empty scenario in a folder of its own."""
    said = Scenario(tmp_path)
    said.policies.mkdir()
    return said


@given("the policies of this repository")
def repository_policies(scenario: Scenario, pytestconfig: pytest.Config) -> None:
    """Copies them all; their sources are not read, as the scenario brings its own records."""
    named = pytestconfig.getoption("--leadpact-policies", default=None)
    shutil.copytree(named or pytestconfig.rootpath / "policies", scenario.policies, dirs_exist_ok=True)
    scenario.learn(*about(scenario.policies))


@given(parsers.parse('the policy file "{name}"'))
def policy_file(scenario: Scenario, name: str, docstring: str) -> None:
    """Adds a document written in the scenario."""
    path = scenario.policies / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(docstring + "\n", encoding="utf-8")


@given(parsers.parse('a lead "{lead}" with'))
def lead_with(scenario: Scenario, lead: str, datatable: list[list[str]]) -> None:
    """A lead and what is known of it; a third column tells when it was confirmed."""
    heading, *rows = datatable
    known: dict[str, str] = {}
    for row in rows:
        said = dict(zip(heading, row, strict=True))
        known[said["fact"]] = said["value"]
        known[said["fact"] + CONFIRMED] = said.get("confirmed", "")
    scenario.leads[lead] = known


@given(parsers.parse("the records are complete until {when}"))
def complete_until(scenario: Scenario, when: str) -> None:
    """The last instant that the export covers."""
    scenario.complete_until = when


@given(parsers.parse('the history of "{lead}"'))
def history_of(scenario: Scenario, lead: str, datatable: list[list[str]]) -> None:
    """Changes of the lead's facts as a table: fact, on, to; `from` if the system keeps what was there before."""
    heading, *rows = datatable
    for row in rows:
        number = f"{len(scenario.changes) + 1:06d}"
        scenario.changes.append({"id": number, "lead": lead, **dict(zip(heading, row, strict=True))})


@given("no fact may stand for an earlier day than today without a history")
def strict_history(scenario: Scenario) -> None:
    """A strict run: what a fact without history was before the moment of asking is unknown."""
    scenario.strict_history = True
