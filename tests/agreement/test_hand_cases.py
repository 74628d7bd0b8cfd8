"""Every hand case of the reference is judged alike by the engine, cases of equal policies in one run."""

from __future__ import annotations

import pytest

from tests.agreement.judged_together import CasesSeen
from tests.reference.test_acceptance_cases import *  # noqa: F403 - the cases themselves are what is run again
from tests.reference.test_alert_cases import *  # noqa: F403
from tests.reference.test_arrival_cases import *  # noqa: F403
from tests.reference.test_cadence_cases import *  # noqa: F403
from tests.reference.test_chain_cases import *  # noqa: F403
from tests.reference.test_criteria_cases import *  # noqa: F403
from tests.reference.test_disconnect_cases import *  # noqa: F403
from tests.reference.test_due_by_cases import *  # noqa: F403
from tests.reference.test_field_moment_cases import *  # noqa: F403
from tests.reference.test_fit_cases import *  # noqa: F403
from tests.reference.test_freshness_cases import *  # noqa: F403
from tests.reference.test_log_cases import *  # noqa: F403
from tests.reference.test_looked_back_cases import *  # noqa: F403
from tests.reference.test_owner_calendar_cases import *  # noqa: F403
from tests.reference.test_owner_cases import *  # noqa: F403
from tests.reference.test_pause_cases import *  # noqa: F403
from tests.reference.test_repetition_cases import *  # noqa: F403
from tests.reference.test_response_cases import *  # noqa: F403
from tests.reference.test_response_part_cases import *  # noqa: F403
from tests.reference.test_score_cases import *  # noqa: F403
from tests.reference.test_score_doubt_cases import *  # noqa: F403
from tests.reference.test_settling_cases import *  # noqa: F403
from tests.reference.test_silence_cases import *  # noqa: F403
from tests.reference.test_source_cases import *  # noqa: F403
from tests.reference.test_then_cases import *  # noqa: F403
from tests.reference.test_time_cases import *  # noqa: F403
from tests.reference.test_untold_moment_cases import *  # noqa: F403
from tests.reference.test_version_cases import *  # noqa: F403
from tests.reference.test_volume_cases import *  # noqa: F403
from tests.reference.test_waiver_cases import *  # noqa: F403


@pytest.fixture(scope="module")
def seen():
    """When the cases are through, the engine judges them; what it finds otherwise is an error here."""
    cases = CasesSeen()
    yield cases
    cases.held_against_the_engine()


@pytest.fixture(autouse=True)
def _kept_for_the_engine(monkeypatch, request, seen):
    seen.test = request.node.name
    monkeypatch.setattr("tests.reference.judging.evaluate", seen.evaluate)
