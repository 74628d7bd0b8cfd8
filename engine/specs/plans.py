"""When a new version is proposed, and Then: what a change would have done to the leads of the scenario."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import parsers, then, when

from engine import pipeline
from engine.specs.export import NAME, SOURCE, write_export
from engine.specs.scenario import BadScenarioError, Scenario

WORDS = {"no clock": "none", "left out": "left_out"}


@when(parsers.parse('agreement "{name}" gets version {version} from {date}, in which "{old}" becomes "{new}"'))
def gets_version(  # noqa: PLR0913, PLR0917 - one parameter for each word that the step leaves open
    scenario: Scenario, name: str, version: str, date: str, old: str, new: str
) -> None:
    """Adds a version after the last one, with its text but for one place."""
    before = scenario.folder / "before"
    if not before.exists():
        shutil.copytree(scenario.policies, before)
    last = max((scenario.policies / "agreements" / name).glob("*.yaml"))
    lines = last.read_text(encoding="utf-8").replace(old, new, 1).splitlines()
    text = "\n".join(_of_version(line, version, date) for line in lines)
    (last.parent / f"{version}.yaml").write_text(text + "\n", encoding="utf-8")


def _of_version(line: str, version: str, date: str) -> str:
    if line.startswith("version:"):
        return f"version: {version}"
    return f"in_force_from: {date}" if line.startswith("in_force_from:") else line


@pytest.fixture
def plan(scenario: Scenario) -> pipeline.PlanView:
    """The change of the scenario, replayed over its leads."""
    write_export(scenario)
    folders = (scenario.folder / "before", scenario.policies)
    for folder in folders:
        shutil.copy(scenario.maps / SOURCE, folder / SOURCE)  # both read the scenario's records
    before, after = (_side(scenario, folder) for folder in folders)
    question = pipeline.Question(after.policies, scenario.data, scenario.as_of, NAME)
    numbers = pipeline.numbers_to_try((), (), ())
    wish = pipeline.PlanWish(before, after, question, scenario.folder / "signatures", numbers)
    view, faults = pipeline.plan(wish, lambda _step: None)
    if view is None:
        raise BadScenarioError.of(faults)
    return view


def _side(scenario: Scenario, folder: Path) -> pipeline.Side:
    found, faults = pipeline.side(str(folder), scenario.policies)
    if found is None:
        raise BadScenarioError.of(faults)
    return found


@then(parsers.parse('the change would have turned "{commitment}" of "{lead}" from {was} to {becomes}'))
def would_have_turned(plan: pipeline.PlanView, commitment: str, lead: str, was: str, becomes: str) -> None:
    """`kept`, `broken`, `open`, `unknown`, `left out` or `no clock`."""
    found = {(t.was, t.becomes) for t in _turns(plan, commitment) if any(c.lead_id == lead for c in t.cases)}
    assert found == {(WORDS.get(was, was), WORDS.get(becomes, becomes))}


@then("the change would have turned no clock")
def would_have_turned_none(plan: pipeline.PlanView) -> None:
    """Whatever the words are, every clock comes to what it came to before."""
    assert plan.clocks, "no clock ran at all"
    assert [turn for name in _names(plan) for turn in _turns(plan, name)] == []


@then(parsers.parse('with {number} "{commitment}" would have been kept in {kept:d} of {decided:d} cases'))
def would_have_been_kept(plan: pipeline.PlanView, number: str, commitment: str, kept: int, decided: int) -> None:
    """The table of other numbers, for a commitment that the change touches."""
    trials = {t.number: t for a in plan.agreements for v in a.versions for c in v.commitments
              if c.name == commitment for t in c.trials}  # fmt: skip
    assert number in trials, list(trials)
    assert (trials[number].share.part, trials[number].share.whole) == (kept, decided)


def _names(plan: pipeline.PlanView) -> list[str]:
    return [c.name for a in plan.agreements for v in a.versions for c in v.commitments]


def _turns(plan: pipeline.PlanView, commitment: str) -> Iterator[pipeline.Turn]:
    for version in (version for agreement in plan.agreements for version in agreement.versions):
        for found in version.commitments:
            if found.name == commitment:
                yield from found.turns
