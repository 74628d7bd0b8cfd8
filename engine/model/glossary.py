"""The words that both departments use alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means in this agreement."""

    term: str
    means: str
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the order written."""

    name: str
    terms: tuple[Term, ...]
    at: Location | None = field(default=None, compare=False, repr=False)
