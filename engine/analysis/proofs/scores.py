"""Scores and ratings over variables: between which bounds the lower and the upper score of a lead can still lie."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from engine.analysis.proofs.truths import ANY, MET, NOT_MET, UNKNOWN, negated
from engine.model.conditions import Operator

if TYPE_CHECKING:
    from engine.analysis.proofs.nodes import Counted, Domains, Node
    from engine.model.scorecards import Bands


@dataclass(frozen=True, slots=True)
class Bounds:
    """A lower score between two points and an upper one between two others."""

    low: tuple[int, int]
    high: tuple[int, int]

    def held(self, lowest: int, highest: int) -> Bounds:
        """Keep all four within a range."""
        low, high = (tuple(min(max(n, lowest), highest) for n in pair) for pair in (self.low, self.high))
        return Bounds((low[0], low[1]), (high[0], high[1]))

    @property
    def exact(self) -> bool:
        """True if nothing is left open."""
        return self.low[0] == self.low[1] and self.high[0] == self.high[1]


def added(bounds: list[Bounds]) -> Bounds:
    """Add bounds up."""
    low, high = ([getattr(b, name) for b in bounds] for name in ("low", "high"))
    return Bounds((sum(a for a, _ in low), sum(b for _, b in low)), (sum(a for a, _ in high), sum(b for _, b in high)))


@dataclass(frozen=True, slots=True)
class ConditionPoints:
    """Points while a condition is met."""

    condition: Node
    points: int

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return self.condition.variables

    def bounds(self, domains: Domains) -> Bounds:
        """Unknown, the condition gives its points to one of the two scores only."""
        truths = self.condition.can_be(domains)
        sure = (self.points if truths == MET else 0, self.points if truths & MET else 0)
        maybe = (0 if truths & NOT_MET else self.points, 0 if truths == NOT_MET else self.points)
        pairs = [(min(pair), max(pair)) for pair in (sure, maybe)]
        return Bounds(*pairs) if self.points > 0 else Bounds(pairs[1], pairs[0])


@dataclass(frozen=True, slots=True)
class EventPoints:
    """Points for the latest events: in full for those of today, for others maybe less where the part fades."""

    of_today: Counted
    older: Counted
    points: int
    latest: int
    fades: bool

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return self.of_today.variables | self.older.variables

    def bounds(self, domains: Domains) -> Bounds:
        """An incomplete log leaves open whether there were more, up to the latest counted."""
        fewest, most = self.of_today.number(domains)
        older, oldest = self.older.number(domains)
        sure = min(fewest + (0 if self.fades else older), self.latest) * self.points
        all_ = min(most + oldest, self.latest) * self.points
        _, cannot = self.of_today.can_be_complete(domains)
        furthest = self.latest * self.points if cannot else all_
        seen, unseen = (min(sure, all_), max(sure, all_)), (min(sure, furthest), max(sure, furthest))
        return Bounds(seen, unseen) if self.points > 0 else Bounds(unseen, seen)


@dataclass(frozen=True, slots=True)
class PartNode:
    """A part: its lines' points added and held to [0, cap]."""

    name: str
    cap: int
    lines: tuple[ConditionPoints | EventPoints, ...]

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return frozenset().union(*(line.variables for line in self.lines))

    def bounds(self, domains: Domains) -> Bounds:
        """Give the bounds of its points, before anything disqualifies."""
        return added([line.bounds(domains) for line in self.lines]).held(0, self.cap)


@dataclass(frozen=True, slots=True)
class CardNode:
    """A scorecard over variables."""

    parts: tuple[PartNode, ...]
    disqualified: Node | None
    lowest: int
    highest: int

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        out = frozenset[int]() if self.disqualified is None else self.disqualified.variables
        return out.union(*(part.variables for part in self.parts))

    def parts_bounds(self, domains: Domains) -> dict[str, Bounds]:
        """Give each part's bounds: who is disqualified has no points."""
        truths = NOT_MET if self.disqualified is None else self.disqualified.can_be(domains)
        found = {part.name: part.bounds(domains) for part in self.parts}
        return {name: _disqualified(bounds, truths) for name, bounds in found.items()}

    def bounds(self, domains: Domains) -> Bounds:
        """Give the bounds of the score."""
        return added([*self.parts_bounds(domains).values()]).held(self.lowest, self.highest)


def _disqualified(bounds: Bounds, truths: int) -> Bounds:
    low_open, high_open = truths & NOT_MET, truths & (NOT_MET | UNKNOWN)
    sure, maybe = truths == NOT_MET, not truths & MET
    low = (bounds.low[0] if sure else 0, bounds.low[1] if low_open else 0)
    return Bounds(low, (bounds.high[0] if maybe else 0, bounds.high[1] if high_open else 0))


@dataclass(frozen=True, slots=True)
class ScoreNode:
    """A score against a number of points: known only where the lower and the upper score agree."""

    card: CardNode
    operator: Operator
    points: int

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return self.card.variables

    @property
    def limit(self) -> int:
        """The lowest score that is met, or, of an upper bound, that is not."""
        return self.points + (self.operator in {Operator.MORE_THAN, Operator.AT_MOST})

    @property
    def is_lower_bound(self) -> bool:
        """True if higher scores are met."""
        return self.operator in {Operator.AT_LEAST, Operator.MORE_THAN}

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""
        bounds, limit = self.card.bounds(domains), self.limit
        reached = MET if bounds.low[1] >= limit else 0
        missed = NOT_MET if bounds.high[0] < limit else 0
        open_ = UNKNOWN if bounds.low[0] < limit <= bounds.high[1] else 0
        truths = reached | missed
        return open_ | (truths if self.is_lower_bound else negated(truths))


@dataclass(frozen=True, slots=True)
class RatingNode:
    """A rating is one of these: known only where all bands that the parts can lie in agree."""

    card: CardNode
    rating: tuple[Bands, ...]
    ratings: tuple[str, ...]

    @property
    def variables(self) -> frozenset[int]:
        """The variables that it stands on."""
        return self.card.variables

    def can_be(self, domains: Domains) -> int:
        """Give the truths that it can still have."""
        parts = self.card.parts_bounds(domains)
        labels = [_labels(bands, parts[bands.part]) for bands in self.rating]
        fits = {"".join(combined) in self.ratings for combined in product(*labels)}
        if len(fits) == 1:
            return MET if fits == {True} else NOT_MET
        exact = all(parts[bands.part].exact for bands in self.rating)
        return UNKNOWN if exact else ANY


def _labels(bands: Bands, bounds: Bounds) -> list[str]:
    """Give the labels of the bands that points between the bounds lie in."""
    upper = [None, *(band.at_least for band in bands.bands[:-1])]
    last = len(bands.bands) - 1
    return [
        band.label
        for number, (band, end) in enumerate(zip(bands.bands, upper, strict=True))
        if (end is None or bounds.low[0] < end) and (number == last or bounds.high[1] >= band.at_least)
    ]
