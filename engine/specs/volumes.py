"""Then: what marketing must deliver, and what came of it."""

from __future__ import annotations

from fractions import Fraction

from pytest_bdd import parsers, then

from engine.model.capacities import tenths
from engine.specs.runs import Answers
from engine.specs.scenario import BadScenarioError


@then(parsers.parse("the revenue plan asks for {a_year} {figure} a year and {a_month} a month"))
def plan_asks(judged: Answers, a_year: str, figure: str, a_month: str) -> None:
    """The figures of the plan in force, as the report prints them."""
    plan = judged.report().agreements[0].revenue_plan
    if plan is None:
        raise BadScenarioError("the agreement has no revenue plan")
    found = {step.figure: (step.a_year, step.a_month) for step in plan.steps}
    assert found.get(figure) == (a_year, a_month), found


@then(parsers.parse("the promised attempts take up to {takes} of {has} selling hours a week of {party}"))
def attempts_take(judged: Answers, takes: str, has: str, party: str) -> None:
    """The capacity of the version in force, as the report prints it."""
    found = {c.party: c for c in judged.report().agreements[0].capacities}
    if party not in found:
        raise BadScenarioError(f"the agreement states no capacity of {party}")
    numbers = (found[party].promised_hours, found[party].selling_hours)
    assert [tenths(Fraction(number)) for number in numbers if number] == [takes, has], numbers
