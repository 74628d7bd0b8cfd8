"""Scorecards: points for what is known of a lead and for what it did, part by part, and the rating they add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.diagnostics import Location
from engine.model.conditions import All, AnyOf, Condition, Criterion, CriterionRef, Not, RatingTest, ScoreTest
from engine.model.moments import EventHappens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """Points (not 0) while the condition is met; they do not fade."""

    condition: Condition
    points: int
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventLine:
    """Points (not 0) for each of the `latest` occurrences; they fade with the part."""

    happens: EventHappens
    points: int
    latest: int
    at: Location | None = field(default=None, compare=False, repr=False)


ScoreLine = ConditionLine | EventLine


@dataclass(frozen=True, slots=True)
class FadingStep:
    """From `after` whole days on, an event gives `percent` of its points, until the next step."""

    after: int
    percent: int
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Lines whose points are added and held to [0, cap].

    Events' points halve every `half_life` days, or fall by `steps` (rising days, falling shares), or stay.
    """

    name: str
    cap: int
    lines: tuple[ScoreLine, ...]
    half_life: int | None = None
    steps: tuple[FadingStep, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Band:
    """A label for a part's points from `at_least` up to the next band; the lowest band reaches down."""

    label: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of one part, the highest first."""

    part: str
    bands: tuple[Band, ...]
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The parts' points added and held to [lowest, highest]; a lead of `disqualified_if` has none in any part.

    A rating joins the labels of the parts in `rating`, in its order.
    """

    name: str
    title: str
    lowest: int
    highest: int
    parts: tuple[ScorePart, ...]
    disqualified_if: Condition | None = None
    rating: tuple[Bands, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)

    def conditions(self) -> Iterator[Condition]:
        """Give the conditions of all lines, and what disqualifies."""
        if self.disqualified_if is not None:
            yield self.disqualified_if
        yield from (line.condition for part in self.parts for line in part.lines if isinstance(line, ConditionLine))


def rated_scorecard(test: RatingTest, scorecards: Sequence[Scorecard]) -> Scorecard | None:
    """Find the scorecard that a rating is of: the one named, else the only one with a rating; None if there is none."""
    found = [c for c in scorecards if (c.name == test.scorecard if test.scorecard else c.rating)]
    return found[0] if len(found) == 1 else None


def scorecards_asked(
    condition: Condition, criteria: Mapping[str, Criterion], scorecards: Sequence[Scorecard]
) -> frozenset[str]:
    """Name the scorecards that a condition asks for, straight or through criteria, but not through scorecards."""
    match condition:
        case All() | AnyOf():
            return frozenset().union(*(scorecards_asked(p, criteria, scorecards) for p in condition.parts))
        case Not():
            return scorecards_asked(condition.part, criteria, scorecards)
        case CriterionRef():
            return scorecards_asked(criteria[condition.criterion].condition, criteria, scorecards)
        case ScoreTest():
            return frozenset({condition.scorecard})
        case RatingTest():
            card = rated_scorecard(condition, scorecards)
            return frozenset({card.name} if card else ())
        case _:
            return frozenset()
