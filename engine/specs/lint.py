"""Then: what `validate` tells of policies that load."""

from __future__ import annotations

import pytest
from pytest_bdd import parsers, then

from engine import pipeline
from engine.diagnostics import Diagnostics, as_text
from engine.specs.scenario import Scenario


@pytest.fixture
def linted(scenario: Scenario) -> Diagnostics:
    """The faults of the scenario's policies, the lint's included, as of the moment it asks at."""
    _, faults = pipeline.validate_policies(scenario.policies, {}, scenario.as_of)
    return faults


@then(parsers.parse('validate tells {code} of "{word}"'))
def tells(linted: Diagnostics, code: str, word: str) -> None:
    """A fault with this code, in whose message the word stands."""
    assert [fault for fault in linted if fault.code == code and word in fault.message], as_text(linted)


@then("validate tells nothing")
def tells_nothing(linted: Diagnostics) -> None:
    """Neither an error nor a warning."""
    assert not linted, as_text(linted)
