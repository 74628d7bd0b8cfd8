"""The page for the meeting: what is compared with what, what got worse, and which questions follow."""

from __future__ import annotations

import pytest

from engine.reports.compliance import compliance
from engine.reports.periods import around
from tests import fake_results
from tests.fake_policies import V1_STARTS, V2_STARTS
from tests.fake_results import DAY, clock


def meeting(rows, *periods):
    (agreement,) = compliance(fake_results.results(rows), periods).agreements
    return agreement.meeting


def month(start, kept, late, commitment="first_response"):
    states = ["kept"] * kept + ["late"] * late
    return [clock(n, state, commitment, start + DAY + n) for n, state in enumerate(states)]


JUNE, MAY = V2_STARTS + 61 * DAY, V2_STARTS + 30 * DAY


def test_a_fall_is_told_with_both_shares_and_their_cases_and_asks_for_a_decision():
    found = meeting(month(MAY, 200, 0) + month(JUNE, 160, 40), "2026-06")
    line = next(one for one in found.lines if one.commitment == "first_response")
    assert (line.change, line.points, line.by_chance) == ("fell", "−20.0 points", False)  # noqa: RUF001 - a minus sign
    assert [s for s in found.worse if "100 % of 200 in May 2026 to 80.0 % of 200 in June 2026 (−20.0 points)" in s]  # noqa: RUF001
    assert found.decisions[0].endswith("is kept? It was 80.0 % in June 2026; 95 % was promised.")


def test_a_difference_that_chance_could_make_says_so():
    found = meeting(month(MAY, 29, 1) + month(JUNE, 28, 2), "2026-06")
    assert "the difference may be chance" in found.worse[0]


def test_what_rose_is_not_told_as_worse():
    found = meeting(month(MAY, 150, 50) + month(JUNE, 200, 0), "2026-06")
    line = next(one for one in found.lines if one.commitment == "first_response")
    assert (line.change, line.points) == ("rose", "+25.0 points")
    assert found.worse == ()


def test_what_differs_by_less_than_is_printed_is_as_before():
    found = meeting(month(MAY, 1900, 100) + month(JUNE, 1899, 100), "2026-06")
    line = next(one for one in found.lines if one.commitment == "first_response")
    assert (line.change, line.points, found.worse) == ("stayed", "as before", ())


def test_too_few_cases_and_none_are_compared_with_nothing():
    found = meeting(month(MAY, 3, 1) + month(JUNE, 200, 0), "2026-06")
    line = next(one for one in found.lines if one.commitment == "first_response")
    assert (line.change, line.points) == ("", "")
    alone = next(one for one in found.lines if one.commitment == "persistence")
    assert (alone.now, alone.before, alone.change) == (None, None, "")


def test_the_period_before_may_have_had_another_version_and_it_is_named():
    march = V1_STARTS + 60 * DAY
    found = meeting(month(march, 100, 0) + month(V2_STARTS, 60, 40), "2026-04")
    assert "in March 2026, under version 1.0.0 to 60.0 %" in found.worse[0]


def test_every_missed_month_of_a_quarter_is_in_its_question():
    found = meeting(month(MAY, 100, 100) + month(JUNE, 160, 40), *around("2026-Q2"))
    assert "It was 80.0 % in June 2026 and 50.0 % in May 2026; 95 % was promised." in found.decisions[0]


@pytest.mark.parametrize(
    ("period", "judged"),
    [
        ("2026-02", ("2026-02", "2026-Q1", "2026")),
        ("2026-Q2", ("2026-Q2", "2026-06", "2026-05", "2026-04", "2026")),
    ],
)
def test_a_period_is_told_with_those_in_it_and_around_it(period, judged):
    assert around(period) == judged
    assert len(around("2026")) == 17


def test_a_promise_by_months_is_judged_in_the_months_of_a_quarter_and_one_by_quarters_in_it():
    (agreement,) = compliance(fake_results.results(), around("2026-Q2")).agreements
    said = {c.name: [v.period for v in c.judged] for c in agreement.commitments}
    assert said["first_response"] == ["2026-06", "2026-05", "2026-04"]
    assert said["persistence"] == ["2026-Q2"]
