"""Conditions node by node: what each part of a condition came to at each instant asked, and the value it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compiler.conditions import Conditions
from engine.compiler.query import Relation
from engine.compiler.sql import column, select, tree, union_all
from engine.model.agreements import Agreement
from engine.model.conditions import Condition, EventCount, FieldTest, Money, RatingTest, ScoreTest, parts_of

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True, slots=True)
class _Read:
    """What a leaf read: the value as text, when it was set (µs UTC), and whether all of it was seen."""

    value: exp.Expr | None = None
    since: exp.Expr | None = None
    complete: exp.Expr | None = None


def tree_relations(agreements: Sequence[Agreement], conditions: Mapping[str, Conditions]) -> list[Relation]:
    """Build `condition_nodes` for the leads of `explained(lead_id)`.

    Columns: policy, version, lead_id, at, about (`scope`, `criterion:<name>` or `row:<commitment>:<number>`), path (the
    numbers of the parts from the root, joined by dots; `` for the root), truth, value, since, complete.
    """
    nodes = [
        _node(agreement, about, path, node, conditions[agreement.id])
        for agreement in agreements
        for about, condition in _conditions_of(agreement)
        for path, node in _nodes(condition, "")
    ]
    known = select("select k.* from facts as k join explained as x on x.lead_id = k.lead_id")
    return [Relation("explained_facts", known), Relation("condition_nodes", union_all([_none(), *nodes]))]


def _conditions_of(agreement: Agreement) -> Iterator[tuple[str, Condition]]:
    if agreement.scope is not None:
        yield "scope", agreement.scope
    for criterion in agreement.criteria:
        yield f"criterion:{criterion.name}", criterion.condition
    for commitment in agreement.commitments:
        for number, row in enumerate(commitment.rows):
            if row.condition is not None:
                yield f"row:{commitment.name}:{number}", row.condition


def _nodes(condition: Condition, path: str) -> Iterator[tuple[str, Condition]]:
    yield path, condition
    for number, part in enumerate(parts_of(condition), start=1):
        yield from _nodes(part, f"{path}.{number}" if path else str(number))


def _node(agreement: Agreement, about: str, path: str, node: Condition, conditions: Conditions) -> exp.Query:
    read = _read(node, conditions)
    return select(
        """
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version, k.lead_id, k.at,
               cast(:about as varchar) as about, cast(:path as varchar) as path, cast(:truth as boolean) as truth,
               cast(:value as varchar) as value, cast(:since as bigint) as since, cast(:complete as boolean) as complete
        from explained_facts as k
        """,
        policy=agreement.name,
        version=agreement.version,
        about=about,
        path=path,
        truth=conditions.truth(node),
        value=read.value,
        since=read.since,
        complete=read.complete,
    )


def _read(node: Condition, conditions: Conditions) -> _Read:
    match node:
        case FieldTest():
            value = conditions.value_of(node)
            if any(isinstance(operand, Money) for operand in node.operands):
                value = tree(":value || ' ' || :currency", value=value, currency=conditions.currency_of(node))
            return _Read(value, column(f"since_{node.field}", "k"))
        case EventCount():
            number, complete = conditions.count_of(node)
            return _Read(number, complete=complete)
        case ScoreTest() | RatingTest():
            return _Read(conditions.scorings.read(node))
        case _:
            return _Read()


def _none() -> exp.Query:
    return select(
        """
        select k.lead_id as policy, k.lead_id as version, k.lead_id, k.at, k.lead_id as about, k.lead_id as path,
               cast(null as boolean) as truth, k.lead_id as value, k.at as since, cast(null as boolean) as complete
        from facts as k where 1 = 0
        """
    )
