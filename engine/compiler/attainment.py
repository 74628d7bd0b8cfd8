"""Attainment: clocks counted by period, and each objective judged in whole numbers (semantics §7)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from engine.compiler.query import Relation
from engine.compiler.sql import case_by, column, is_in, literal, select, tree, union_all

SPANS = ("month", "quarter", "year")
EACH = column("each", "n")
STATES = (
    *("kept", "late", "breached", "running", "at_risk", "paused"),
    *("cancelled", "exempt", "waived", "unknown", "not_applicable"),
)
KEPT, BROKEN = "('kept')", "('late', 'breached')"
BESIDE = {
    "deemed_kept": f"c.deemed and c.state in {KEPT}",
    "deemed_broken": f"c.deemed and c.state in {BROKEN}",
    "logged_late_kept": f"c.logged_late and c.state in {KEPT}",
    "logged_late_broken": f"c.logged_late and c.state in {BROKEN}",
    "waived_kept": f"c.waived_as in {KEPT}",
    "waived_broken": f"c.waived_as in {BROKEN}",
}
"""What is told beside the states: cases that rest on silence or were logged late, and what waived ones would be."""


def verdict_of(objective: str = "n", least: str = "n.min_cases") -> str:
    """What becomes of an objective, by the counts `j`: of kept, broken (late or breached), open, and judged at all."""
    share = f"{objective}.share_num"
    return f"""
        case when {share} is null then 'no_objective'
             when j.judged < {least} then 'too_few'
             when j.kept * {objective}.share_den >= {share} * j.judged then 'met'
             when (j.judged - j.broken) * {objective}.share_den < {share} * j.judged then 'missed'
             when j.running + j.at_risk + j.paused > 0 then 'open' else 'unknown' end
    """


def attainment_relations(segments: Sequence[str]) -> list[Relation]:
    """Build `attainment`: counts by state and a verdict for each commitment version, period and breakdown.

    `wider_attainment` has the same for the quarters and years of objectives with shorter periods: its
    verdicts stand in for those of too few cases. Apart, so that `attainment` counts each clock once.
    """
    breakdowns: list[tuple[str, exp.Expr]] = [
        ("all", literal("")),
        ("owner", column("owner", "c")),
        ("team", column("team", "c")),
        *((s, column(f"s_{s}", "c")) for s in segments),
    ]
    own_span = case_by(EACH, {span: column(span, "c") for span in SPANS})
    each = [_counted(name, value, own_span, exp.true()) for name, value in breakdowns]
    wider = [
        _counted(name, value, column(span, "c"), _narrower(span)) for name, value in breakdowns for span in SPANS[1:]
    ]
    return [
        Relation("counted", union_all(each)),
        Relation("counted_wider", union_all(wider)),
        Relation("attainment", _judged("counted")),
        Relation("wider_attainment", _judged("counted_wider")),
    ]


def _narrower(span: str) -> exp.Expr:
    return tree(
        "n.share_num is not null and c.version <> '' and :narrower",
        narrower=is_in(EACH, SPANS[: SPANS.index(span)]),
    )


def _counted(dimension: str, value: exp.Expr, period: exp.Expr, which: exp.Expr) -> exp.Query:
    """Count the clocks of some clauses by their periods."""
    query = select(
        """
        select n.counted_as as cid, c.version, :period as period, cast(:dimension as varchar) as dimension,
               cast(:value as varchar) as value, count(c.lead_id) as clocks
        from clocks as c join clauses as n on n.cid = c.cid
        where :which
        group by 1, 2, 3, 4, 5
        """,
        period=period,
        which=which,
        dimension=dimension,
        value=value,
    )
    for state in STATES:
        number = select(f"select count(case when c.state = '{state}' then 1 end) as n from c").selects[0].this
        query = query.select(exp.alias_(number, state), copy=False)
    for name, which_ones in BESIDE.items():
        number = select(f"select count(case when {which_ones} then 1 end) as n from c").selects[0].this
        query = query.select(exp.alias_(number, name), copy=False)
    return query


def _judged(counted: str) -> exp.Query:
    """Met if it holds with every open and unknown clock broken, missed if it fails with all of them kept."""
    return select(
        f"""
        select n.policy, j.version, n.commitment, j.period, j.dimension, j.value, j.clocks, j.kept, j.late, j.breached,
               j.running, j.at_risk, j.paused, j.cancelled, j.exempt, j.waived, j.unknown, j.not_applicable,
               j.deemed_kept, j.deemed_broken, j.logged_late_kept, j.logged_late_broken, j.waived_kept, j.waived_broken,
               case when j.version <> '' then n.share_num end as share_num,
               case when j.version <> '' then n.share_den end as share_den,
               case when j.version <> '' then n.min_cases end as min_cases,
               case when j.version = '' then 'no_objective' else {verdict_of()} end as verdict
        from (
            select c.*, c.late + c.breached as broken,
                   c.kept + c.late + c.breached + c.running + c.at_risk + c.paused + c.unknown as judged
            from {counted} as c
        ) as j join clauses as n on n.cid = j.cid
        """
    )
