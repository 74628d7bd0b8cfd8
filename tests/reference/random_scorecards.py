"""Random scorecards: parts that fade or don't, lines that give and take, bands, and what disqualifies."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from engine.model.conditions import Condition, Operator, RatingTest, ScoreTest
from engine.model.moments import EventHappens
from engine.model.scorecards import Band, Bands, ConditionLine, EventLine, FadingStep, Scorecard, ScoreLine, ScorePart

from .random_conditions import EVENT_TYPES, attribute_tests, conditions, some_of

POINTS = (1, 5, 15, 30, 40, 999, -1, -10, -30)
NAMES = ("fit", "deeds")
LABELS = (("A", "B", "C"), ("1", "2"))
BOUNDS = (0, 1, 5, 10, 20, 25, 40)
FADINGS: tuple[tuple[int | None, tuple[FadingStep, ...]], ...] = (
    *((half_life, ()) for half_life in (None, 1, 2, 3, 14)),
    (None, (FadingStep(1, 50),)),
    (None, (FadingStep(2, 33), FadingStep(3, 0))),
)


@cache
def lines(criteria: tuple[str, ...]) -> st.SearchStrategy[ScoreLine]:
    happens = st.builds(EventHappens, some_of(EVENT_TYPES, 2), attribute_tests())
    events = st.builds(EventLine, happens, st.sampled_from(POINTS), st.sampled_from((1, 1, 2, 3)))
    return events | st.builds(ConditionLine, conditions(criteria), st.sampled_from(POINTS))


@st.composite
def bands(draw: st.DrawFn, part: str, labels: tuple[str, ...]) -> Bands:
    bounds = draw(st.lists(st.sampled_from(BOUNDS), min_size=len(labels), max_size=len(labels), unique=True))
    pairs = zip(labels, sorted(bounds, reverse=True), strict=True)
    return Bands(part, tuple(Band(label, bound) for label, bound in pairs))


@st.composite
def scorecards(draw: st.DrawFn, name: str, criteria: tuple[str, ...], *, rated: bool) -> Scorecard:
    parts = [
        ScorePart(
            part,
            draw(st.sampled_from((10, 30, 60, 99999))),
            tuple(draw(st.lists(lines(criteria), min_size=1, max_size=3))),
            *draw(st.sampled_from(FADINGS)),
        )
        for part in NAMES[: draw(st.integers(1, 2))]
    ]
    lowest, highest = draw(st.sampled_from(((0, 100), (0, 100), (-20, 50), (10, 40))))
    rating = [draw(bands(part.name, labels)) for part, labels in zip(parts, LABELS, strict=False)] if rated else []
    disqualified_if = draw(st.none() | st.none() | conditions(criteria))
    return Scorecard(name, "", lowest, highest, tuple(parts), disqualified_if, tuple(rating))


@cache
def score_tests(cards: tuple[Scorecard, ...]) -> st.SearchStrategy[Condition]:
    """Tests of any of the scores, and of the only rating."""
    operators = (Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN)
    names = st.sampled_from([card.name for card in cards])
    tests = st.builds(ScoreTest, names, st.sampled_from(operators), st.sampled_from((*BOUNDS, 60, 100)))
    ratings = {label for card in cards for label in labels_of(card)}
    if not ratings:
        return tests
    return tests | st.builds(RatingTest, some_of(tuple(sorted(ratings))))


def labels_of(card: Scorecard) -> list[str]:
    joined = [""] if card.rating else []
    for each in card.rating:
        joined = [before + band.label for before in joined for band in each.bands]
    return joined
