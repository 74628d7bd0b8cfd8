"""Revenue plans from which nothing can be derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet
    from engine.model.revenue_plans import RevenuePlan


def plans_have_one_currency(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a deal in another currency than the quota: how many deals make the quota is then unknown."""
    for _, plan in _plans(policies):
        if plan.quota.currency != plan.average_deal.currency:
            message = f"`quota` is in {plan.quota.currency}, but `average_deal` in {plan.average_deal.currency}"
            yield error("LP450", plan.deal_at, message, f"write `average_deal` in {plan.quota.currency}")


def plans_divide_by_something(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a deal of nothing, and rates at which no lead ever goes on."""
    for _, plan in _plans(policies):
        if not plan.average_deal.amount:
            yield error("LP451", plan.deal_at, "no number of deals of 0 makes a quota", "write what a customer brings")
        for rate in plan.rates:
            if not rate.share:
                message = f"at 0% no number of `{rate.from_stage}` makes one `{rate.to_stage}`"
                yield error("LP451", rate.at, message, "write the share that you expect to go on")


def rates_are_one_line(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell rates that run backwards, fork, or hang together with none of the others."""
    for agreement, plan in _plans(policies):
        order = {stage.name: nth for nth, stage in enumerate(agreement.stages)}
        if not {name for rate in plan.rates for name in (rate.from_stage, rate.to_stage)} <= set(order):
            continue
        backwards = [rate for rate in plan.rates if order[rate.to_stage] <= order[rate.from_stage]]
        for rate in backwards or (r for r in plan.rates if r not in plan.steps):
            step = f"the step from `{rate.from_stage}` to `{rate.to_stage}`"
            fault = "goes backwards" if backwards else "is not on the way to the goal of the others"
            help_ = "name each step once, from the earlier stage to the later: the next starts where one arrives"
            yield error("LP452", rate.at, f"{step} {fault}", help_)


def _plans(policies: PolicySet) -> Iterator[tuple[Agreement, RevenuePlan]]:
    for agreement in policies.agreements:
        if agreement.revenue_plan is not None:
            yield agreement, agreement.revenue_plan
