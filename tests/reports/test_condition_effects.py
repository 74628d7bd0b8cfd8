"""Whom a condition that changes binds: by all that the sample agreement asks it for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.loading.policy_files import load
from engine.model.commitments import Freshness, Period
from engine.model.conditions import All, CriterionRef, Not
from engine.model.volumes import NumberObjective, Volume
from engine.reports.changes import changes_of_versions

SAMPLE = Path(__file__).parents[2] / "policies"
AGREEMENT = "agreements/inbound/2.0.0.yaml"


@pytest.fixture(scope="module")
def sample():
    return load(SAMPLE)[0].versions_of("inbound")[-1]


def edited(folder, old, new):
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    path = folder / AGREEMENT
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
    policies, faults = load(folder)
    assert policies, faults
    return policies.versions_of("inbound")[-1]


def told(compared):
    (change,) = compared.changes
    return " / ".join(change.place), ", ".join(f"{e.direction.value} {e.party}".strip() for e in change.effects)


ENGAGED = ("at_least: 2\n        in_last: 30 days", "at_least: 3\n        in_last: 30 days")
EDITS = [
    (*ENGAGED, "criteria / engaged", "tightens marketing"),
    ("in_last: 30 days", "in_last: 60 days", "criteria / engaged", "loosens marketing"),
    ("at_most: 9", "at_most: 6", "criteria / buys_in_time", "neither"),  # nobody owes what sales finds out
    ("at_least: 50\n", "at_least: 60\n", "criteria / right_size", "unknown"),  # it makes points as well
    ("in: [BR, CA, US]", "in: [BR, CA]", "criteria / served_from_new_york", "unknown"),  # it picks a row
    ("    in_last: 24 hours", "    in_last: 12 hours", "criteria / asked_for_demo", "unknown"),  # both
    ("    requires: ready_for_sales", "    requires: right_company", "stages / mql / requires", "loosens marketing"),
    ("    requires: bant\n", "", "stages / sql / requires", "neither"),
    ("in: [AT, BE,", "in: [BE,", "scope", "unknown marketing, loosens sales"),  # shares of other leads
]


@pytest.mark.parametrize(("old", "new", "place", "effects"), EDITS)
def test_a_condition_binds_whoever_owes_what_asks_for_it(sample, tmp_path, old, new, place, effects):  # noqa: PLR0913, PLR0917 - a row of the table
    assert told(changes_of_versions(sample, edited(tmp_path, old, new))) == (place, effects)


@pytest.mark.parametrize(
    ("only_met", "effects"), [(True, "tightens marketing, tightens sales"), (False, "tightens marketing")]
)
def test_a_volume_of_leads_that_must_qualify_asks_for_it_too(sample, tmp_path, only_met, effects):
    volume = Volume("delivered", "sales", "", "mql", only_met, NumberObjective(5, Period.MONTH))
    ours, theirs = (replace(one, volumes=(volume,)) for one in (sample, edited(tmp_path, *ENGAGED)))
    assert told(changes_of_versions(ours, theirs)) == ("criteria / engaged", effects)


def test_what_a_waiver_asks_for_can_t_be_told(sample, tmp_path):
    after = edited(tmp_path, *ENGAGED)
    assert told(changes_of_versions(sample, after, waived=(Not(CriterionRef("engaged")),)))[1] == "unknown"
    assert told(changes_of_versions(sample, after, waived=(CriterionRef("ready_for_sales"),)))[1] == "unknown"
    assert told(changes_of_versions(sample, after, waived=(CriterionRef("right_sector"),)))[1] == "tightens marketing"


def test_a_duty_to_find_out_may_go_with_the_single_field_that_it_asked_for(sample):
    """One change makes the criterion ask for several things and drops the commitment that could not ask for them."""
    known = next(c for c in sample.criteria if c.name == "buys_in_time")
    both = replace(known, condition=All((known.condition, CriterionRef("engaged"))))
    owed = Freshness("finds_out", "sales", "", known.name, (), None, (), None)
    before = replace(sample, commitments=(*sample.commitments, owed))
    after = replace(sample, criteria=tuple(both if c is known else c for c in sample.criteria))
    found = {" / ".join(c.place): c.effects for c in changes_of_versions(before, after).changes}
    assert [effect.direction.value for effect in found["criteria / buys_in_time"]] == ["unknown"]
    assert "commitments / finds_out" in found
