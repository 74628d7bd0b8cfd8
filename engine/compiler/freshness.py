"""Freshness: while the owing party holds a lead, a fact that nobody knows is found out within the time.

That a fact is unknown stands in no log: it follows from the field's history, its staleness and the stages that the
lead entered. So the instants at which a clock starts and ends are deduced (`unknown_facts.py`), as events.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.clauses import Clause
from engine.compiler.eras import Era, within
from engine.compiler.sql import any_of, column, is_in, select
from engine.compiler.verdicts import EXEMPT_OR_NOT, HEAD, OVERDUE, UNSEEN, UNSURE, code, kept_if

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.model.agreements import Agreement
    from engine.model.commitments import Freshness

UNKNOWN, UNTOLD, FOUND, LEFT, MAYBE = "unknown", "untold", "found", "left", "maybe"
"""A fact is surely unknown, or nothing tells whether it is; it was found out; the lead was left; it may be known."""
ENDED, DOUBTED = ":ended", ":maybe"
"""What the ids of the end of a clock, and of the first doubt that it goes on, add to that of its start."""


def told_type(agreement: Agreement, freshness: Freshness, what: str) -> str:
    """The event type by which a clock of one version starts or ends; for its colon no schema can declare it."""
    return f"{what}:{agreement.id}/{freshness.name}"


def freshness_cycles(clause: Clause, freshness: Freshness, eras: Sequence[Era]) -> exp.Query:
    """Each span in which the party held the lead and the fact was unknown, with what ended it."""
    starting, ending, governs = (
        [told_type(clause.agreement, freshness, what) for what in (UNKNOWN, UNTOLD)],
        [told_type(clause.agreement, freshness, what) for what in (FOUND, LEFT)],
        any_of([within(era, column("at", "s")) for era in eras if era.governs]),
    )
    return select(
        """
        select cast(:cid as integer) as cid, :governs as governs, s.lead_id, s.at as started_at, s.ord as start_ord,
               c.until as closed_at, case when c.type = :found then 0 when c.type is not null then 1 end as close_kind,
               c.ord as close_ord
        from events as s
        left join events as c on c.lead_id = s.lead_id and c.event_id = s.event_id || :ended and :ending
        where :starting
        """,
        cid=clause.number,
        governs=governs,
        found=told_type(clause.agreement, freshness, FOUND),
        ended=ENDED,
        starting=is_in(column("type", "s"), starting),
        ending=is_in(column("type", "c"), ending),
    )


def maybe_found_out(clause: Clause, freshness: Freshness) -> exp.Query:
    """The first instant of each clock at which nothing tells any longer that the fact is unknown."""
    return select(
        """
        select s.cid, s.start_ord, cast(null as bigint) as possible_at, min(e.at) as untold_at
        from started as s
        join events as e on e.lead_id = s.lead_id and e.type = :maybe and e.event_id = s.start_event || :suffix
        where s.cid = :cid group by s.cid, s.start_ord
        """,
        cid=clause.number,
        maybe=told_type(clause.agreement, freshness, MAYBE),
        suffix=DOUBTED,
    )


def freshness_verdicts(clause: Clause, freshness: Freshness) -> exp.Query:
    """One row a clock, as in `responses`; where nothing tells whether the fact was unknown, there may be no case."""
    found = "e.close_kind = 0 and e.closed_last <= e.due_at"
    return select(
        f"""
        select e.cid, e.start_ord,
               case {HEAD}
                    when s.type = :untold then '{code("unknown", "untold")}'
                    {kept_if(found, "in_time", "e.closed_first", "e.closed_last")}
                    {UNSEEN}
                    when e.untold_at <= e.due_last then '{code("unknown", "untold")}'
                    {EXEMPT_OR_NOT}
                    when e.close_kind = 0 and e.closed_first > e.due_last then '{code("late", "late")}'
                    when e.close_kind = 1 and e.closed_last <= e.due_at then '{code("cancelled", "cancelled")}'
                    when e.closed_first <= e.due_last then {UNSURE}
                    {OVERDUE}
                    else '{code("running", "open")}' end as code,
               case when e.close_kind = 0 then e.closed_last end as stopped_at,
               case when e.close_kind = 0 then e.close_event end as stop_event,
               case when e.close_kind = 1 then e.closed_last end as cancelled_at
        from evidence as e join events as s on s.ord = e.start_ord
        where e.cid = :cid
        """,
        cid=clause.number,
        untold=told_type(clause.agreement, freshness, UNTOLD),
    )
