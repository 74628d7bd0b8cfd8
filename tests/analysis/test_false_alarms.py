"""The lint says nothing of sound policies, and nothing that sampled leads contradict."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.constants import Constants
from engine.analysis.lint import lint
from engine.analysis.proofs.truths import MET
from engine.analysis.rules import analyse
from engine.analysis.window_rows import shadowed
from engine.diagnostics import as_text, has_errors
from engine.loading.policy_files import load
from tests.analysis.sampled_leads import drawn, worth
from tests.analysis.test_proofs import alike
from tests.reference.random_policies import policy_sets
from tests.reference.small_policies import SCHEMA

ROOT = Path(__file__).parents[2]
OURS = ("policies", "tests/cli/small/policies", "tests/fixtures/policies_small")
SOUND = (*OURS, "tests/real/bpic2012", "tests/real/olist")


@pytest.mark.parametrize("folder", SOUND)
def test_sound_policies_cause_no_alarm(folder):
    policies, _ = load(ROOT / folder)
    assert not has_errors(analyse(policies))
    assert lint(policies) == (), as_text(lint(policies))


def test_what_is_said_of_random_policies_no_sampled_lead_contradicts():
    """Of each set the constant conditions and the rows that nobody gets: 200 sets, each with leads near its bounds."""
    told = []

    @settings(alike, max_examples=200)
    @given(policy_sets(), st.integers(0, 2**32))
    def said(policies, seed):
        rng = random.Random(seed)  # noqa: S311 - it draws leads, and keeps no secret
        for agreement in policies.agreements[:1]:
            leads = [drawn(rng, agreement.zone) for _ in range(20)]
            for condition, never in Constants(agreement, SCHEMA).found():
                assert all(worth(condition, agreement, lead) != never for lead in leads), condition
                told.append(never)
        for version, row, before in shadowed(policies):
            asked = [c for c in (row.condition, version.agreement.scope) if c]
            for lead in (drawn(rng, version.agreement.zone) for _ in range(20)):
                taken = any(
                    other.condition is None or worth(other.condition, version.agreement, lead) == MET
                    for other in before
                    if other.arrives in {None, row.arrives}
                )
                assert taken or not all(worth(c, version.agreement, lead) == MET for c in asked), row
            told.append("row")

    said()
    assert told.count("row") >= 5
    assert len(told) > 40
