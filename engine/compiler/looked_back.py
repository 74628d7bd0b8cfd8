"""`looks_back: 1 business day`: outreach before a start that keeps the clock which starts there (semantics §5).

An outreach reaches as far as an allowed time of that length would from its instant on: a start at or before then is
kept by it. So a call on Friday afternoon reaches all of Monday, if one business day is looked back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.moments import Moments
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, flag, is_in, query, select, union_all
from engine.compiler.working_time import with_due
from engine.model.commitments import Response
from engine.model.durations import Duration
from engine.model.lead_schema import LeadSchema
from engine.model.moments import OutreachMade

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True, slots=True)
class LookBack:
    """How far a clause looks back, and on what; clauses that look back alike may share a machine."""

    length: Duration
    calendar: str
    zone: str


def look_back_of(clause: Clause) -> LookBack | None:
    """How far a clause looks back; None if it doesn't."""
    length = clause.commitment.looks_back if isinstance(clause.commitment, Response) else None
    if length is None:
        return None
    calendar = clause.commitment.calendar or clause.agreement.calendar
    return LookBack(length, calendar, clause.agreement.zone)


def looked_back_relations(
    clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema], pieces: int
) -> Iterator[Relation]:
    """Build `looked_back`: cid, lead_id, ord, until, sure, and reach_first and reach_last, how far an outreach reaches.

    The two differ where its time of day isn't known; they are NULL beyond the calendar's layout.
    """
    found = [(c, back) for c in clauses if (back := look_back_of(c)) is not None]
    if not found:
        return
    each = [_outreach(clause, back, schemas[clause.agreement.lead_schema]) for clause, back in found]
    yield Relation("earlier_outreach", union_all(each))
    yield Relation("reaching_from", _both_ends())
    yield Relation("reaching", with_due("reaching_from", pieces))
    yield Relation("looked_back", _reaches())


def _outreach(clause: Clause, back: LookBack, schema: LeadSchema) -> exp.Query:
    moments = Moments(clause.agreement, schema, clause.commitment.owed_by)
    made = outreach_kept_by(clause)
    sure = moments.sure(made)
    return select(
        """
        select cast(:cid as integer) as cid, e.lead_id, e.ord, e.at, e.until, :is_sure as sure,
               cast(:calendar as varchar) as calendar, cast(:zone as varchar) as zone,
               cast(:unit as varchar) as unit, cast(:amount as bigint) as amount
        from log as e where :types and :happens
        """,
        cid=clause.number,
        is_sure=flag(sure),
        calendar=back.calendar if back.length.unit.needs_calendar else None,
        zone=back.zone,
        unit=back.length.unit.value,
        amount=back.length.amount,
        types=is_in(column("type", "e"), moments.types(made)),
        happens=any_of([sure, moments.possible(made)]),
    )


def outreach_kept_by(clause: Clause) -> tuple[OutreachMade, ...]:
    """The outreach that keeps a response: it alone counts before the start."""
    kept_by = clause.commitment.kept_by if isinstance(clause.commitment, Response) else ()
    return tuple(moment for moment in kept_by if isinstance(moment, OutreachMade))


def _both_ends() -> exp.Query:
    return query(
        """
        select e.*, e.at as starts, 1 as is_first, case when e.until = e.at then 1 else 0 end as is_last
        from earlier_outreach as e
        union all
        select e.*, e.until as starts, 0 as is_first, 1 as is_last from earlier_outreach as e where e.until <> e.at
        """
    )


def _reaches() -> exp.Query:
    return select(
        """
        select r.cid, r.lead_id, r.ord, r.until, r.sure, max(case when r.is_first = 1 then r.due end) as reach_first,
               max(case when r.is_last = 1 then r.due end) as reach_last
        from reaching as r group by r.cid, r.lead_id, r.ord, r.until, r.sure
        """
    )


def kept_before(cid: int, starts: exp.Query) -> exp.Query:
    """The last outreach that surely reaches each start, as moments; `starts` has lead_id, t and ord."""
    return select(
        """
        select b.lead_id, b.t, max(p.ord) as ord, 0 as s, 0 as x, 0 as c, 0 as r, 1 as b
        from (select w.lead_id, w.t, min(w.ord) as ord from :starts as w group by w.lead_id, w.t) as b
        join events as s on s.ord = b.ord
        join looked_back as p on p.lead_id = b.lead_id and p.until < b.t and p.reach_first >= s.until
        where p.cid = :cid and p.sure = 1
        group by b.lead_id, b.t
        """,
        cid=cid,
        starts=starts.subquery(copy=False),
    )


def doubt_before_relations(clauses: Sequence[Clause], pieces: int) -> list[Relation]:
    """Build `doubts_before` and `covered_from`, what may have kept a clock before its start.

    `doubts_before(cid, start_ord, unnamed, unlaid, undated)`: 1 where it isn't known who acted, how far that reaches,
    or when on its day it was. `covered_from(cid, since)`: up to which start an outreach that no source tells of may
    have reached.
    """
    found = [(c, back) for c in clauses if (back := look_back_of(c)) is not None]
    if not found:
        return [Relation("doubts_before", _no_doubts()), Relation("covered_from", _no_cover())]
    cover = [_cover(clause, back) for clause, back in found]
    return [
        Relation("doubts_before", _doubts()),
        Relation("covered_back", union_all(cover)),
        Relation("covered_reach", with_due("covered_back", pieces)),
        Relation("covered_from", select("select c.cid, coalesce(c.due, c.starts) as since from covered_reach as c")),
    ]


def _cover(clause: Clause, back: LookBack) -> exp.Query:
    return select(
        """
        select v.cid, v.since as starts, cast(:calendar as varchar) as calendar, cast(:zone as varchar) as zone,
               cast(:unit as varchar) as unit, cast(:amount as bigint) as amount
        from covered as v where v.cid = :cid and v.since > :never
        """,
        cid=clause.number,
        calendar=back.calendar if back.length.unit.needs_calendar else None,
        zone=back.zone,
        unit=back.length.unit.value,
        amount=back.length.amount,
        never=-(1 << 62),
    )


def _no_cover() -> exp.Query:
    return select("select v.cid, v.since from covered as v where 1 = 0")


def _doubts() -> exp.Query:
    return select(
        """
        select s.cid, s.start_ord, max(1 - p.sure) as unnamed,
               max(case when p.sure = 1 and p.reach_last is null then 1 else 0 end) as unlaid,
               max(case when p.sure = 1 and p.reach_last is not null then 1 else 0 end) as undated
        from started as s
        join looked_back as p on p.cid = s.cid and p.lead_id = s.lead_id and p.until < s.started_at
             and (p.reach_last is null or p.reach_last >= s.started_at)
        where s.closed_before = 0
        group by s.cid, s.start_ord
        """
    )


def _no_doubts() -> exp.Query:
    return select(
        """
        select s.cid, s.start_ord, s.closed_before as unnamed, s.closed_before as unlaid, s.closed_before as undated
        from started as s where 1 = 0
        """
    )
