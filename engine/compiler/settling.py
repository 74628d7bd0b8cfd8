"""Values that settle: what nobody knew at a start, and somebody did shortly after, counts as known at the start.

A test of a field is asked at the start wherever a value is known there, and else of what the field holds once it has
settled. Events are counted up to the start, settled or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.facts import Facts
from engine.compiler.field_history import change_of
from engine.compiler.query import Relation
from engine.compiler.sql import column, projected, select, tree, union_all
from engine.model.lead_schema import FieldType
from engine.model.settling import settling_of

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.compiler.conditions import Conditions
    from engine.model.conditions import FieldTest

NEVER = -(1 << 62)


def settling_relations(
    clauses: Sequence[Clause],
    facts: Facts,
    types: Mapping[str, FieldType],
    layers: Sequence[Mapping[str, exp.Expr]],
) -> list[Relation]:
    """Build `facts_settled(lead_id, at, settles, …)`: rows of `facts` at the starts of clauses that let them settle.

    Each has the columns of `facts`, and settled_f_, settled_since_ and settled_c_ for each field: the value that it
    held once it had settled, its time and currency. To be compiled after all conditions, with the `layers` of `facts`.
    """
    settling = [clause for clause in clauses if settling_of(clause.commitment) is not None]
    if not settling:
        return []
    tested = projected(_settled(facts, types), dict(_tests(facts)))
    for layer in layers:
        tested = projected(select("select k.* from :tested as k", tested=tested.subquery(copy=False)), layer)
    return [
        Relation("settlings", union_all([_settlings(clause) for clause in settling])),
        Relation("histories_told", _histories_told(sorted(facts.fields))),
        Relation("facts_settled", tested),
    ]


def settled_facts(settles: int, relation: str = "facts_settled") -> exp.Subquery:
    """The rows of `facts_settled` (or some of them) whose facts had so long to settle, in µs."""
    return select(f"select x.* from {relation} as x where x.settles = :settles", settles=settles).subquery(copy=False)


def value_once_settled(test: FieldTest, conditions: Conditions, column_of: str) -> exp.Expr:
    """What a test read in a row `k` of `facts_settled`: `f`, `since` or `c` of its field, then or once settled."""
    now, later = column(f"{column_of}_{test.field}", "k"), column(f"settled_{column_of}_{test.field}", "k")
    return tree(
        "case when :known then :now else coalesce(:later, :now) end", known=conditions.known(test), now=now, later=later
    )


def asked_when_settled(clauses: Sequence[Clause]) -> list[exp.Query]:
    """The instants at which the facts of clocks have settled, by lead: what was known then is asked for too."""
    return [
        select(
            """
            select c.lead_id, c.started_at + :length as at from cycles as c cross join run as r
            where c.cid = :cid and c.started_at + :length <= r.as_of
            """,
            cid=clause.number,
            length=length,
        )
        for clause in clauses
        if (length := settling_of(clause.commitment)) is not None
    ]


def _settlings(clause: Clause) -> exp.Query:
    return select(
        """
        select distinct c.lead_id, c.started_at as at, cast(:length as bigint) as settles,
               c.started_at + :length as settled
        from cycles as c where c.cid = :cid
        """,
        cid=clause.number,
        length=settling_of(clause.commitment),
    )


def _histories_told(fields: Sequence[str]) -> exp.Query:
    """Until when each field's changes are told, in one row; NULL where no source tells of any."""
    one = select("select count(*) as sources from coverage as v")
    told = "min(case when v.type = :type then coalesce(v.until, :never) end)"
    return projected(one, {f"until_{f}": tree(told, type=change_of(f), never=NEVER) for f in fields})


def _settled(facts: Facts, types: Mapping[str, FieldType]) -> exp.Select:
    """Each start with what is known at it (k), beside what is known once that has settled (z)."""
    query = select(
        """
        select k.*, s.settles
        from (select distinct n.lead_id, n.at, n.settles, n.settled from settlings as n) as s
        join known as k on k.lead_id = s.lead_id and k.at = s.at
        left join facts as z on z.lead_id = s.lead_id and z.at = s.settled
        cross join histories_told as u
        cross join run as r
        """
    )
    return projected(query, dict(_values(facts, types)))


def _heard(field: str) -> exp.Expr:
    """Nothing that the field held by then can still become known: the time is over, and every source says so."""
    return tree("r.as_of >= s.settled and coalesce(:until >= s.settled, true)", until=column(f"until_{field}", "u"))


def _tests(facts: Facts) -> Iterator[tuple[str, exp.Expr]]:
    for test, name in facts.tests.items():
        if name not in facts.reads:
            yield name, test
            continue
        field, known = facts.reads[name]
        later, heard = column(name, "z"), _heard(field)
        yield (
            name,
            tree(
                "case when :known then :test when :heard then :later end",
                known=known,
                test=test,
                heard=heard,
                later=later,
            ),
        )


def _values(facts: Facts, types: Mapping[str, FieldType]) -> Iterator[tuple[str, exp.Expr]]:
    for field in sorted(facts.fields):
        kept = ("f", "since", "c") if types[field] is FieldType.MONEY else ("f", "since")
        for name in (f"{what}_{field}" for what in kept):
            yield (
                f"settled_{name}",
                tree("case when :heard then :later end", heard=_heard(field), later=column(name, "z")),
            )
