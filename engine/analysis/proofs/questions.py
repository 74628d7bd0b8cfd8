"""Can a lead be so that conditions have these truths? Asked of the search first, and of z3 where that gives up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.analysis.proofs.askings import askings
from engine.analysis.proofs.example import ExampleLead, example_of
from engine.analysis.proofs.problem import Asked, Problem
from engine.analysis.proofs.search import Found, Goal, Verdict, search
from engine.analysis.proofs.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.model.agreements import Agreement
    from engine.model.conditions import Condition
    from engine.model.durations import Duration
    from engine.model.lead_schema import LeadSchema


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether there is such a lead, and one if there is."""

    verdict: Verdict
    example: ExampleLead | None = None

    @property
    def impossible(self) -> bool:
        """True only if it is proved that there is none."""
        return self.verdict is Verdict.IMPOSSIBLE


def can_be(agreement: Agreement, schema: LeadSchema, wanted: Sequence[tuple[Condition, int]]) -> Answer:
    """Look for a lead for which each condition has one of the truths wanted (bits of `truths`), all at one instant.

    The version's names must be sound: every field, criterion and scorecard that is asked for is there.
    """
    return _answer(agreement, schema, tuple(wanted))


@lru_cache(maxsize=1024)  # several rules ask the same
def _answer(agreement: Agreement, schema: LeadSchema, wanted: tuple[tuple[Condition, int], ...]) -> Answer:
    asked = Asked(agreement, schema, [condition for condition, _ in wanted])
    instants, all_orders = askings(agreement.zone, _lengths(asked))
    open_ = not all_orders
    for asking in instants:
        problem = Problem(asked, asking)
        found = _found(problem, [Goal(problem.node(condition), truths) for condition, truths in wanted])
        if found.verdict is Verdict.POSSIBLE:
            return Answer(Verdict.POSSIBLE, example_of(problem, found.values))
        open_ = open_ or found.verdict is Verdict.UNDECIDED or not problem.exhaustive
    return Answer(Verdict.UNDECIDED if open_ else Verdict.IMPOSSIBLE)


def _found(problem: Problem, goals: Sequence[Goal]) -> Found:
    for domains in (problem.plain, problem.domains):
        found = search(domains, goals)
        if found.verdict is Verdict.POSSIBLE:
            return found
    return solve(problem.domains, goals) if found.verdict is Verdict.UNDECIDED else found


def _lengths(asked: Asked) -> set[Duration]:
    counted = {count.in_last for count in asked.counts if count.in_last is not None}
    return counted | {test.good_for for tests in asked.tests.values() for test in tests if test.good_for is not None}
