"""Which version of an agreement governs an instant; before the first and after the end, none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.model.agreements import Agreement
from engine.model.commitments import Commitment
from engine.model.conditions import Condition
from engine.model.lead_schema import LeadSchema

FOREVER = 2**62


@dataclass(frozen=True)
class Reign:
    """The instants [since, until) with the definitions used there; `version` is empty if none is in force."""

    agreement: Agreement
    schema: LeadSchema
    version: str
    since: int
    until: int

    def governs(self, at: int) -> bool:
        return self.since <= at < self.until

    @cached_property
    def commitments(self) -> Mapping[str, Commitment]:
        return {c.name: c for c in self.agreement.commitments}

    @cached_property
    def criteria(self) -> Mapping[str, Condition]:
        return {c.name: c.condition for c in self.agreement.criteria}


def reigns_of(versions: Sequence[Agreement], schemas: Mapping[str, LeadSchema]) -> list[Reign]:
    """All instants, cut at the versions' starts: before the first and after `ends` no version is in force."""
    first, last = versions[0], versions[-1]
    end = FOREVER if last.ends is None else last.ends
    bounds = [*(v.starts for v in versions), end]
    reigns = [Reign(first, schemas[first.lead_schema], "", -FOREVER, first.starts)]
    reigns += [Reign(v, schemas[v.lead_schema], v.version, v.starts, bounds[i + 1]) for i, v in enumerate(versions)]
    return [*reigns, Reign(last, schemas[last.lead_schema], "", end, FOREVER)]
