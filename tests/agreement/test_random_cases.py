"""Random policies, calendars, rosters, leads and logs: engine and reference agree on every verdict.

A case is a random policy set and a lead with its facts and log. `make cases` tries many, each time others; without
`LEADPACT_RANDOM_CASES` the same few are tried, so that a change is judged by itself.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.agreement.comparing import in_agreement
from tests.reference.generators import LEAD_IDS, cases

ASKED = int(os.environ.get("LEADPACT_RANDOM_CASES") or 0)
SHARES = 16
"""So many tests divide a large run among them, each with draws of its own, so that all cores have something to do."""

alike = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@settings(alike, max_examples=25, derandomize=True, phases=(Phase.generate,))
@given(cases())
def test_the_engine_judges_like_the_reference(case):
    judged = in_agreement(case.policies, case.inputs, case.as_of)
    assert len(judged.attainment) >= bool(judged.clocks)


if ASKED:

    @pytest.mark.parametrize("share", range(SHARES))
    def test_the_engine_judges_many_like_the_reference(share, record_property):
        """As many leads as there are ids under each policy set: the engine judges a crowd at once."""
        crowd, wanted, tried = len(LEAD_IDS), -(-ASKED // SHARES), 0

        @settings(alike, max_examples=-(-wanted // crowd), phases=(Phase.generate,))
        @given(cases(crowd, crowd))
        def judged(case):
            nonlocal tried
            in_agreement(case.policies, case.inputs, case.as_of)
            tried += len(case.inputs.leads)

        judged()
        record_property(f"cases of share {share}", tried)
        assert tried >= wanted
