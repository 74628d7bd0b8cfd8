"""What a run gives: relations of verdicts, and the identity of everything that decided them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.compiler.query import Relation
from engine.diagnostics import Location
from engine.model.policy_set import PolicySet

Row = Mapping[str, Any]
Option = str | int | bool | Sequence[str]


class Relations(Protocol):
    """The result relations, wherever they lie; rows come in the relation's own order."""

    def rows(self, relation: str) -> list[Row]:
        """All rows of a relation; KeyError if there is none of that name."""
        ...

    def rows_of(self, relation: str, lead_id: str) -> list[Row]:
        """The rows of one lead."""
        ...

    def rows_started_in(self, relation: str, periods: Collection[str]) -> list[Row]:
        """The rows of a relation of clocks that started in a month, quarter or year among `periods`."""
        ...

    def explain(self, leads: Sequence[str], relations: Sequence[Relation]) -> None:
        """Lay down `explained(lead_id)` and the relations over it, in place of those for other leads."""
        ...

    def save(self, relations: Sequence[str], folder: Path) -> list[Path]:
        """Write relations as one Parquet file each into an existing folder; give the files."""
        ...


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What went into a run: the same identity gives the same bytes.

    `policies` maps policy files to the SHA-256 of their bytes (hex); `inputs` maps each input relation
    to a digest of its content, whatever the order and cut of the files it came from; `files` maps the
    input files to the SHA-256 of their bytes; `versions` maps leadpact, duckdb, sqlglot, tzdata and
    holidays to theirs; `as_of` is µs UTC. `strict_history` tells whether fields without history were unknown
    before `as_of`; `signatures` maps the files of signatures that were looked at to the SHA-256 of their bytes, and
    `options` holds what else the run was told.
    """

    as_of: int
    policies: Mapping[str, str]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    strict_history: bool = False
    signatures: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """The relations of a run, the policies that decided it, and where each clause is written.

    `explaining` builds the relations that take single leads apart (see `Query`).
    """

    identity: RunIdentity
    policies: PolicySet
    locations: Mapping[str, Location]
    relations: Relations
    explaining: Callable[[], Sequence[Relation]] = tuple
