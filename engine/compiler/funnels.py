"""The funnel: how many leads ever entered each stage, and how many of them went further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from engine.compiler.eras import Era
from engine.compiler.query import Relation
from engine.compiler.sql import column, is_in, literal, select, union_all


def funnel_relations(by_agreement: Mapping[str, tuple[Era, ...]], segments: Sequence[str]) -> list[Relation]:
    """Build `funnel`: policy, dimension, value, stage, position, leads, converted; leads in scope only."""
    dimensions: list[tuple[str, exp.Expr]] = [
        ("all", literal("")),
        *((s, column(f"f_{s}", "l")) for s in segments),
    ]
    rejections = {
        (name, stage.name)
        for name, eras in by_agreement.items()
        for stage in eras[-1].agreement.stages
        if stage.reasons
    }
    counted = [_counted(name, value) for name, value in dimensions]
    return [Relation("reached", _reached(sorted(rejections))), Relation("funnel", union_all(counted))]


def _reached(rejections: Sequence[tuple[str, str]]) -> exp.Query:
    """First entry of each lead into each stage, and whether it later got further on the main line."""
    beside = is_in(
        exp.Concat(expressions=[column("policy", "m"), literal("/"), column("stage", "m")]),
        [f"{policy}/{stage}" for policy, stage in rejections],
    )
    return select(
        """
        select f.policy, f.lead_id, f.stage, max(f.position) as position,
               max(case when m.lead_id is not null then 1 else 0 end) as went_further
        from (
            select n.policy, n.lead_id, n.stage, max(n.position) as position, min(n.at) as at
            from entries as n where n.in_scope group by n.policy, n.lead_id, n.stage
        ) as f
        left join entries as m on m.policy = f.policy and m.lead_id = f.lead_id and m.position > f.position
             and m.until >= f.at and not :beside
        group by f.policy, f.lead_id, f.stage
        """,
        beside=beside,
    )


def _counted(dimension: str, value: exp.Expr) -> exp.Query:
    return select(
        """
        select r.policy, cast(:dimension as varchar) as dimension, cast(:value as varchar) as value, r.stage,
               max(r.position) as position, count(r.lead_id) as leads, cast(sum(r.went_further) as bigint) as converted
        from reached as r left join leads as l on l.lead_id = r.lead_id
        group by 1, 2, 3, 4
        """,
        dimension=dimension,
        value=value,
    )
