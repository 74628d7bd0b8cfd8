"""Conditions that always come out alike: no lead meets them, or none fails them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.proofs.problem import Asked
from engine.analysis.proofs.questions import can_be
from engine.analysis.proofs.truths import MET, NOT_MET
from engine.analysis.scorecards import is_out_of_reach
from engine.analysis.uses import roots, with_schema
from engine.diagnostics import warning
from engine.model.conditions import CriterionRef, FieldTest, RatingTest, ScoreTest, parts_of
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic, Location
    from engine.model.agreements import Agreement
    from engine.model.conditions import Condition
    from engine.model.lead_schema import LeadSchema
    from engine.model.policy_set import PolicySet

TOLD_ELSEWHERE = 0


def conditions_can_be_met(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of conditions that no lead can meet."""
    for agreement, schema in with_schema(policies):
        version = Constants(agreement, schema)
        for condition in (c for c, never in version.found() if never == MET):
            help_ = f"{version.between(condition, MET)} exclude each other: change one of them"
            yield warning("LP907", version.place(condition), "no lead can meet this condition", help_)


def conditions_can_fail(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of conditions that every lead meets whose facts are known."""
    for agreement, schema in with_schema(policies):
        version = Constants(agreement, schema)
        for condition in (c for c, never in version.found() if never == NOT_MET):
            help_ = f"{version.between(condition, NOT_MET)} leave no lead out: change one, or remove the condition"
            yield warning("LP908", version.place(condition), "no lead fails this condition", help_)


class Constants:
    """The conditions of one version that always come out alike."""

    def __init__(self, agreement: Agreement, schema: LeadSchema) -> None:
        """Look through every condition of the version."""
        self._agreement, self._schema = agreement, schema
        found = [(name, root, [*self._inside(root)]) for name, under in roots(agreement) for root in under]
        self._at_fault = {name for name, _, inside in found if name and inside}
        self._found = [one for _, _, inside in found for one in inside]

    def found(self) -> Iterator[tuple[Condition, int]]:
        """Give the innermost ones, each with the truth that it never has; not what follows from another one."""
        return ((c, never) for c, never in self._found if never != TOLD_ELSEWHERE and not self._follows(c))

    def place(self, condition: Condition) -> Location | None:
        """Give the place of a condition; behind a criterion's question, that of its first word or part."""
        asked = [c for c in self._agreement.criteria if c.condition is condition and c.question]
        if not asked or place_of(asked[0].question) is None:
            return condition.at
        first = next(iter(parts_of(condition)), condition)
        return place_of(first.field, first.at) if isinstance(first, FieldTest) else first.at

    def is_constant(self, condition: Condition) -> bool:
        """Tell whether a condition, or something that it asks for, always comes out alike."""
        return any(True for _ in self._inside(condition)) or self._follows(condition)

    def between(self, condition: Condition, never: int) -> str:
        """Name the lines of the parts that make a condition never have a truth, as few as do."""
        parts = list(parts_of(condition))
        for part in tuple(parts):
            fewer = [other for other in parts if other is not part]
            if fewer and not self._can(*((other, never) for other in fewer)):
                parts = fewer
        lines = sorted({part.at.line for part in (*parts, *([] if parts else [condition])) if part.at})
        named = " and ".join(str(line) for line in lines)
        return f"lines {named}" if len(lines) > 1 else f"the parts on line {named}"

    def _follows(self, condition: Condition) -> bool:
        asked = Asked(self._agreement, self._schema, [condition])
        return not self._at_fault.isdisjoint({*asked.criteria_asked, *asked.cards})

    def _inside(self, condition: Condition) -> Iterator[tuple[Condition, int]]:
        inner = [found for part in parts_of(condition) for found in self._inside(part)]
        if inner or isinstance(condition, CriterionRef):
            yield from inner
        elif isinstance(condition, ScoreTest) and is_out_of_reach(condition, self._agreement):
            yield condition, TOLD_ELSEWHERE
        elif not self._can((condition, MET)):
            yield condition, TOLD_ELSEWHERE if isinstance(condition, RatingTest) else MET
        elif not self._can((condition, NOT_MET)):
            yield condition, NOT_MET

    def _can(self, *wanted: tuple[Condition, int]) -> bool:
        return not can_be(self._agreement, self._schema, wanted).impossible
