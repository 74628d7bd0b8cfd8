"""How many leads a year an agreement promises to a stage: by a volume, by its revenue plan, or by a conversion."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.model.agreements import Agreement
from engine.model.capacities import Capacity, a_week
from engine.model.commitments import Cadence, Conversion
from engine.model.moments import StageEntered
from engine.model.revenue_plans import PERIODS_A_YEAR, RevenuePlan
from engine.model.volumes import Volume


@dataclass(frozen=True, slots=True)
class PromisedLeads:
    """An exact number a year and what promises it; a conversion promises its `share` `of` the leads it begins with."""

    stage: str
    a_year: Fraction
    by: Volume | RevenuePlan | Conversion
    of: PromisedLeads | None = None
    share: Fraction = Fraction(1)


def promised_leads(agreement: Agreement, stage: str, passed: frozenset[str] = frozenset()) -> PromisedLeads | None:
    """Find the number promised for a stage: a volume's before the plan's, and that before a conversion's.

    `passed` are stages whose number is being looked for already. Raises KeyError for a figure that no plan has.
    """
    for volume in (v for v in agreement.volumes if v.stage == stage):
        number = agreement.number_promised(volume)
        return PromisedLeads(stage, Fraction(number * PERIODS_A_YEAR[volume.objective.each]), volume)
    plan = agreement.revenue_plan
    if plan is not None and stage in plan.entries_a_year:
        return PromisedLeads(stage, plan.entries_a_year[stage], plan)
    further = passed | {stage}
    for conversion in (c for c in agreement.commitments if isinstance(c, Conversion) and c.to_stage == stage):
        if conversion.objective is not None and conversion.from_stage not in further:
            before = promised_leads(agreement, conversion.from_stage, further)
            if before is not None:
                share = conversion.objective.share
                return PromisedLeads(stage, before.a_year * share, conversion, before, share)
    return None


def promised_starts(agreement: Agreement, cadence: Cadence) -> tuple[PromisedLeads, ...]:
    """The promised leads with which a cadence begins: of each stage whose entry starts it, whatever the reason."""
    entered = (m for m in cadence.starts if isinstance(m, StageEntered) and not m.reasons)
    stages = dict.fromkeys(stage for moment in entered for stage in moment.stages)
    return tuple(found for stage in stages if (found := promised_leads(agreement, stage)) is not None)


def cadences_of(agreement: Agreement, capacity: Capacity) -> tuple[Cadence, ...]:
    """The cadences whose attempts the people of a capacity owe."""
    return tuple(c for c in agreement.commitments if isinstance(c, Cadence) and c.owed_by == capacity.party)


def promised_hours(agreement: Agreement, capacity: Capacity) -> Fraction | None:
    """What the attempts on all promised leads take in a week, if none of them is spared any.

    None where no number is promised of the leads that attempts are owed to.
    """
    attempts = [
        a_week(leads.a_year) * cadence.attempts.at_least
        for cadence in cadences_of(agreement, capacity)
        for leads in promised_starts(agreement, cadence)
    ]
    return capacity.hours_for(sum(attempts, Fraction())) if attempts else None
