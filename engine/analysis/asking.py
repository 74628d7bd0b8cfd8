"""Which criteria and scorecards conditions ask for, straight and through each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import within
from engine.model.conditions import CriterionRef, RatingTest, ScoreTest
from engine.model.scorecards import rated_scorecard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.model.agreements import Agreement
    from engine.model.conditions import Condition

Node = tuple[str, str]
"""What is asked for: `criterion` or `score`, and its name."""


def roots_of(agreement: Agreement) -> Mapping[Node, Sequence[Condition]]:
    """Give the conditions that stand under the name of each criterion and scorecard."""
    return {
        **{("criterion", c.name): (c.condition,) for c in agreement.criteria},
        **{("score", card.name): tuple(card.conditions()) for card in agreement.scorecards},
    }


def asked_by(conditions: Iterable[Condition], agreement: Agreement) -> Iterator[Node]:
    """Give what conditions ask for themselves; names that nothing bears are told elsewhere."""
    for part in (inner for root in conditions for inner in within(root)):
        match part:
            case CriterionRef(criterion=name):
                yield "criterion", name
            case ScoreTest(scorecard=name):
                yield "score", name
            case RatingTest() if card := rated_scorecard(part, agreement.scorecards):
                yield "score", card.name


def reached(starts: Iterable[Node], agreement: Agreement) -> list[Node]:
    """Give what is asked for from some on, those included, each once; nothing of a circle comes twice."""
    roots = roots_of(agreement)
    found = list(dict.fromkeys(starts))
    for node in found:
        found += [n for n in dict.fromkeys(asked_by(roots.get(node, ()), agreement)) if n not in found]
    return found
