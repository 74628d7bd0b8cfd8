"""A revenue plan: from a sales quota back to the leads that marketing must deliver, in exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from engine.diagnostics import Location
from engine.model.commitments import Period
from engine.model.conditions import Money

PERIODS_A_YEAR = {Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}


@dataclass(frozen=True, slots=True)
class StepRate:
    """Of the leads that enter one stage, the share (a fraction of 1) that reach the other."""

    from_stage: str
    to_stage: str
    share: Fraction
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RevenuePlan:
    """The sales quota of each `each`, the share of it that marketing brings, and the way from a deal back to leads."""

    quota: Money
    each: Period
    from_marketing: Fraction
    average_deal: Money
    rates: tuple[StepRate, ...]
    deal_at: Location | None = field(default=None, compare=False, repr=False)
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def quota_a_year(self) -> Fraction:
        """The quota of twelve months, in its currency."""
        return Fraction(self.quota.amount) * PERIODS_A_YEAR[self.each]

    @property
    def marketing_a_year(self) -> Fraction:
        """Marketing's part of it, in the same currency."""
        return self.quota_a_year * self.from_marketing

    @property
    def steps(self) -> tuple[StepRate, ...]:
        """The rates from the deal back to the first stage; those that don't hang together are left out."""
        goals = [r for r in self.rates if not any(other.from_stage == r.to_stage for other in self.rates)]
        found = goals[:1]
        while found:
            before = [r for r in self.rates if r.to_stage == found[-1].from_stage and r not in found]
            if not before:
                break
            found.append(before[0])
        return tuple(found)

    @property
    def entries_a_year(self) -> Mapping[str, Fraction]:
        """How many leads must enter each stage in twelve months, never rounded; the stage of the deal comes first."""
        needed: dict[str, Fraction] = {}
        for step in self.steps:
            reached = needed.setdefault(step.to_stage, self.marketing_a_year / Fraction(self.average_deal.amount))
            needed[step.from_stage] = reached / step.share
        return needed

    def promised(self, stage: str, each: Period) -> int:
        """How many entries a period must bring: the year's exact number over its periods, rounded up once."""
        return ceil(self.entries_a_year[stage] / PERIODS_A_YEAR[each])


def plural(stage: str) -> str:
    """Name the entries of a stage as a plan does: `mqls`, `opportunities`."""
    vowel = stage[-2:-1] in {"a", "e", "i", "o", "u"}
    return f"{stage[:-1]}ies" if stage.endswith("y") and not vowel else f"{stage}s"
