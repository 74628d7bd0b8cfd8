"""Versions held against runs that a ledger notes."""

from __future__ import annotations

import pytest

from engine.terms.rewritten import NotedRun, terms_since_runs
from engine.terms.version_terms import terms_of
from tests.reference.small_policies import agreement, policy_set, response, wall

FIRST = agreement(response())
NOTED = NotedRun("entry 2", wall("2026-06-01"), {FIRST.id: terms_of(policy_set(FIRST), FIRST).digest})


@pytest.mark.parametrize(("starts", "codes"), [("2026-05-31", ["LP951"]), ("2026-06-01", []), ("2026-08-01", [])])
def test_a_new_version_does_not_start_before_a_run_that_judged_by_another(starts, codes):
    policies = policy_set(FIRST, agreement(response(), version="2.0.0", starts=wall(starts)))
    found = terms_since_runs([NOTED], policies, wall("2026-09-01"))
    assert [fault.code for fault in found] == codes
    assert all("`pact@2.0.0` is new and starts before entry 2" in fault.message for fault in found)


def test_runs_of_other_agreements_say_nothing_of_it():
    policies = policy_set(FIRST, agreement(response(), name="other", starts=wall("2026-02-01")))
    assert terms_since_runs([NOTED], policies, wall("2026-09-01")) == ()
