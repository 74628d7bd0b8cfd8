"""Attainment: clocks counted by period, and each objective judged in whole numbers (semantics §7)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from engine.compiler.query import Relation
from engine.compiler.sql import column, literal, select, union_all

STATES = ("kept", "late", "breached", "running", "at_risk", "cancelled", "exempt", "unknown", "not_applicable")


def attainment_relations(segments: Sequence[str]) -> list[Relation]:
    """Build `attainment`: counts by state and a verdict for each commitment version, period and breakdown."""
    breakdowns: list[tuple[str, exp.Expr]] = [
        ("all", literal("")),
        ("owner", column("owner", "c")),
        ("team", column("team", "c")),
        *((s, column(f"s_{s}", "c")) for s in segments),
    ]
    counted = union_all([_counted(name, value) for name, value in breakdowns])
    return [Relation("counted", counted), Relation("attainment", _judged())]


def _counted(dimension: str, value: exp.Expr) -> exp.Query:
    query = select(
        """
        select c.cid, c.version,
               case n.each when 'month' then c.month when 'quarter' then c.quarter else c.year end as period,
               cast(:dimension as varchar) as dimension, cast(:value as varchar) as value, count(c.lead_id) as clocks
        from clocks as c join clauses as n on n.cid = c.cid group by 1, 2, 3, 4, 5
        """,
        dimension=dimension,
        value=value,
    )
    for state in STATES:
        number = select(f"select count(case when c.state = '{state}' then 1 end) as n from c").selects[0].this
        query = query.select(exp.alias_(number, state), copy=False)
    return query


def _judged() -> exp.Query:
    """Met if it holds with every open and unknown clock broken, missed if it fails with all of them kept."""
    return select(
        """
        select n.policy, j.version, n.commitment, j.period, j.dimension, j.value, j.clocks, j.kept, j.late, j.breached,
               j.running, j.at_risk, j.cancelled, j.exempt, j.unknown, j.not_applicable,
               n.share_num, n.share_den, n.min_cases,
               case when n.share_num is null then 'no_objective'
                    when j.judged < n.min_cases then 'too_few'
                    when j.kept * n.share_den >= n.share_num * j.judged then 'met'
                    when (j.judged - j.broken) * n.share_den < n.share_num * j.judged then 'missed'
                    when j.running + j.at_risk > 0 then 'open' else 'unknown' end as verdict
        from (
            select c.*, c.late + c.breached as broken,
                   c.kept + c.late + c.breached + c.running + c.at_risk + c.unknown as judged
            from counted as c
        ) as j join clauses as n on n.cid = j.cid
        """
    )
