"""Pauses: when the lead's log opens and ends them, surely and possibly (semantics §5).

A pause lasts from a moment that opens it to the next one that ends it; that several openings follow each
other changes nothing, because pauses count as a union. A time known to the day only and an outreach by
somebody unnamed leave two readings: reading 0 holds what was surely paused, reading 1 what may have been.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.chains import gap_intervals
from engine.compiler.clauses import Clause
from engine.compiler.moments import Moments
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import any_of, column, flag, is_in, select, union_all
from engine.model.lead_schema import LeadSchema
from engine.model.moments import Moment
from engine.model.pauses import Between, UntilBuyer, WhileIn

if TYPE_CHECKING:
    from sqlglot import exp

Source = tuple[str, str]
"""Where a clause reads its moments from, and the entries of its stages: names of two relations."""


def pause_budgets(clauses: Sequence[Clause]) -> GivenTable:
    """`pause_budgets`: the most that the pauses of one clock may add, in µs of the clock's own measure."""
    budgets = [(c.number, c.pauses.budget.microseconds) for c in clauses if c.pauses.budget is not None]
    return GivenTable(
        "pause_budgets",
        {"cid": ("INTEGER", [cid for cid, _ in budgets]), "budget": ("BIGINT", [most for _, most in budgets])},
    )


def pause_relations(
    clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema], sources: Mapping[int, Source]
) -> list[Relation]:
    """Build `pause_edges` and `pause_intervals`: cid, lead_id, reading, begins, ends (NULL while it lasts), of_start.

    of_start is the start of the one clock that a gap belongs to; NULL for what pauses any.
    """
    edges = [edge for c in clauses for edge in _edges(c, schemas[c.agreement.lead_schema], sources[c.number])]
    return [
        Relation("pause_edges", union_all([_none(), *edges])),
        Relation("pause_intervals", union_all([*map(_intervals, (0, 1)), *map(gap_intervals, (0, 1))])),
    ]


def _none() -> exp.Query:
    return select(
        """
        select cast(0 as integer) as cid, cast(0 as integer) as source, e.lead_id, e.at, e.until,
               cast(0 as integer) as place, e.ord, 0 as opens, 0 as sure, 0 as untold from events as e where 1 = 0
        """
    )


def _edges(clause: Clause, schema: LeadSchema, source: Source) -> Iterator[exp.Query]:
    """The moments that open and end each of a clause's pauses."""
    log, stages = source
    for number, pause in enumerate(clause.pauses.sources):
        if isinstance(pause, WhileIn):
            yield _in_stages(clause, number, pause, stages)
        else:
            yield from _at_moments(clause, number, pause, schema, log)


def _in_stages(clause: Clause, number: int, pause: WhileIn, stages: str) -> exp.Query:
    """Entering one of the stages opens, entering any other one ends; at one instant the policy's list decides."""
    return select(
        f"""
        select cast(:cid as integer) as cid, cast(:source as integer) as source, n.lead_id, n.at, n.until,
               n.position as place, n.ord, :opens as opens, 1 as sure, 0 as untold
        from {stages} as n
        """,
        cid=clause.number,
        source=number,
        opens=flag(is_in(column("stage", "n"), pause.stages)),
    )


def _at_moments(
    clause: Clause, number: int, pause: Between | UntilBuyer, schema: LeadSchema, log: str
) -> Iterator[exp.Query]:
    moments = Moments(clause.agreement, schema, clause.commitment.owed_by)
    for opens, found in zip((1, 0), (pause.opens, moments.pause_ends(pause)), strict=True):
        yield _of_moments(clause, number, moments, found, log, opens)


def _of_moments(  # noqa: PLR0913, PLR0917 - what an edge is made of
    clause: Clause, number: int, moments: Moments, found: Sequence[Moment], log: str, opens: int
) -> exp.Query:
    sure, untold = moments.sure(found), moments.untold(found)
    return select(
        f"""
        select cast(:cid as integer) as cid, cast(:source as integer) as source, e.lead_id, e.at, e.until,
               cast(0 as integer) as place, e.ord, :opens as opens, :is_sure as sure, :is_untold as untold
        from {log} as e where :types and :happens
        """,
        cid=clause.number,
        source=number,
        opens=opens,
        is_sure=flag(sure),
        is_untold=flag(untold),
        types=is_in(column("type", "e"), moments.types(found)),
        happens=any_of([sure, moments.possible(found), untold]),
    )


def _intervals(reading: int) -> exp.Query:
    """Each opening with the first ending after it; where the order isn't known, by what the reading holds.

    Surely paused: from the last instant of a sure opening to the first of an ending that may lie after it.
    Possibly paused: from the first instant of an opening to the last of an ending that surely lies after it.
    """
    earlier, later = ("at", "until") if reading == 0 else ("until", "at")
    asked = "g.sure = 1 or g.opens = 0" if reading == 0 else "g.sure = 1 or g.opens = 1"
    return select(
        f"""
        select i.cid, i.lead_id, {reading} as reading, i.begins, i.ends, cast(null as bigint) as of_start
        from (
            select k.cid, k.lead_id, k.opens, k.mark as begins,
                   min(case when k.opens = 0 then k.mark end)
                   over (partition by k.cid, k.source, k.lead_id order by k.told, k.place, k.ord, k.opens
                         rows between 1 following and unbounded following) as ends
            from (
                select g.*, case when g.opens = 1 then g.{earlier} else g.{later} end as told,
                       case when g.opens = 1 then g.{later} else g.{earlier} end as mark
                from pause_edges as g where {asked}
            ) as k
        ) as i where i.opens = 1 and (i.ends is null or i.ends > i.begins)
        """
    )
