"""Periods are named, said and stepped through by dates of the policy's zone."""

import pytest

from engine.model.commitments import Period
from engine.reports.instants import Instant
from engine.reports.periods import each_of, in_words, period_at, period_before, wider

NEW_YEAR_BERLIN = 1_767_222_000_000_000


@pytest.mark.parametrize(
    ("period", "before"),
    [("2026-01", "2025-12"), ("2026-12", "2026-11"), ("2026-Q1", "2025-Q4"), ("2026-Q4", "2026-Q3"), ("2026", "2025")],
)
def test_the_period_before_is_the_last_ended_one(period, before):
    assert period_before(period) == before
    assert each_of(before) is each_of(period)


def test_a_period_begins_at_midnight_of_the_policys_zone():
    assert period_at(Instant(NEW_YEAR_BERLIN, "Europe/Berlin"), Period.MONTH) == "2026-01"
    assert period_at(Instant(NEW_YEAR_BERLIN - 1, "Europe/Berlin"), Period.QUARTER) == "2025-Q4"
    assert period_at(Instant(NEW_YEAR_BERLIN, "America/New_York"), Period.YEAR) == "2025"


def test_periods_are_said_in_words():
    assert [in_words(p) for p in ("2026-06", "2026-Q2", "2026")] == ["June 2026", "Q2 2026", "2026"]


def test_a_month_lies_in_its_quarter_and_year():
    assert wider("2026-06") == ("2026-Q2", "2026")
    assert wider("2026-Q2") == ("2026",)
    assert wider("2026") == ()
