"""The derivation of a revenue plan, worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from engine.model.commitments import Period
from engine.model.conditions import Money
from engine.model.revenue_plans import RevenuePlan, StepRate, plural
from engine.reports.revenue_plans import revenue_plan
from tests import fake_policies, fake_results


def plan(**changes):
    terms = {
        "quota": Money(Decimal(4_000_000), "EUR"),
        "each": Period.YEAR,
        "from_marketing": Fraction(45, 100),
        "average_deal": Money(Decimal(18_000), "EUR"),
        "rates": (StepRate("sql", "customer", Fraction(22, 100)), StepRate("mql", "sql", Fraction(40, 100))),
    }
    return RevenuePlan(**terms | changes)


def view(**changes):
    return revenue_plan(replace(fake_policies.policies().agreements[1], revenue_plan=plan(**changes)))


def test_nothing_on_the_way_is_rounded():
    """45 % of 4,000,000 is 1,800,000; ÷ 18,000 = 100; ÷ 22 % = 454 6/11; ÷ 40 % = 1,136 4/11."""
    assert plan().marketing_a_year == 1_800_000
    assert plan().entries_a_year == {"customer": 100, "sql": Fraction(5000, 11), "mql": Fraction(12_500, 11)}


@pytest.mark.parametrize(
    ("stage", "year", "quarter", "month"),
    [("customer", 100, 25, 9), ("sql", 455, 114, 38), ("mql", 1137, 285, 95)],
)
def test_a_promised_number_is_rounded_up_once(stage, year, quarter, month):
    """454 6/11 a year are 113 7/11 a quarter; 1,136 4/11 are 284 1/11 a quarter and 94 23/33 a month."""
    spans = (Period.YEAR, Period.QUARTER, Period.MONTH)
    assert [plan().promised(stage, span) for span in spans] == [year, quarter, month]


def test_a_number_that_comes_out_even_is_not_rounded_up():
    """100 customers at one of twelve MQLs are 1,200 MQLs a year: exactly 100 a month."""
    assert plan(rates=(StepRate("mql", "customer", Fraction(1, 12)),)).promised("mql", Period.MONTH) == 100


def test_a_quota_of_a_quarter_counts_four_times_and_of_a_month_twelve_times():
    assert plan(each=Period.QUARTER).quota_a_year == 16_000_000
    assert plan(each=Period.MONTH).quota_a_year == 48_000_000


def test_the_order_in_which_rates_are_written_changes_nothing():
    assert plan(rates=plan().rates[::-1]).entries_a_year == plan().entries_a_year


def test_each_figure_stands_with_its_period():
    assert [(s.figure, s.made_by, s.a_year, s.a_quarter, s.a_month) for s in view().steps] == [
        ("sales quota", "4,000,000 EUR a year, as agreed", "4,000,000 EUR", None, None),
        ("from marketing", "45 % of it", "1,800,000 EUR", None, None),
        ("customers", "÷ 18,000 EUR a deal", "100", "25", "9"),
        ("sqls", "÷ 22 %", "455", "114", "38"),
        ("mqls", "÷ 40 %", "1,137", "285", "95"),
    ]
    assert view().sentence == ("For 45 % of a quota of 4,000,000 EUR a year, 1,137 mqls are needed a year: 95 a month.")


def test_an_amount_is_printed_with_all_the_decimals_it_has():
    shown = view(quota=Money(Decimal("1000000.01"), "EUR"), from_marketing=Fraction(1, 1000))
    assert shown.steps[1].a_year == "1,000.00001 EUR"


def test_a_plan_without_steps_asks_for_revenue_only():
    assert view(rates=()).sentence == "Marketing is to bring 45 % of a quota of 4,000,000 EUR a year."


@pytest.mark.parametrize(
    ("stage", "many"), [("mql", "mqls"), ("opportunity", "opportunities"), ("survey_day", "survey_days")]
)
def test_entries_are_named_by_the_plural_of_their_stage(stage, many):
    assert plural(stage) == many


def test_an_agreement_without_a_plan_shows_none():
    assert revenue_plan(fake_results.policies().agreements[1]) is None
