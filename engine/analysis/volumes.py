"""Volumes that promise a number nobody derived, or count by a requirement that nobody stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import stages_by_name, unknown
from engine.diagnostics import Diagnostic, error
from engine.model.revenue_plans import plural
from engine.model.volumes import PlannedNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def planned_numbers_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell numbers of the revenue plan that it doesn't derive; one whose rates are broken is told elsewhere."""
    for agreement in policies.agreements:
        plan = agreement.revenue_plan
        stages = {name for rate in plan.rates for name in (rate.from_stage, rate.to_stage)} if plan else set()
        known = [plural(stage) for stage in stages]
        for volume in agreement.volumes:
            number = volume.objective.number
            if isinstance(number, PlannedNumber) and number.figure not in known:
                yield unknown("LP330", "figure of the revenue plan", number.figure, known, number.at)


def requirements_are_stated(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell volumes that count leads by what their stage requires, where it requires nothing."""
    for agreement in policies.agreements:
        stages = stages_by_name(agreement)
        for volume in agreement.volumes:
            stage = stages.get(volume.stage)
            if volume.only_met and stage is not None and stage.requires is None:
                help_ = f"add `requires` to stage `{stage.name}`, or leave `requirement` out"
                yield error("LP453", volume.at, f"stage `{stage.name}` requires nothing that could be met", help_)
