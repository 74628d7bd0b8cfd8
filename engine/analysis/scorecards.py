"""Scorecards that can't be added up, and tests of scores and ratings that can't be met."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from engine.analysis.asking import asked_by, roots_of
from engine.analysis.conditions import circle
from engine.analysis.uses import conditions, unknown
from engine.diagnostics import Diagnostic, did_you_mean, error, warning
from engine.model.conditions import Operator, RatingTest, ScoreTest
from engine.model.scorecards import EventLine, rated_scorecard
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet
    from engine.model.scorecards import Scorecard, ScorePart


def scorecards_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell scorecards that the agreement does not define."""
    for agreement in policies.agreements:
        known = {c.name for c in agreement.scorecards}
        tests = [c for c in conditions(agreement) if isinstance(c, ScoreTest | RatingTest)]
        named = [t.scorecard for t in tests if t.scorecard is not None]
        yield from (unknown("LP338", "scorecard", name, known) for name in named if name not in known)


def rated_parts_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell bands for a part that the scorecard does not have."""
    for card in _all(policies):
        known = {part.name for part in card.parts}
        yield from (unknown("LP339", "part", b.part, known) for b in card.rating if b.part not in known)


def ranges_run_upward(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell ranges whose lowest score is above the highest."""
    for card in _all(policies):
        if card.lowest >= card.highest:
            message = f"the range of `{card.name}` runs from {card.lowest} down to {card.highest}"
            yield error("LP468", card.at, message, "write the lowest score first")


def ratings_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell ratings that no combination of bands gives."""
    for agreement in policies.agreements:
        for test, card in _rating_tests(agreement):
            known = _labels(card)
            for rating in (r for r in test.ratings if r not in known):
                near = did_you_mean(rating, known)
                help_ = f"did you mean `{near}`?" if near else f"its ratings go from `{known[0]}` to `{known[-1]}`"
                message = f"`{rating}` is not a rating of `{card.name}`"
                yield error("LP469", place_of(rating, test.at), message, help_)


def ratings_are_of_one_scorecard(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell tests of a rating where no scorecard rates, or several do and none is named."""
    for agreement in policies.agreements:
        rating = [c.name for c in agreement.scorecards if c.rating]
        for test in conditions(agreement):
            if not isinstance(test, RatingTest) or (test.scorecard is None and len(rating) == 1):
                continue
            if test.scorecard is None:
                message = f"{len(rating)} scorecards rate; which one is not said" if rating else "no scorecard rates"
                yield error("LP470", test.at, message, "add `scorecard:` beside `rating`, and `rating` to a scorecard")
            elif test.scorecard not in rating and test.scorecard in {c.name for c in agreement.scorecards}:
                message = f"scorecard `{test.scorecard}` rates nothing"
                yield error("LP470", place_of(test.scorecard, test.at), message, "add `rating` to it")


def bands_are_apart(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell two bands of a part that begin at the same points."""
    for card in _all(policies):
        for bands in card.rating:
            for above, below in pairwise(bands.bands):
                if above.at_least == below.at_least:
                    message = f"bands `{above.label}` and `{below.label}` both begin at {above.at_least}"
                    yield error("LP471", place_of(below.label, bands.at), message, "give each its own lower bound")


def ratings_are_distinct(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a rating that two combinations of bands would give."""
    for card in _all(policies):
        labels = _labels(card) if card.rating else []
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice is not None:
            message = f"two combinations of bands of `{card.name}` are rated `{twice}`"
            yield error("LP472", card.rating[0].at, message, "use letters for one part and digits for the other")


def scorecards_are_not_circular(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell scorecards that ask for their own score, straight or through criteria and other scorecards."""
    for agreement in policies.agreements:
        asks = {node: [*asked_by(roots, agreement)] for node, roots in roots_of(agreement).items()}
        for card in agreement.scorecards:
            way = circle(("score", card.name), asks)
            if way and way[0] == min(node for node in way if node[0] == "score"):
                names = " → ".join(f"`{name}`" for _, name in (*way, way[0]))
                message = f"scorecard `{card.name}` asks for its own score: {names}"
                yield error("LP473", card.at, message, "break the circle")


def parts_fade_one_way(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell parts with a half-life and steps."""
    for part in (part for card in _all(policies) for part in card.parts):
        if part.half_life is not None and part.steps:
            message = f"part `{part.name}` has a half-life and steps"
            yield error("LP474", part.steps[0].at, message, "keep one of `half_life` or `steps`")


def steps_fall(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell steps that do not come later, or do not give less, than the one before."""
    for part in (part for card in _all(policies) for part in card.parts):
        for before, step in pairwise(part.steps):
            if step.after <= before.after or step.percent >= before.percent:
                message = (
                    f"a step of {step.percent}% from {step.after} days on does not follow one of {before.percent}%"
                )
                help_ = f"let it begin after {before.after} days and give less than {before.percent}%"
                yield error("LP475", step.at, message, help_)


def thresholds_can_be_reached(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of scores asked for that no lead can reach."""
    for agreement in policies.agreements:
        cards = {c.name: c for c in agreement.scorecards}
        for test in conditions(agreement):
            if isinstance(test, ScoreTest) and test.scorecard in cards and is_out_of_reach(test, agreement):
                message = (
                    f"no lead reaches {test.points}: `{test.scorecard}` gives {_highest(cards[test.scorecard])} at most"
                )
                yield warning("LP967", test.at, message, "lower the threshold, or raise caps and points")


def is_out_of_reach(test: ScoreTest, agreement: Agreement) -> bool:
    """Tell whether a test asks for more points than its scorecard, if there is one, gives any lead."""
    most = [_highest(card) for card in agreement.scorecards if card.name == test.scorecard]
    return any(test.points > n or (test.operator is Operator.MORE_THAN and test.points == n) for n in most)


def _highest(card: Scorecard) -> int:
    return max(min(card.highest, sum(_most(part) for part in card.parts)), card.lowest)


def bands_can_be_reached(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of bands that no lead can reach, from below or from above."""
    for card in _all(policies):
        most = {part.name: _most(part) for part in card.parts}
        for bands in (b for b in card.rating if b.part in most):
            for band in bands.bands[:-1]:
                if band.at_least > most[bands.part]:
                    message = f"no lead is rated `{band.label}`: `{bands.part}` gives {most[bands.part]} at most"
                    yield warning("LP968", place_of(band.label, bands.at), message, "lower the band, or raise points")
            for above, below in pairwise(bands.bands):
                if above.at_least <= 0:
                    message = f"no lead is rated `{below.label}`: a part never falls below 0"
                    yield warning("LP968", place_of(below.label, bands.at), message, "raise the band above it")


def _all(policies: PolicySet) -> Iterator[Scorecard]:
    return (card for agreement in policies.agreements for card in agreement.scorecards)


def _rating_tests(agreement: Agreement) -> Iterator[tuple[RatingTest, Scorecard]]:
    for test in conditions(agreement):
        card = rated_scorecard(test, agreement.scorecards) if isinstance(test, RatingTest) else None
        if isinstance(test, RatingTest) and card is not None and card.rating:
            yield test, card


def _labels(card: Scorecard) -> list[str]:
    """Give every rating of a scorecard, the highest bands first."""
    return ["".join(labels) for labels in product(*([b.label for b in bands.bands] for bands in card.rating))]


def _most(part: ScorePart) -> int:
    """Give the points of a part if every line that gives some gives all."""
    given = (line.points * (line.latest if isinstance(line, EventLine) else 1) for line in part.lines)
    return min(part.cap, sum(points for points in given if points > 0))
