"""All scorecards of one agreement version: who asks whom, and which columns stand on which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from engine.compiler.facts import Facts
from engine.compiler.scores import Layer, Scoring
from engine.compiler.sql import tree
from engine.model.agreements import Agreement
from engine.model.conditions import Condition, RatingTest, ScoreTest
from engine.model.scorecards import EventLine, Scorecard, rated_scorecard, scorecards_asked

if TYPE_CHECKING:
    from sqlglot import exp


class Scorings:
    """The scorecards of a version by name, as tests ask for them."""

    def __init__(self, agreement: Agreement, facts: Facts, truth: Callable[[Condition], exp.Expr]) -> None:
        """Bind to the version whose zone counts days; `truth` compiles the conditions of lines."""
        self._criteria = {c.name: c for c in agreement.criteria}
        self._cards = agreement.scorecards
        self.by_name: Mapping[str, Scoring] = {
            card.name: Scoring(card, facts.scorecard(), agreement.zone, facts, truth) for card in self._cards
        }

    def truth(self, test: ScoreTest | RatingTest) -> exp.Expr:
        """TRUE, FALSE or NULL for met, not met or unknown."""
        scoring = self._of(test)
        return scoring.score_truth(test) if isinstance(test, ScoreTest) else scoring.rating_truth(test)

    def read(self, test: ScoreTest | RatingTest) -> exp.Expr:
        """Say the score or the rating that a test read, as text."""
        scoring = self._of(test)
        if isinstance(test, ScoreTest):
            return scoring.score_read()
        return tree("coalesce(:rating, 'no known rating')", rating=scoring.whole("rating"))

    def doubts(self, test: ScoreTest | RatingTest) -> Iterator[tuple[EventLine | Condition, exp.Expr]]:
        """What could leave a test unknown: every part counts for a score, those with bands for a rating."""
        scoring = self._of(test)
        card = scoring.card
        yield from scoring.doubts(
            [p.name for p in card.parts] if isinstance(test, ScoreTest) else [b.part for b in card.rating]
        )

    def asked_by(self, condition: Condition) -> frozenset[str]:
        """The scorecards that a condition asks for, also through criteria and other scorecards."""
        straight = scorecards_asked(condition, self._criteria, self._cards)
        return straight.union(*(self.asked_by(c) for name in straight for c in self.by_name[name].card.conditions()))

    def layers(self) -> list[Layer]:
        """The columns of all scorecards for `facts_relations`; one that asks for another's comes after it."""
        layers: list[Layer] = []
        for name, scoring in self.by_name.items():
            own = scoring.layers()
            for index, layer in enumerate(own, start=self._depth(name) * len(own)):
                layers += [{} for _ in range(index + 1 - len(layers))]
                layers[index] |= layer
        return layers

    def _depth(self, name: str) -> int:
        asked = [self.asked_by(c) for c in self.by_name[name].card.conditions()]
        return max((1 + self._depth(other) for names in asked for other in names), default=0)

    def card_of(self, test: ScoreTest | RatingTest) -> Scorecard:
        """The scorecard that a test asks for."""
        return self._of(test).card

    def _of(self, test: ScoreTest | RatingTest) -> Scoring:
        """Find the scoring that a test asks for; KeyError where the analysis would have told that there is none."""
        if isinstance(test, ScoreTest):
            return self.by_name[test.scorecard]
        card = rated_scorecard(test, self._cards)
        return self.by_name[card.name if card else ""]
