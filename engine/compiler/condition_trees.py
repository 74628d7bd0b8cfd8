"""Conditions node by node: what each part of a condition came to at each instant asked, and the value it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from engine.compiler.conditions import Conditions
from engine.compiler.query import Relation
from engine.compiler.settling import settled_facts, value_once_settled
from engine.compiler.sql import column, select, tree, union_all
from engine.model.agreements import Agreement
from engine.model.conditions import Condition, EventCount, FieldTest, Money, RatingTest, ScoreTest, parts_of
from engine.model.settling import about_criterion, settling_of


@dataclass(frozen=True, slots=True)
class _Read:
    """What a leaf read: the value as text, when it was set (µs UTC), and whether all of it was seen."""

    value: exp.Expr | None = None
    since: exp.Expr | None = None
    complete: exp.Expr | None = None


def tree_relations(agreements: Sequence[Agreement], conditions: Mapping[str, Conditions]) -> list[Relation]:
    """Build `condition_nodes` for the leads of `explained(lead_id)`.

    Columns: policy, version, lead_id, at, about (`scope`, `row:<commitment>:<number>`, `about_criterion`,
    `arrives:<commitment>:<calendar>`), path
    (the numbers of the parts from the root, joined by dots; `` for the root), truth, value, since, complete.
    """
    nodes = [
        _node(agreement, of, path, node, conditions[agreement.id])
        for agreement in agreements
        for of in _trees_of(agreement)
        for path, node in _nodes(of.condition, "")
    ]
    relations = [Relation("explained_facts", _explained("facts"))]
    if any(settling_of(commitment) for agreement in agreements for commitment in agreement.commitments):
        relations.append(Relation("explained_settled", _explained("facts_settled")))
    if any(row.arrives for agreement in agreements for owed in agreement.commitments for row in owed.rows):
        nodes.append(_arrivals())
    return [*relations, Relation("condition_nodes", union_all([_none(), *nodes]))]


def _arrivals() -> exp.Query:
    """Whether a calendar was open at the start of a clock: `arrives:<commitment>:<calendar>`."""
    return select(
        """
        select d.policy, d.version, o.lead_id, o.starts as at, 'arrives:' || d.commitment || ':' || o.calendar as about,
               '' as path, case o.inside when 1 then true when 0 then false end as truth,
               cast(null as varchar) as value, cast(null as bigint) as since, cast(null as boolean) as complete
        from arrivals as o join explained as x on x.lead_id = o.lead_id join clauses as d on d.cid = o.cid
        """
    )


def _explained(facts: str) -> exp.Query:
    return select(f"select k.* from {facts} as k join explained as x on x.lead_id = k.lead_id")


@dataclass(frozen=True, slots=True)
class _Tree:
    """A condition, and how long its facts had to settle (µs; 0 where they are those of the very instant)."""

    about: str
    condition: Condition
    settles: int = 0


def _trees_of(agreement: Agreement) -> Iterator[_Tree]:
    if agreement.scope is not None:
        yield _Tree("scope", agreement.scope)
    for commitment in agreement.commitments:
        for number, row in enumerate(commitment.rows):
            if row.condition is not None:
                yield _Tree(f"row:{commitment.name}:{number}", row.condition, settling_of(commitment) or 0)
    for settles in sorted({0, *(settling_of(commitment) or 0 for commitment in agreement.commitments)}):
        for criterion in agreement.criteria:
            yield _Tree(about_criterion(criterion.name, settles), criterion.condition, settles)


def _nodes(condition: Condition, path: str) -> Iterator[tuple[str, Condition]]:
    yield path, condition
    for number, part in enumerate(parts_of(condition), start=1):
        yield from _nodes(part, f"{path}.{number}" if path else str(number))


def _node(agreement: Agreement, of: _Tree, path: str, node: Condition, conditions: Conditions) -> exp.Query:
    read = _read(node, conditions, of.settles)
    return select(
        """
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version, k.lead_id, k.at,
               cast(:about as varchar) as about, cast(:path as varchar) as path, cast(:truth as boolean) as truth,
               cast(:value as varchar) as value, cast(:since as bigint) as since, cast(:complete as boolean) as complete
        from :facts as k
        """,
        facts=settled_facts(of.settles, "explained_settled") if of.settles else exp.to_identifier("explained_facts"),
        policy=agreement.name,
        version=agreement.version,
        about=of.about,
        path=path,
        truth=conditions.truth(node),
        value=read.value,
        since=read.since,
        complete=read.complete,
    )


def _read(node: Condition, conditions: Conditions, settles: int) -> _Read:
    match node:
        case FieldTest():

            def kept(what: str) -> exp.Expr:
                return value_once_settled(node, conditions, what) if settles else column(f"{what}_{node.field}", "k")

            value = kept("f")
            if any(isinstance(operand, Money) for operand in node.operands):
                value = tree(":value || ' ' || :currency", value=value, currency=kept("c"))
            return _Read(value, kept("since"))
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
