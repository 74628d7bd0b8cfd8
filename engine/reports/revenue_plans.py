"""How many leads a sales quota asks of marketing, step by step, each figure with its period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.model.agreements import Agreement
from engine.model.commitments import Period
from engine.model.revenue_plans import RevenuePlan, plural
from engine.reports.clauses import plain
from engine.reports.shares import promised


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A figure of the plan and what makes it of the one before; `exact` is a year's number before it is rounded up.

    Numbers of leads have `a_year`, `a_quarter` and `a_month`, each rounded up once from the exact year's; amounts of
    money, in `currency`, only a year's.
    """

    figure: str
    made_by: str
    exact: str
    a_year: str
    a_quarter: str | None
    a_month: str | None
    policy_line: str


@dataclass(frozen=True, slots=True)
class RevenuePlanView:
    """A version's revenue plan; `sentence` says where it ends."""

    version: str
    sentence: str
    steps: tuple[PlanStep, ...]


def revenue_plan(agreement: Agreement) -> RevenuePlanView | None:
    """Derive the plan of a version; None if it has none."""
    plan = agreement.revenue_plan
    if plan is None:
        return None
    return RevenuePlanView(agreement.version, _sentence(plan), (*_money_steps(plan), *_lead_steps(plan)))


def money(amount: Fraction, currency: str) -> str:
    """Print an amount exactly: whole, or with as many decimals as it has (shares of money always end)."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    text = f"{exact:,f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} {currency}"


def _money_steps(plan: RevenuePlan) -> tuple[PlanStep, PlanStep]:
    line = plan.at.line_reference if plan.at else ""
    quota, part = money(plan.quota_a_year, plan.quota.currency), money(plan.marketing_a_year, plan.quota.currency)
    stated = f"{money(Fraction(plan.quota.amount), plan.quota.currency)} a {plan.each.value}, as agreed"
    return (
        PlanStep("sales quota", stated, quota, quota, None, None, line),
        PlanStep("from marketing", f"{promised(plan.from_marketing)} of it", part, part, None, None, line),
    )


def _lead_steps(plan: RevenuePlan) -> tuple[PlanStep, ...]:
    by = {step.from_stage: (f"÷ {promised(step.share)}", step.at) for step in plan.steps}
    deal = f"÷ {money(Fraction(plan.average_deal.amount), plan.average_deal.currency)} a deal", plan.deal_at
    steps = []
    for stage, exact in plan.entries_a_year.items():
        made_by, at = by.get(stage, deal)
        line = at.line_reference if at else ""
        year, quarter, month = (
            f"{plan.promised(stage, each):,}" for each in (Period.YEAR, Period.QUARTER, Period.MONTH)
        )
        steps.append(PlanStep(plain(plural(stage)), made_by, str(exact), year, quarter, month, line))
    return tuple(steps)


def _sentence(plan: RevenuePlan) -> str:
    brought = f"{promised(plan.from_marketing)} of a quota of {money(plan.quota_a_year, plan.quota.currency)} a year"
    needed = [*plan.entries_a_year]
    if not needed:
        return f"Marketing is to bring {brought}."
    last = needed[-1]
    return (
        f"For {brought}, {plan.promised(last, Period.YEAR):,} {plain(plural(last))} are needed a year: "
        f"{plan.promised(last, Period.MONTH):,} a month."
    )
