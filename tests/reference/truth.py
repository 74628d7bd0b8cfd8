"""Kleene's three values, and the facts that were missing and would have mattered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """Met (True), not met (False) or unknown (None, then `because` names what was missing)."""

    value: bool | None
    because: frozenset[str] = frozenset()

    @property
    def why(self) -> str:
        """The missing facts as the results print them: sorted, joined by `, `; empty if known."""
        return ", ".join(sorted(self.because))


MET = Truth(value=True)
NOT_MET = Truth(value=False)


def known(value: bool) -> Truth:  # noqa: FBT001 - the value itself, not a flag
    return MET if value else NOT_MET


def unknown(*because: str) -> Truth:
    return Truth(value=None, because=frozenset(because))


def negation(part: Truth) -> Truth:
    return part if part.value is None else known(not part.value)


def every(parts: Iterable[Truth]) -> Truth:
    """Not met if a part is not met; else unknown if a part is unknown, because of the unknown parts."""
    parts = list(parts)
    if any(p.value is False for p in parts):
        return NOT_MET
    if all(p.value is True for p in parts):
        return MET
    return unknown(*(b for p in parts for b in p.because))


def some(parts: Iterable[Truth]) -> Truth:
    """Met if a part is met; else unknown if a part is unknown, because of the unknown parts."""
    return negation(every(negation(p) for p in parts))
