"""Responses: the owing party acts within the allowed time of the start."""

from __future__ import annotations

from sqlglot import exp

from engine.compiler.clauses import Clause
from engine.compiler.eras import Era
from engine.compiler.looked_back import look_back_of
from engine.compiler.machines import Machine
from engine.compiler.moments import Moments
from engine.compiler.sql import select
from engine.compiler.verdicts import EXEMPT_OR_NOT, HEAD, OVERDUE, STANDING, UNSEEN, UNSURE, UNTOLD, code, kept_if
from engine.model.commitments import Response
from engine.model.lead_schema import LeadSchema


def response_machine(
    clause: Clause, response: Response, eras: tuple[Era, ...], source: str, schema: LeadSchema
) -> Machine:
    """What opens, stops and cancels a response's cycles."""
    moments = Moments(clause.agreement, schema, response.owed_by)
    return Machine(
        eras,
        source,
        starts=moments.sure(response.starts),
        stops=moments.sure(response.kept_by),
        cancels=moments.sure(response.cancelled_by),
        rejections=exp.false(),
        again=response.again,
        repeats=response.every is not None,
        looks_back=look_back_of(clause),
        number=clause.number,
        start_types=clause.start_types,
        close_types=clause.close_types,
    )


def response_verdicts(cid: int) -> exp.Query:
    """One row a clock: cid, start_ord, code, stopped_at, stop_event, cancelled_at."""
    answered = "e.close_kind = 0 and e.closed_last <= e.due_at"
    return select(
        f"""
        select e.cid, e.start_ord,
               case {HEAD}
                    when e.closed_before = 1 then case when e.exempts > 0 then '{code("unknown", "window_row")}'
                                                       else '{code("kept", "before_start")}' end
                    {kept_if(answered, "in_time", "e.closed_first", "e.closed_last")}
                    {UNSEEN}
                    when e.possible_at <= e.due_last or b.unnamed = 1 then '{code("unknown", "actor")}'
                    {UNTOLD}
                    when b.unlaid = 1 then '{code("unknown", "calendar")}'
                    when b.undated = 1 then '{code("unknown", "date_only")}'
                    {EXEMPT_OR_NOT}
                    when e.close_kind = 0 and e.closed_first > e.due_last then '{code("late", "late")}'
                    when e.close_kind = 1 and e.closed_last <= e.due_at then '{code("cancelled", "cancelled")}'
                    when e.closed_first <= e.due_last then {UNSURE}
                    {OVERDUE}
                    {STANDING}
                    else '{code("running", "open")}' end as code,
               case when e.close_kind = 0 then e.closed_last end as stopped_at,
               case when e.close_kind = 0 then e.close_event end as stop_event,
               case when e.close_kind = 1 then e.closed_last end as cancelled_at
        from evidence as e left join doubts_before as b on b.cid = e.cid and b.start_ord = e.start_ord
        where e.cid = :cid
        """,
        cid=cid,
    )
