"""When the policies change, and Then: what the change means."""

from __future__ import annotations

import shutil

import pytest
from pytest_bdd import parsers, then, when

from engine import pipeline
from engine.specs.scenario import BadScenarioError, Scenario


@when(parsers.parse('in "{name}" the text "{old}" becomes "{new}"'))
def text_becomes(scenario: Scenario, name: str, old: str, new: str) -> None:
    """Changes a policy file; what the policies were before is kept beside them."""
    before = scenario.folder / "before"
    if not before.exists():
        shutil.copytree(scenario.policies, before)
    path = scenario.policies / name
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise BadScenarioError(f"`{old}` does not stand in {name}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def changes(scenario: Scenario) -> pipeline.ChangesView:
    """What differs between the policies before and after the changes of the scenario."""
    sides = []
    for folder in (scenario.folder / "before", scenario.policies):
        side, faults = pipeline.side(str(folder), scenario.policies)
        if side is None:
            raise BadScenarioError.of(faults)
        sides.append(side)
    return pipeline.compare(*sides)


@then(parsers.parse('the change of "{clause}" {effect}'))
def change_means(changes: pipeline.ChangesView, clause: str, effect: str) -> None:
    """`tightens for sales`, `can't be told`, `neither tightens nor loosens` or `is editorial`."""
    found = {" ".join(one.place): one for compared in changes.compared for one in compared.changes}
    assert clause in found, list(found)
    told = {f"{e.direction} for {e.party}" if e.party else str(e.direction) for e in found[clause].effects}
    words = {"unknown": "can't be told", "neither": "neither tightens nor loosens"}
    said = {words.get(one, one) for one in told} if found[clause].normative else {"is editorial"}
    assert said == {effect}


@then(parsers.parse('agreement "{name}" needs {needed} version, which it {has}'))
def version_needed(changes: pipeline.ChangesView, name: str, needed: str, has: str) -> None:
    """`a major` or `a patch`; `has` or `has not`."""
    bumps = [found.bump for found in changes.compared if found.name == name and found.bump]
    assert [(f"a {bump.needed}", "has" if bump.made else "has not") for bump in bumps] == [(needed, has)]


@then("nothing changed")
def nothing_changed(changes: pipeline.ChangesView) -> None:
    """Neither a clause nor a document."""
    assert changes.same, changes.compared
