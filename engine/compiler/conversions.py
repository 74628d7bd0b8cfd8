"""Conversions: of the entries of one stage, those that reach another, or one beyond it, in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.acceptances import acceptance_verdicts
from engine.compiler.clauses import Clause, stages_counted
from engine.compiler.eras import Era, within
from engine.compiler.sql import any_of, column, is_in, select, union_all
from engine.compiler.verdicts import EXEMPT_OR_NOT, HEAD, OVERDUE, UNSEEN, UNSURE, code, kept_if
from engine.model.commitments import Acceptance, Conversion
from engine.model.moments import StageEntered

if TYPE_CHECKING:
    from sqlglot import exp


def conversion_cycles(clause: Clause, conversion: Conversion, eras: Sequence[Era], stages: str) -> exp.Query:
    """Each entry of the first stage is a member of the cohort; the next entry of it closes its account.

    `stages` is the relation of entries by the words of the clause's version.
    """
    governed = [era for era in eras if era.governs]
    return select(
        f"""
        select cast(:cid as integer) as cid, :governs as governs, f.lead_id, f.started_at, f.start_ord,
               f.closed_at, case when f.closed_at is not null then 0 end as close_kind, f.close_ord
        from (
            select a.lead_id, a.at as started_at, a.ord as start_ord, b.until as closed_at, b.ord as close_ord,
                   row_number() over (partition by a.ord order by b.until, b.ord) as nth
            from (
                select n.lead_id, n.at, n.ord, lead(n.at) over (partition by n.lead_id order by n.at, n.ord) as next_at
                from {stages} as n where n.stage = :from_stage
            ) as a
            left join {stages} as b on b.lead_id = a.lead_id and :further
                 and b.until >= a.at and (a.next_at is null or b.until < a.next_at)
            where :within
        ) as f where f.nth = 1
        """,
        cid=clause.number,
        governs=any_of([within(era, column("started_at", "f")) for era in governed]),
        from_stage=conversion.from_stage,
        further=is_in(column("stage", "b"), stages_counted(clause.agreement, conversion)),
        within=any_of([within(era, column("at", "a")) for era in eras]),
    )


def unanswered(clause: Clause, conversion: Conversion, all_clauses: Sequence[Clause]) -> exp.Query:
    """Since when each lead's entry of the first stage is to be answered, and nobody did although it is overdue.

    Of the acceptances of any version, for one that started under earlier words may still run.
    """
    asking = [
        (other.number, other.commitment)
        for other in all_clauses
        if other.agreement.name == clause.agreement.name and isinstance(other.commitment, Acceptance)
        if any(isinstance(m, StageEntered) and conversion.from_stage in m.stages for m in other.commitment.starts)
    ]
    none = select("select e.cid, e.start_ord, e.lead_id as code from evidence as e where 1 = 0")
    judged = [
        select("select v.cid, v.start_ord, v.code from :verdicts as v", verdicts=verdicts.subquery(copy=False))
        for verdicts in (acceptance_verdicts(number, acceptance) for number, acceptance in asking)
    ]
    return select(
        """
        select e.lead_id, min(e.started_at) as since
        from evidence as e join :judged as v on v.cid = e.cid and v.start_ord = e.start_ord
        where v.code = :overdue and e.closed_last is null group by e.lead_id
        """,
        judged=union_all([none, *judged]).subquery(copy=False),
        overdue=code("breached", "not_done"),
    )


def conversion_verdicts(clause: Clause, conversion: Conversion, all_clauses: Sequence[Clause]) -> exp.Query:
    """One row a clock; a stage reached after the window is no conversion.

    Where the time is over and the hand-over itself waits for an overdue answer, the case is undecided.
    """
    return select(
        f"""
        select e.cid, e.start_ord,
               case {HEAD}
                    {kept_if("e.closed_last <= e.due_at", "in_time", "e.closed_first", "e.closed_last")}
                    {UNSEEN}
                    {EXEMPT_OR_NOT}
                    when e.closed_first <= e.due_last then {UNSURE}
                    when e.as_of > e.due_last and u.since <= e.started_at then '{code("unknown", "undecided")}'
                    {OVERDUE}
                    else '{code("running", "immature")}' end as code,
               e.closed_last as stopped_at,
               e.close_event as stop_event,
               cast(null as bigint) as cancelled_at
        from evidence as e left join :unanswered as u on u.lead_id = e.lead_id where e.cid = :cid
        """,
        cid=clause.number,
        unanswered=unanswered(clause, conversion, all_clauses).subquery(copy=False),
    )


def conversion_findings(clause: Clause, conversion: Conversion) -> exp.Query:
    """Leads that reached the second stage before they ever entered the first, and those that skipped it."""
    further = stages_counted(clause.agreement, conversion)
    before = select(
        """
        select 'converted_before_entry' as kind, :policy as policy, b.lead_id, :name as stage_or_commitment,
               min(b.at) as at, :detail as detail
        from stage_log as b
        join (select n.lead_id, min(n.at) as at from stage_log as n
              where n.policy = :policy and n.stage = :from_stage group by n.lead_id) as a on a.lead_id = b.lead_id
        where b.policy = :policy and :further and b.version = :version and b.until < a.at group by b.lead_id
        """,
        policy=clause.agreement.name,
        version=clause.agreement.version,
        name=conversion.name,
        from_stage=conversion.from_stage,
        further=is_in(column("stage", "b"), further),
        detail=f"{conversion.to_stage} before {conversion.from_stage}",
    )
    skipped = select(
        """
        select 'skipped_stage' as kind, :policy as policy, s.lead_id, :name as stage_or_commitment,
               min(b.at) as at, :detail as detail
        from started as s
        join stage_log as b on b.lead_id = s.lead_id and b.policy = :policy and b.event_id = s.close_event
             and b.until = s.closed_last
        where s.cid = :cid and b.stage <> :to_stage group by s.lead_id
        """,
        policy=clause.agreement.name,
        cid=clause.number,
        name=conversion.name,
        to_stage=conversion.to_stage,
        detail=f"went past {conversion.to_stage}",
    )
    return union_all([before, skipped])
