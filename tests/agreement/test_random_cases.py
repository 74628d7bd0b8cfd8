"""Random policies, calendars, rosters, leads and logs: engine and reference agree on every verdict."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, given, settings

from tests.agreement.comparing import in_agreement
from tests.reference.generators import cases

ASKED = os.environ.get("LEADPACT_RANDOM_CASES")
"""How many cases to try, each time others; without it the same few, so that a change is judged by itself."""


@settings(
    max_examples=int(ASKED or 25),
    derandomize=ASKED is None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(cases())
def test_the_engine_judges_like_the_reference(case):
    judged = in_agreement(case.policies, case.inputs, case.as_of)
    assert len(judged.attainment) >= bool(judged.clocks)
