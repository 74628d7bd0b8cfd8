"""The compiled form of a policy set: named relations, one after the other, and the tables they look up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.diagnostics import Location


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A small constant table, by column: name → (SQL type, values). All columns are equally long.

    Where `counts` is given, value i stands for `counts[i]` rows, in each of which a column of `steps` is that much more
    than in the one before: a century of days is written month by month.
    """

    name: str
    columns: Mapping[str, tuple[str, list[int | None] | list[str] | list[str | None] | list[int]]]
    counts: Sequence[int] = ()
    steps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A named SELECT over earlier relations, given tables and the normalised inputs."""

    name: str
    query: exp.Query


@dataclass(frozen=True, slots=True)
class Query:
    """Relations in running order; `outputs` names those that make up the results.

    `locations` maps a node id that results carry (`agreement@version/commitment/row`) to its policy line.
    `explaining` builds further relations, over all these and a table `explained(lead_id)`, that take the verdicts of
    single leads apart; on demand, since every node of every condition is in them.
    """

    tables: tuple[GivenTable, ...]
    relations: tuple[Relation, ...]
    outputs: tuple[str, ...]
    locations: Mapping[str, Location]
    explaining: Callable[[], Sequence[Relation]] = tuple
