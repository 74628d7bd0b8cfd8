"""Conditions as nodes over variables: each tells the truths that it can still have under what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from engine.analysis.proofs.truths import MET, NOT_MET, UNKNOWN, every, negated, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    Domains = Sequence[Sequence[int]]
    """For each variable the values that it can still have; one, once it is chosen."""


class Node(Protocol):
    """A condition, or a part of one."""

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""


@dataclass(frozen=True, slots=True)
class FieldNode:
    """A test of a field: the bit of its truth for each value of its variable."""

    variable: int
    truths: tuple[int, ...]

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return frozenset({self.variable})

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""
        found = 0
        for value in domains[self.variable]:
            found |= self.truths[value]
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """So many events as the variables of some kinds add up to; all of them, where the logs are complete.

    `logs` are variables, each with the values under which that log is complete.
    """

    kinds: tuple[int, ...]
    logs: tuple[tuple[int, frozenset[int]], ...]

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return frozenset((*self.kinds, *(log for log, _ in self.logs)))

    def number(self, domains: Domains) -> tuple[int, int]:
        """Give the fewest and the most."""
        chosen = [domains[kind] for kind in self.kinds]
        return sum(min(values) for values in chosen), sum(max(values) for values in chosen)

    def can_be_complete(self, domains: Domains) -> tuple[bool, bool]:
        """Tell whether the logs can still be complete, and whether they can be incomplete."""
        can = all(any(v in whole for v in domains[log]) for log, whole in self.logs)
        return can, any(any(v not in whole for v in domains[log]) for log, whole in self.logs)


@dataclass(frozen=True, slots=True)
class CountNode:
    """A count of events against its bounds."""

    counted: Counted
    at_least: int | None
    at_most: int | None

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return self.counted.variables

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have: an incomplete count can only grow."""
        fewest, most = self.counted.number(domains)
        can, cannot = self.counted.can_be_complete(domains)
        bounds = []
        if self.at_least is not None:
            short = ((NOT_MET if can else 0) | (UNKNOWN if cannot else 0)) if fewest < self.at_least else 0
            bounds.append((MET if most >= self.at_least else 0) | short)
        if self.at_most is not None:
            within = ((MET if can else 0) | (UNKNOWN if cannot else 0)) if fewest <= self.at_most else 0
            bounds.append((NOT_MET if most > self.at_most else 0) | within)
        return every(bounds)


@dataclass(frozen=True, slots=True)
class AllNode:
    """Every part."""

    parts: tuple[Node, ...]

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return frozenset().union(*(part.variables for part in self.parts))

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""
        return every(part.can_be(domains) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyNode:
    """One part."""

    parts: tuple[Node, ...]

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return frozenset().union(*(part.variables for part in self.parts))

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""
        return some(part.can_be(domains) for part in self.parts)


@dataclass(frozen=True, slots=True)
class NotNode:
    """Not the part."""

    part: Node

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return self.part.variables

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""
        return negated(self.part.can_be(domains))
