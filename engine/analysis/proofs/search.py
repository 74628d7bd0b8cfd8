"""Look for values of all variables under which conditions have the truths wanted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engine.analysis.proofs.nodes import AllNode, AnyNode, NotNode
from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN, negated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.proofs.nodes import Domains, Node

MOST_STEPS = 600


class Verdict(Enum):
    """Whether there is such a lead."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Goal:
    """A node and the truths that it should have (bits)."""

    node: Node
    wanted: int


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict, and the value of each variable if there is a lead: None where any will do."""

    verdict: Verdict
    values: tuple[int | None, ...] = ()


def split(goal: Goal) -> Iterator[Goal]:
    """Take a goal apart into those that must all be reached."""
    match goal.node:
        case NotNode(part):
            yield from split(Goal(part, negated(goal.wanted)))
        case AllNode(parts) if goal.wanted in {MET, MET | UNKNOWN}:
            yield from (inner for part in parts for inner in split(Goal(part, goal.wanted)))
        case AnyNode(parts) if goal.wanted in {NOT_MET, NOT_MET | UNKNOWN}:
            yield from (inner for part in parts for inner in split(Goal(part, goal.wanted)))
        case _:
            yield goal


def search(domains: Domains, goals: Sequence[Goal], most_steps: int = MOST_STEPS) -> Found:
    """Choose one value after the other, and turn back where a goal can no longer be reached."""
    parts = [inner for goal in goals for inner in split(goal)]
    narrowed = _narrowed(list(domains), parts)
    if any(not values for values in narrowed):
        return Found(Verdict.IMPOSSIBLE)
    verdict, left = _Search(parts, most_steps).run(narrowed)
    return Found(verdict, tuple(map(_value, left, domains)))


def _narrowed(domains: list[Sequence[int]], goals: Sequence[Goal]) -> list[Sequence[int]]:
    """Leave out the values that a goal on one variable alone rules out."""
    for goal in goals:
        variables = goal.node.variables
        if len(variables) == 1:
            (only,) = variables
            domains[only] = [value for value in domains[only] if _fits(goal, domains, only, value)]
    return domains


def _value(left: Sequence[int], all_: Sequence[int]) -> int | None:
    return None if len(left) == len(all_) > 1 else left[0]


def _fits(goal: Goal, domains: Sequence[Sequence[int]], variable: int, value: int) -> bool:
    return bool(goal.node.can_be(_chosen(domains, variable, value)) & goal.wanted)


def _chosen(domains: Sequence[Sequence[int]], variable: int, value: int) -> list[Sequence[int]]:
    found = list(domains)
    found[variable] = (value,)
    return found


class _Search:
    """One search, which counts its steps."""

    def __init__(self, goals: Sequence[Goal], most_steps: int) -> None:
        self._goals, self._left, self._unsure = goals, most_steps, False

    def run(self, domains: Domains) -> tuple[Verdict, Domains]:
        """Give the verdict, and what is left of the domains where there is a lead."""
        left = self._from(domains)
        if left is not None:
            return Verdict.POSSIBLE, left
        sure = self._left > 0 and not self._unsure
        return (Verdict.IMPOSSIBLE if sure else Verdict.UNDECIDED), ()

    def _from(self, domains: Domains) -> Domains | None:
        self._left -= 1
        if self._left <= 0:
            return None
        open_ = None
        for goal in self._goals:
            truths = goal.node.can_be(domains)
            if not truths & goal.wanted:
                return None
            if open_ is None and truths & ~goal.wanted:
                open_ = goal
        if open_ is None:
            return domains
        variable = min((v for v in open_.node.variables if len(domains[v]) > 1), default=None)
        if variable is None:
            self._unsure = True  # how far a score fades, or what a log lacks, is not known here
            self._left = 0
            return None
        for value in domains[variable]:
            left = self._from(_chosen(domains, variable, value))
            if left is not None:
                return left
        return None
