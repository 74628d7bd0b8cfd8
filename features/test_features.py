"""Every scenario of this folder and every example of the sample is run, none is empty, each shipped step is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_bdd import scenarios

from engine.loading.policy_files import load
from engine.specs.examples import hold, scenario_of
from engine.specs.feature_files import FeatureFile, feature_files, read_feature
from engine.specs.guard import faults_of, said
from engine.specs.runs import answers
from engine.specs.step_definitions import step_definitions

FOLDER = Path(__file__).parent
FILES = feature_files(FOLDER)
POLICIES = FOLDER.parent / "policies"

scenarios(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_that_a_file_says_is_lost(path):
    """A mistyped `Thn …` becomes a description, and a scenario without a Then step can't fail."""
    read = read_feature(path, path.name)
    assert isinstance(read, FeatureFile), read
    assert faults_of([read], step_definitions()) == ()


def test_every_step_that_is_shipped_is_used():
    read = [read_feature(path, path.name) for path in FILES]
    steps = [step for one in read for scenario in one.feature.scenarios.values() for step in said(scenario)]
    shipped = [one for one in step_definitions() if one.is_shipped]
    assert not [one.words for one in shipped if not any(one.means(step.name, step.type) for step in steps)]


def test_every_example_of_the_sample_holds(tmp_path):
    policies, _ = load(POLICIES)
    examples = [(agreement, example) for agreement in policies.agreements for example in agreement.examples]
    assert len(examples) > 2
    for number, (agreement, example) in enumerate(examples):
        folder = tmp_path / str(number)
        shutil.copytree(POLICIES, folder / "policies")
        hold(answers(scenario_of(folder, policies, agreement, example)), agreement, example)
