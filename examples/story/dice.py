"""Chance that falls alike on every machine: whole numbers only, one stream a lead."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A seeded stream of whole numbers; the same name gives the same throws, whatever other leads do."""

    def __init__(self, name: str) -> None:
        """Starts the stream of `name`."""
        self._numbers = random.Random(name)

    def chance(self, percent: int) -> bool:
        """True in `percent` of a hundred throws."""
        return self._numbers.randrange(100) < percent

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included, all alike."""
        return low + self._numbers.randrange(high - low + 1)

    def early(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, sooner more often than later."""
        return min(self.between(low, high), self.between(low, high))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, all alike."""
        return choices[self._numbers.randrange(len(choices))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One of the keys, by its weight."""
        throw = self._numbers.randrange(sum(weights.values()))
        for choice, weight in weights.items():
            throw -= weight
            if throw < 0:
                return choice
        raise AssertionError("a throw lies below the sum of the weights")
