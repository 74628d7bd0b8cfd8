"""A waiver's dates are read in the zone of the version in force on them; one under `until` is included."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.analysis.rules import analyse
from engine.loading.policy_files import load
from engine.model.conditions import All

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"
WAIVER = """format: leadpact/v1
kind: Waiver
waiver: storm
agreement: ended
commitment: call_back
leads: [L-1]
from: {since}
until: {until}
reason: A storm.
requested_by: sales
approved_by: {{party: marketing, name: Kim Berg, on: 2026-03-08}}
"""


def micros(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture
def waiver(tmp_path):
    """Give the waiver of the small set's agreement in New York, whose clocks change on 8 March."""

    def read(since, until):
        shutil.copytree(SMALL, tmp_path / "policies", dirs_exist_ok=True)
        text = WAIVER.format(since=since, until=until)
        (tmp_path / "policies" / "storm.yaml").write_text(text, encoding="utf-8")
        policies, faults = load(tmp_path / "policies")
        assert not faults
        assert not analyse(policies)
        return next(w for w in policies.waivers.values() if w.name == "storm")

    return read


def test_dates_are_those_of_the_agreement_s_zone_and_until_is_included(waiver):
    found = waiver("2026-03-07", "2026-03-08")
    assert (found.since, found.until) == (micros(2026, 3, 7, 5), micros(2026, 3, 9, 4))


def test_an_instant_under_until_is_the_first_that_is_not_covered(waiver):
    found = waiver("2026-03-07T12:00:00Z", "2026-03-07T12:00:01Z")
    assert (found.since, found.until) == (micros(2026, 3, 7, 12), micros(2026, 3, 7, 12, 0, 1))


def test_the_approval_begins_with_its_date(waiver):
    approved = waiver("2026-03-07", "2026-03-08").approved_by
    assert (approved.on, approved.begins) == (date(2026, 3, 8), micros(2026, 3, 8, 5))


def test_leads_and_the_condition_are_read(waiver):
    policies, _ = load(SMALL)
    (fair,) = policies.waivers.values()
    assert fair.leads == ("L-1", "L-2")
    assert isinstance(fair.condition, All)
    assert fair.condition.parts[4].operands == (50,)
    assert waiver("2026-03-07", "2026-03-08").condition is None
