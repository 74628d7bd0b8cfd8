"""Whether the terms of an agreement changed: what `diff` asks for, `plan` and `validate --base` find."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.loading.policy_files import load
from engine.reports.changes import changes_between
from engine.reports.version_bumps import Bump
from tests.reports.test_changes import edited

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"


@pytest.fixture(scope="module")
def small():
    return load(SMALL)[0]


def test_a_title_changes_no_terms_so_that_no_version_is_asked_for(small, tmp_path):
    """As `validate --base` and `plan` say: every signature stays valid."""
    after = edited(tmp_path, "agreement.yaml", ("title: First response", "title: Answer"))
    (found,) = changes_between(small, after)
    assert [change.normative for change in found.changes] == [False]
    assert (found.bump.needed, found.bump.made) == (Bump.PATCH, True)


def test_teams_are_terms_of_the_agreements_and_who_is_in_them_is_not(small, tmp_path):
    team = edited(tmp_path / "team", "roster.yaml", ("party: sales", "party: marketing"))
    found = {one.name: one for one in changes_between(small, team)}
    assert found["small"].through == ("roster staff",)
    assert found["small"].bump.needed is Bump.MAJOR
    moved = edited(tmp_path / "moved", "roster.yaml", ("until: 2026-06-30", "until: 2026-05-31"))
    assert [one.name for one in changes_between(small, moved)] == ["staff"]
