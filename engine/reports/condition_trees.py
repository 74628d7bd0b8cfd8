"""Conditions as trees: each part in words, what it came to at an instant, and the value it read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.model.agreements import Agreement
from engine.model.conditions import (
    All,
    AnyOf,
    Condition,
    CriterionRef,
    EventCount,
    FieldTest,
    Not,
    RatingTest,
    ScoreTest,
    parts_of,
)
from engine.model.settling import about_criterion, settling_of
from engine.model.window_rows import Arrival
from engine.reports.clauses import in_words, plain
from engine.reports.instants import Instant, Length, instant

Key = tuple[str, str, str, int, str]
"""Policy, version, what the tree is about, the instant asked, and the path of a node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a condition; `value`, `since` and `age` only where it read a field, `value` a count for events.

    `complete` is False where a count is only a lower bound; None where nothing was counted.
    """

    words: str
    truth: bool | None
    value: str | None
    since: Instant | None
    age: Length | None
    complete: bool | None
    reads: bool
    parts: tuple[Node, ...]

    @property
    def lines(self) -> tuple[tuple[int, Node], ...]:
        """The node and all below it in reading order, each with its depth from 0."""
        below = ((depth + 1, node) for part in self.parts for depth, node in part.lines)
        return ((0, self), *below)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a tree is about, the instant asked, and how long its facts had to settle after it (µs)."""

    about: str
    at: int
    settles: int


class ConditionTrees:
    """The trees of one lead's conditions, over the rows of `condition_nodes`."""

    def __init__(self, rows: list[Row]) -> None:
        """Index the rows by what they are about."""
        self._rows: Mapping[Key, Row] = {(r["policy"], r["version"], r["about"], r["at"], r["path"]): r for r in rows}

    def of_row(self, agreement: Agreement, commitment: str, number: int, at: int) -> Node | None:
        """The condition of a window row as it was asked at an instant; None for `else`, or if it wasn't asked."""
        named = {c.name: c for c in agreement.commitments}
        condition = named[commitment].rows[number].condition
        about, settles = f"row:{commitment}:{number}", settling_of(named[commitment]) or 0
        return None if condition is None else self._tree(agreement, _Asked(about, at, settles), "", condition)

    def arrived(self, agreement: Agreement, commitment: str, asked: Arrival, at: int) -> bool | None:
        """Whether a start lies where a row asks; None where that isn't known."""
        about = f"arrives:{commitment}:{asked.calendar}"
        row = self._rows.get((agreement.name, agreement.version, about, at, ""))
        return None if row is None or row["truth"] is None else row["truth"] is not asked.outside

    def of_criterion(self, agreement: Agreement, name: str, at: int) -> Node | None:
        """A criterion as it was asked at an instant; None if it wasn't."""
        return self._criterion(agreement, name, at, 0)

    def _criterion(self, agreement: Agreement, name: str, at: int, settles: int) -> Node | None:
        named = {c.name: c for c in agreement.criteria}
        if name not in named:
            return None
        return self._tree(agreement, _Asked(about_criterion(name, settles), at, settles), "", named[name].condition)

    def _tree(self, agreement: Agreement, asked: _Asked, path: str, condition: Condition) -> Node | None:
        row = self._rows.get((agreement.name, agreement.version, asked.about, asked.at, path))
        if row is None:
            return None
        if isinstance(condition, CriterionRef):
            of_it = self._criterion(agreement, condition.criterion, asked.at, asked.settles)
            parts: tuple[Node, ...] = () if of_it is None else of_it.parts or (of_it,)
        else:
            below = [f"{path}.{n}" if path else str(n) for n in range(1, len(parts_of(condition)) + 1)]
            trees = [self._tree(agreement, asked, p, c) for p, c in zip(below, parts_of(condition), strict=True)]
            parts = tuple(tree for tree in trees if tree is not None)
        return _node(condition, row, parts, agreement.zone)


def _node(condition: Condition, row: Row, parts: tuple[Node, ...], zone: str) -> Node:
    since = instant(row["since"], zone)
    return Node(
        words=_words(condition),
        truth=row["truth"],
        value=row["value"],
        since=since,
        age=Length(row["at"] - since.at) if since is not None and row["at"] >= since.at else None,
        complete=row["complete"],
        reads=isinstance(condition, FieldTest | EventCount | ScoreTest | RatingTest),
        parts=parts,
    )


def _words(condition: Condition) -> str:
    """Say a node alone; its parts speak for themselves."""
    match condition:
        case All():
            return "all of"
        case AnyOf():
            return "any of"
        case Not():
            return "not"
        case CriterionRef():
            return plain(condition.criterion)
        case _:
            return in_words(condition)
