"""Then: what follows a cadence whose time ended without release, a clock of its own with the cadence's version.

The end of a cadence's time stands in no log: it is deduced (`deduced.py`), so that a clock can start by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.acceptances import SILENCE
from engine.compiler.clauses import Clause
from engine.compiler.sql import select
from engine.compiler.verdicts import code
from engine.model.commitments import Cadence, Then

if TYPE_CHECKING:
    from sqlglot import exp

    from engine.model.agreements import Agreement

END_OF_TIME = "end of time"
"""The source of the ends of cadences that rest on no silence."""


def ended_type(agreement: Agreement, cadence: str) -> str:
    """The event type by which a cadence of one version ends; for its colon no schema can declare it."""
    return f"ended:{agreement.id}/{cadence}"


def ended_id(cadence: str) -> str:
    """How the id of such an end begins; the id of the event that started the cadence follows."""
    return f"ended:{cadence}:"


def then_cycles(clause: Clause, then: Then, stages: str) -> exp.Query:
    """The first entry of the stage that follows stops a clock; that of another than the lead is in cancels it.

    The entry that started the cadence does neither. `stages` is the relation of entries by the words of the version.
    """
    return select(
        f"""
        select cast(:cid as integer) as cid, true as governs, f.lead_id, f.started_at, f.start_ord, f.closed_at,
               f.close_kind, f.close_ord
        from (
            select s.lead_id, s.at as started_at, s.ord as start_ord, n.until as closed_at, n.ord as close_ord,
                   case when n.ord is null then null when n.stage = :stage then 0 else 1 end as close_kind,
                   row_number() over (partition by s.ord
                                      order by n.until, case when n.stage = :stage then 0 else 1 end, n.ord) as nth
            from events as s
            left join {stages} as n on n.lead_id = s.lead_id and n.until >= s.at
                 and (n.stage = :stage or n.stage <> coalesce(n.stage_before, ''))
                 and :name || n.event_id <> s.event_id
            where s.type = :ended
        ) as f where f.nth = 1
        """,
        cid=clause.number,
        stage=then.stage,
        ended=ended_type(clause.agreement, then.follows),
        name=ended_id(then.follows),
    )


def ends_of_time(clause: Clause, cadence: Cadence, stages: str) -> exp.Query:
    """The instants from which the lead is to enter the stage that follows, as rows of `deduced`.

    It is the due instant, where the time surely ended with the lead where it was, neither released nor given up; or
    the entry itself, where the lead entered the stage earlier and the attempts had been made.
    """
    ended = """
        e.unseen = 0 and (e.possible_at is null or e.possible_at > e.due_last) and e.as_of > e.due_last
        and (e.untold_at is null or e.untold_at > e.due_last)
        and (e.closed_first is null or e.closed_first > e.due_last)
        and (m.moved_first is null or m.moved_first > e.due_last)
    """
    return select(
        f"""
        select e.cid, e.lead_id, cast(:type as varchar) as type, case when e.early then e.closed_last else e.due_at
               end as at, case when e.early then e.closed_last else e.due_last end as until,
               :name || e.start_event as event_id,
               case when e.deemed_start = 1 then cast(:silence as varchar) else cast(:source as varchar) end as source
        from (
            select e.*, coalesce(v.code = :in_time and e.close_kind = 2 and n.stage = :stage
                                 and e.closed_last <= e.due_at, false) as early
            from evidence as e
            join verdicts as v on v.cid = e.cid and v.start_ord = e.start_ord
            left join {stages} as n on n.ord = e.close_ord
            where e.cid = :cid and e.governs and e.scope = 1 and e.exempts = 0 and e.unlaid = 0 and e.tainted = 0
        ) as e
        left join (
            select s.cid, s.start_ord, min(n.at) as moved_first
            from started as s
            join {stages} as n on n.lead_id = s.lead_id and n.ord <> s.start_ord
                 and (n.at > s.started_at or n.until > s.started_last) and n.stage <> coalesce(n.stage_before, '')
            where s.cid = :cid group by s.cid, s.start_ord
        ) as m on m.cid = e.cid and m.start_ord = e.start_ord
        where e.early or ({ended})
        """,
        type=ended_type(clause.agreement, cadence.name),
        name=ended_id(cadence.name),
        silence=SILENCE,
        source=END_OF_TIME,
        in_time=code("kept", "in_time"),
        stage=cadence.then or "",
        cid=clause.number,
    )
