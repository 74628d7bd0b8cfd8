"""Every scenario of this folder is run, and none of them is empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd import scenarios
from pytest_bdd.parser import FeatureParser

FOLDER = Path(__file__).parent
FILES = sorted(path.name for path in FOLDER.rglob("*.feature"))

scenarios(".")


@pytest.mark.parametrize("name", FILES)
def test_every_scenario_says_asks_and_demands_something(name):
    """A mistyped `Thn …` becomes a description, and a scenario without a Then step can't fail."""
    feature = FeatureParser(str(FOLDER), name).parse()
    assert feature.scenarios
    for scenario in feature.scenarios.values():
        kinds = {step.type for step in scenario.all_background_steps} | {step.type for step in scenario.steps}
        assert {"when", "then"} <= kinds, f"{name}: {scenario.name}"
        assert not scenario.description, f"{name}: `{scenario.description}` is no step"
