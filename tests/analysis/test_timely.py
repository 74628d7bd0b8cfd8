"""When a review counts as left out, by the day asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.analysis.timely import agreements_go_on, reviews_are_held
from engine.model.agreements import Review
from engine.model.commitments import Period
from tests.reference.small_policies import ZONE, agreement, policy_set, wall


def test_an_agreement_that_ended_is_told_of_until_another_version_follows():
    ended = replace(agreement(), starts=wall("2026-01-05"), ends=wall("2026-02-05"))
    for as_of, codes in (
        ("2026-01-05", []),
        ("2026-01-20", ["LP931"]),
        ("2026-02-20", ["LP931"]),
        ("2031-01-01", ["LP931"]),
    ):
        assert [fault.code for fault in agreements_go_on(policy_set(ended), wall(as_of))] == codes, as_of


def told(reviewed, as_of, *, every=Period.MONTH, starts="2026-01-05", more=()):
    version = replace(agreement(), starts=wall(starts), review=Review(every, reviewed=reviewed))
    return [fault.code for fault in reviews_are_held(policy_set(version, *more), wall(as_of))]


@pytest.mark.parametrize(
    ("reviewed", "every", "as_of", "left_out"),
    [
        (date(2026, 3, 31), Period.MONTH, "2026-04-30 23:59", False),
        (date(2026, 3, 31), Period.MONTH, "2026-05-01 00:00", True),
        (date(2026, 3, 1), Period.MONTH, "2026-04-30 23:59", False),
        (date(2026, 3, 31), Period.QUARTER, "2026-06-30 23:59", False),
        (date(2026, 3, 31), Period.QUARTER, "2026-07-01 00:00", True),
        (date(2026, 1, 30), Period.MONTH, "2027-01-01 00:00", True),
        (None, Period.MONTH, "2027-01-01 00:00", False),
    ],
)
def test_a_whole_period_without_a_review_is_told_once_it_is_over(reviewed, every, as_of, left_out):
    assert bool(told(reviewed, as_of, every=every)) is left_out


def test_a_version_that_came_into_force_later_was_looked_at_then():
    assert told(date(2026, 1, 30), "2026-05-31 12:00", starts="2026-04-02") == []
    assert told(date(2026, 1, 30), "2026-06-01 12:00", starts="2026-04-02") == ["LP923"]


def test_versions_that_no_longer_or_not_yet_judge_are_nobodys_business():
    following = replace(agreement(), version="2.0.0", starts=wall("2026-04-02"))
    assert told(date(2026, 1, 30), "2026-06-01 12:00", more=(following,)) == []
    assert told(date(2025, 1, 30), "2026-03-01 12:00", starts="2026-04-02") == []


def test_the_date_is_that_of_the_agreement_s_zone():
    """Midnight in New York is five hours later in UTC."""
    assert ZONE == "America/New_York"
    assert told(date(2026, 3, 31), "2026-05-01T03:59+00:00") == []
    assert told(date(2026, 3, 31), "2026-05-01T04:00+00:00") == ["LP923"]
