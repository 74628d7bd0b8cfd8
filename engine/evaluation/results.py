"""What a run gives: relations of verdicts, and the identity of everything that decided them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.diagnostics import Location
from engine.model.policy_set import PolicySet

Row = Mapping[str, Any]


class Relations(Protocol):
    """The result relations, wherever they lie; rows come in the relation's own order."""

    def rows(self, relation: str) -> list[Row]:
        """All rows of a relation; KeyError if there is none of that name."""
        ...

    def rows_of(self, relation: str, lead_id: str) -> list[Row]:
        """The rows of one lead."""
        ...


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What went into a run: the same identity gives the same bytes.

    `policies` and `inputs` map file names to SHA-256 (hex); `versions` maps leadpact, duckdb,
    sqlglot, tzdata and holidays to theirs; `as_of` is µs UTC.
    """

    as_of: int
    policies: Mapping[str, str]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """The relations of a run, the policies that decided it, and where each clause is written."""

    identity: RunIdentity
    policies: PolicySet
    locations: Mapping[str, Location]
    relations: Relations
