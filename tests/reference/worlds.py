"""The ways in which it can have been, when a row or a time of day is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .rows import LogEvent
from .windows import Candidate

Verdict = tuple[str, str]


@dataclass(frozen=True)
class World:
    """A row that fits, its due instant, and when in its day a date-only event is taken to be."""

    candidate: Candidate
    due: int
    taken_at: Callable[[LogEvent], int]
    stands_still: bool = False

    @property
    def open(self) -> Verdict:
        """What a clock is that isn't due yet."""
        return ("paused", "paused") if self.stands_still else ("running", "open")


def worlds_of(candidates: Sequence[Candidate], started_at: int) -> list[World]:
    """For each row the least favourable and the most favourable reading of times; exempt rows have none."""
    found = []
    for candidate in candidates:
        if candidate.due_at is not None and candidate.due_last is not None:
            last = lambda event: event.until  # noqa: E731 - beside its counterpart
            first = lambda event: max(event.at, started_at)  # noqa: E731
            found.append(World(candidate, candidate.due_at, last, candidate.stands))
            found.append(World(candidate, candidate.due_last, first, candidate.may_stand))
    return found
