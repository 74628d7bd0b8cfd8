"""Window rows: which could be the one for a clock, and when the clock is due under each.

A row that can't be decided leaves several candidates; the earliest and the latest due of them bound
the truth, as do the first and the last instant of a start that has a date but no time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from engine.compiler.arrivals import arrival_relations, arrives, with_arrivals
from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.next_days import asks_for_next_days, with_next_day
from engine.compiler.owner_calendars import asks_for_owners, owner_calendar_relations, runs_by_owner
from engine.compiler.paused_dues import paused_due_relations, unpaused_dues
from engine.compiler.query import Relation
from engine.compiler.settling import settled_facts
from engine.compiler.sql import all_of, column, query, select, tree, union_all
from engine.compiler.truth import candidate
from engine.compiler.working_time import with_due
from engine.model.settling import settling_of
from engine.model.window_rows import WindowRow

DUE_COLUMNS = (
    *("cid", "start_ord", "scope", "row_no", "exempt", "calendar", "zone", "unit", "amount", "starts", "is_first"),
    *("is_last", "deemed", "from_position", "due_position"),
)


def window_relations(clauses: Sequence[Clause], conditions: Mapping[str, Conditions], pieces: int) -> list[Relation]:
    """Build `windows`: one row a clock (cid, start_ord) with scope, candidates and due instants.

    scope: 1 in, 0 out, NULL unknown; candidates, exempts: how many rows could be it, and how many of
    those exempt; row_no: the row, NULL if several could be; due_at and due_last: the earliest and the
    latest due; unlaid: how many of the dues lie beyond a calendar's layout; first_row: the first candidate;
    due_row: the first that is due at due_at. Pauses are counted in: due_bare is the earliest due without them.
    is_paused: 1 if the clock stands still at `as_of`, whatever isn't known; may_be_paused: above 0 if it may;
    remaining: the time that is left of a clock that stands still; unnamed: 1 if it isn't recorded who paused it;
    untold: 1 if nothing tells whether a field did.
    """
    rows = [_candidates(c, i, conditions[c.agreement.id]) for c in clauses for i in range(len(c.commitment.rows))]
    return [
        *owner_calendar_relations(clauses),
        *arrival_relations(clauses, pieces),
        Relation("candidates", union_all([_none(), *rows])),
        Relation("candidate_starts", _starts()),
        *_due_relations(clauses, pieces),
        *(paused_due_relations(pieces) if any(c.stands_still for c in clauses) else unpaused_dues()),
        Relation("windows", _windows()),
    ]


def _due_relations(clauses: Sequence[Clause], pieces: int) -> list[Relation]:
    """`candidate_dues`, by a further step where a clause allows until a time of the next business day."""
    if not any(asks_for_next_days(row) for clause in clauses for row in clause.commitment.rows):
        return [Relation("candidate_dues", with_due("candidate_starts", pieces))]
    return [
        Relation("candidate_lengths", with_due("candidate_starts", pieces)),
        Relation("candidate_dues", with_next_day("candidate_lengths", DUE_COLUMNS)),
    ]


def _none() -> exp.Query:
    """No rows, with the types of all: an agreement may have no commitments yet."""
    return select(
        """
        select c.cid, c.start_ord, c.started_at, c.started_last, c.cid as scope, c.cid as row_no, c.cid as exempt,
               c.lead_id as calendar, c.lead_id as zone, c.lead_id as unit, c.start_ord as amount
        from started as c where 1 = 0
        """
    )


def _candidates(clause: Clause, index: int, conditions: Conditions) -> exp.Query:
    row = clause.commitment.rows[index]
    truths = [_truth(clause, row, conditions) for row in clause.commitment.rows]
    scope = exp.true() if clause.scope is None else conditions.truth(clause.scope)
    settles = settling_of(clause.commitment)
    business, by_owner = row.allowed is not None and row.allowed.unit.needs_calendar, asks_for_owners(clause)
    calendar = column("calendar", "v") if by_owner else clause.calendar_of(row)
    found = select(
        """
        select c.cid, c.start_ord, c.started_at, c.started_last,
               cast(case when :scope then 1 when not :scope then 0 end as integer) as scope,
               cast(:row_no as integer) as row_no, cast(:exempt as integer) as exempt,
               cast(:calendar as varchar) as calendar,
               cast(:zone as varchar) as zone, cast(:unit as varchar) as unit, cast(:amount as bigint) as amount
        from started as c join :known as k on k.lead_id = c.lead_id and k.at = c.started_at
        where c.cid = :cid and :could_be
        """,
        known=settled_facts(settles) if settles else exp.to_identifier("facts"),
        scope=_of_the_start(scope) if settles else scope,
        row_no=column("row_no", "v") if by_owner else clause.first_row + index,
        exempt=int(row.allowed is None),
        calendar=calendar if business else None,
        zone=clause.agreement.zone,
        unit=row.allowed.unit.value if row.allowed else None,
        amount=row.allowed.amount if row.allowed else None,
        cid=clause.number,
        could_be=candidate(truths, index),
    )
    found = with_arrivals(found, clause)
    if settles and clause.scope is not None:
        found = found.join("facts as o", on=tree("o.lead_id = c.lead_id and o.at = c.started_at"), copy=False)
    return _on_calendars(found, clause, index) if by_owner else found


def _truth(clause: Clause, row: WindowRow, conditions: Conditions) -> exp.Expr:
    asked = [] if row.condition is None else [conditions.truth(row.condition)]
    return all_of([*asked, *arrives(clause, row)])


def _of_the_start(truth: exp.Expr) -> exp.Expr:
    """The truth over a row `o` of `facts`, beside a row `k` of facts that have settled."""
    truth = truth.copy()
    for read in truth.find_all(exp.Column):
        if read.table == "k":
            read.set("table", exp.to_identifier("o"))
    return truth


def _on_calendars(found: exp.Select, clause: Clause, index: int) -> exp.Select:
    """A row once for each calendar that it can run on: the owner's, or any where nobody knows who that was."""
    row = clause.commitment.rows[index]
    this = tree("v.cid = c.cid and v.written = :index", index=clause.first_row + index)
    if not runs_by_owner(row):
        return found.join("window_rows as v", on=this, copy=False)
    its = tree("not o.told or v.calendar = coalesce(o.calendar, :named)", named=clause.calendar_of(row))
    owner = tree("o.cid = c.cid and o.start_ord = c.start_ord")
    return found.join("owner_calendars as o", on=owner, copy=False).join(
        "window_rows as v", on=all_of([this, exp.Paren(this=its)]), copy=False
    )


def _starts() -> exp.Query:
    return query(
        """
        select c.cid, c.start_ord, c.scope, c.row_no, c.exempt, c.calendar, c.zone, c.unit, c.amount,
               c.started_at as starts, 1 as is_first,
               case when c.started_last = c.started_at then 1 else 0 end as is_last
        from candidates as c
        union all
        select c.cid, c.start_ord, c.scope, c.row_no, c.exempt, c.calendar, c.zone, c.unit, c.amount,
               c.started_last as starts, 0 as is_first, 1 as is_last
        from candidates as c where c.started_last <> c.started_at
        """
    )


def _windows() -> exp.Query:
    return select(
        """
        select d.cid, d.start_ord, max(d.scope) as scope,
               cast(sum(d.is_first) as integer) as candidates, cast(sum(d.is_first * d.exempt) as integer) as exempts,
               case when sum(d.is_first) = 1 then max(d.row_no) end as row_no, min(d.row_no) as first_row,
               min(case when d.due_short = d.earliest then d.row_no end) as due_row,
               min(d.due_short) as due_at, min(d.due) as due_bare,
               case when count(case when d.exempt = 0 and d.due_long is null then 1 end) = 0
                    then max(d.due_long) end as due_last,
               count(case when d.exempt = 0 and d.due_long is null then 1 end) as unlaid,
               min(case when d.exempt = 0 then d.paused_short * d.paused_long end) as is_paused,
               max(case when d.exempt = 0 then d.paused_short + d.paused_long end) as may_be_paused,
               min(d.remaining) as remaining, max(d.unnamed) as unnamed, max(d.untold) as untold
        from (
            select d.*, min(d.due_short) over (partition by d.cid, d.start_ord) as earliest from dues as d
        ) as d group by d.cid, d.start_ord
        """
    )
