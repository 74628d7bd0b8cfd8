"""The instants at which what is known of a fact, or who holds the lead, may change by the words of one clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.facts import ExpiryKey, Facts
from engine.compiler.local_time import local_day_of, utc_day
from engine.compiler.query import Relation
from engine.compiler.sql import column, select, union_all
from engine.model.durations import Unit

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.model.conditions import FieldTest


def instants_of(clause: Clause, fact: FieldTest, stages: str) -> Iterator[Relation]:
    """Build `set_at_<cid>`, and `instants_<cid>`: by `as_of`, when what is known, or who holds the lead, may change."""
    of_this = Facts()
    Conditions(clause.agreement, of_this).dated(fact)
    set_at = f"set_at_{clause.number}"
    told = [
        select(
            f"select c.lead_id, {at} as at from field_changes as c where c.nth > 0 and c.holds and c.field = :field",
            field=fact.field,
        )
        for at in ("c.at - 1", "c.until")
    ]
    entered = select(f"select n.lead_id, n.at from {stages} as n")
    values = select(f"select s.lead_id, s.at from {set_at} as s")
    instants = union_all([values, *told, entered, *(_stale_from(key, set_at) for key in of_this.expiries)])
    yield Relation(set_at, _set_at(fact.field))
    yield Relation(
        f"instants_{clause.number}",
        select(
            "select distinct t.lead_id, t.at from :instants as t cross join run as r where t.at <= r.as_of",
            instants=instants.subquery(copy=False),
        ),
    )


def _set_at(field: str) -> exp.Query:
    """The instants from which a value's age counts: those of changes, and of the last confirmation."""
    changed = select(
        "select c.lead_id, c.at from field_changes as c where c.nth > 0 and c.holds and c.field = :field", field=field
    )
    confirmed = select(
        "select l.lead_id, :at as at from leads as l where :at is not null", at=column(f"s_{field}", "l")
    )
    return union_all([changed, confirmed])


def asked_of(clauses: Sequence[int]) -> exp.Query:
    """All instants of these clauses, each once."""
    instants = union_all([select(f"select i.lead_id, i.at from instants_{cid} as i") for cid in clauses])
    return select("select distinct t.lead_id, t.at from :instants as t", instants=instants.subquery(copy=False))


def _stale_from(key: ExpiryKey, set_at: str) -> exp.Query:
    if key.good_for.unit is not Unit.DAYS:
        length = key.good_for.microseconds
        return select(f"select s.lead_id, s.at + :length + 1 as at from {set_at} as s", length=length)
    return select(
        f"""
        select s.lead_id, d.ends as at from {set_at} as s
        join zone_days as z on z.zone = :zone and z.day = :utc_day
        join local_days as d on d.zone = :zone and d.day = :local_day + :n
        """,
        zone=key.zone,
        utc_day=utc_day(column("at", "s")),
        local_day=local_day_of(column("at", "s"), "z"),
        n=key.good_for.amount,
    )
