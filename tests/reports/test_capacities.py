# ruff: noqa: RUF001, RUF002 - the sign of multiplication, not a letter
"""What promised attempts take of the hours that there are, worked out by hand; an office week has 40 hours."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.model.agreements import Agreement
from engine.model.capacities import Capacity, Headcount, hours_a_week, tenths
from engine.model.commitments import Conversion, Objective, Period
from engine.model.durations import Duration, Unit
from engine.model.moments import StageEntered
from engine.model.promised_leads import promised_leads
from engine.model.volumes import NumberObjective, Volume
from engine.reports.capacities import capacity_views
from engine.reports.compliance import compliance
from engine.reports.starts_seen import reign_of
from tests import fake_policies, fake_results
from tests.reference.small_policies import NIGHT, OFFICE, within
from tests.reports.test_revenue_plan import plan

CALENDARS = {"office": OFFICE, "night": NIGHT}
TEN_MINUTES = Duration(10, Unit.MINUTES)
QUARTER_TIME = Fraction(1, 4)
MQLS = Volume("delivered", "marketing", "Leads", "mql", only_met=False, objective=NumberObjective(95, Period.MONTH))


def team(people=3, share=QUARTER_TIME, calendar="office"):
    return Capacity("sales", (Headcount(calendar, people),), share, TEN_MINUTES)


def agreement(capacity=None, **changes) -> Agreement:
    """Six attempts for each lead that enters sal; 80 % of mqls are promised to go on to it."""
    given = {"volumes": (MQLS,), "capacities": (capacity or team(),)} | changes
    return replace(fake_policies.policies().agreements[1], **given)


def view(*given, **changes):
    (found,) = capacity_views(agreement(*given, **changes), CALENDARS)
    return found


def test_each_figure_of_the_way_stands_there_exactly():
    """95 a month are 1,140 a year, of which 7 of 365 days are 21.9; × 80 % are 17.5; × 6 × 10 minutes are 17.5 h."""
    found = view()
    assert [(s.figure, s.made_by, s.exact, s.a_week) for s in found.steps] == [
        ("working hours by office", "3 people × 40 hours", "120", "120 hours"),
        ("selling hours", "25 % of them", "30", "30 hours"),
        (
            "leads that enter sal",
            "1,140 a year promised by Leads, 7 of 365 days × 80 % that go on",
            "6384/365",
            "17.5 leads",
        ),
        ("attempts: Six attempts in fifteen days", "× 6 for each", "38304/365", "104.9 attempts"),
        ("hours for them", "× 10 minutes", "6384/365", "17.5 hours"),
        ("selling hours left", "the difference", "4566/365", "12.5 hours"),
    ]
    assert (found.selling_hours, found.promised_hours, found.fits) == ("30", "6384/365", True)
    assert found.sentence == (
        "Inside Sales EMEA has the time: the attempts promised take up to 17.5 of 30 selling hours a week."
    )


def test_without_a_volume_the_exact_number_of_the_revenue_plan_counts():
    """12,500/11 mqls a year, never rounded."""
    assert view(volumes=(), revenue_plan=plan()).promised_hours == str(
        Fraction(12_500, 11) * Fraction(7, 365) * Fraction(4, 5)
    )


def test_a_stage_s_own_number_comes_before_that_of_those_who_go_on_to_it():
    own = Volume("worked", "sales", "", "sal", only_met=False, objective=NumberObjective(10, Period.QUARTER))
    assert promised_leads(agreement(volumes=(MQLS, own)), "sal").a_year == 40


def test_too_little_time_is_told_by_how_much_and_never_printed_alike():
    assert view(team(people=1)).sentence == (
        "Inside Sales EMEA has too little time: the attempts promised take up to 17.5 hours a week, and it has 10 "
        "selling hours."
    )
    assert (view(team(people=1)).steps[-1].figure, view(team(people=1)).steps[-1].a_week) == (
        "hours that are missing",
        "7.5 hours",
    )
    enough = Fraction(6384, 365 * 120)
    assert view(team(share=enough)).fits is True
    short = view(team(share=enough - Fraction(1, 10**9)))
    assert short.fits is False
    assert "17.5 hours a week, and it has 17.4 selling hours" in short.sentence


def test_without_a_promised_number_nothing_is_claimed():
    found = view(volumes=())
    assert (found.fits, found.promised_hours, len(found.steps)) == (None, None, 2)
    assert found.sentence.endswith("30 selling hours a week; how many leads its attempts are for is promised nowhere.")


def test_conversions_in_a_circle_promise_no_number():
    back = Conversion("back", "sales", "", "sal", "mql", within("1 day"), None, Objective(Fraction(1, 2), Period.MONTH))
    circular = agreement(volumes=(), commitments=(*agreement().commitments, back))
    assert promised_leads(circular, "sal") is None


def test_an_entry_for_some_reasons_only_is_no_promised_start():
    rejected = (StageEntered(("sal",), ("no_answer",)),)
    commitments = tuple(replace(c, starts=rejected) if c.name == "persistence" else c for c in agreement().commitments)
    assert view(commitments=commitments).fits is None


@pytest.mark.parametrize(("calendar", "hours"), [("office", 40), ("night", 56), ("always", 168)])
def test_an_ordinary_week_has_its_hours_over_midnight_too(calendar, hours):
    assert hours_a_week(CALENDARS, calendar) == hours


@pytest.mark.parametrize(
    ("number", "told"),
    [(Fraction(1, 20), "0.1"), (Fraction(1234), "1,234"), (Fraction(-5, 2), "-2.5"), (Fraction(-1, 100), "0")],
)
def test_a_number_is_told_with_one_decimal_rounded_half_up(number, told):
    assert tenths(number) == told


def seen(clocks, **changes):
    run = fake_results.results(clocks)
    policies = replace(run.policies, agreements=(run.policies.agreements[0], agreement(**changes)), calendars=CALENDARS)
    (found,) = compliance(replace(run, policies=policies)).agreements[0].capacities
    return found.seen


def test_beside_it_stands_how_often_attempts_began_in_the_data():
    """From 1 April 00:00 until 30 June 16:00 there are 90 2/3 days: 10 starts are 210/272 a week, and as many hours.

    What is exempt asks for no attempt; another version's clocks are no measure of this one.
    """
    states = ["kept"] * 6 + ["late"] * 4 + ["exempt"] * 3
    clocks = [fake_results.clock(n, s, "persistence", fake_results.V2_STARTS + n) for n, s in enumerate(states)]
    before = [fake_results.clock(90, "kept", "persistence", fake_results.V1_STARTS)]
    (found,) = seen([*clocks, *before])
    assert (found.words, found.starts, found.days, found.exact, found.fits) == ("Q2 2026", 10, "90.7", "105/136", True)
    assert (found.starts_a_week, found.attempts, found.hours) == ("0.8", "4.6", "0.8")
    assert seen([*clocks, *before], capacities=(team(share=Fraction(1, 1000)),))[0].fits is False


def test_less_than_a_week_tells_nothing_of_a_week():
    clocks = [fake_results.clock(1, "kept", "persistence", fake_results.V2_STARTS)]
    nearly = fake_results.AS_OF - 7 * 86_400_000_000 + 1
    assert seen(clocks, binding_from=nearly) == ()


def test_what_was_on_trial_asked_nobody_for_attempts():
    later = fake_policies.V2_STARTS + 1
    given = agreement(binding_from=later)
    assert reign_of(given, [given], fake_results.AS_OF).since == later
