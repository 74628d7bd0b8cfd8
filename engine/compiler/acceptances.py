"""Acceptances: a person of the owing party accepts or rejects the lead within the allowed time of the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.clauses import Clause
from engine.compiler.eras import Era
from engine.compiler.machines import Machine
from engine.compiler.moments import Moments, enters_stage
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, column, flag, is_in, literal, select, union_all
from engine.compiler.truth import holds
from engine.compiler.verdicts import EXEMPT_OR_NOT, HEAD, OVERDUE, UNSEEN, UNSURE, UNTOLD, code, kept_if
from engine.model.commitments import Acceptance, IfSilent
from engine.model.lead_schema import LeadSchema

if TYPE_CHECKING:
    from engine.model.agreements import Agreement

DEEMED = code("kept", "deemed")
SILENCE = "silence"
"""The source of entries that silence makes; the sources of a log have a slash in their names."""
CLOSED_FIRST = "case when d.at < e.started_at then e.started_at else coalesce(d.at, e.closed_first) end"


def acceptance_machine(
    clause: Clause, acceptance: Acceptance, eras: tuple[Era, ...], source: str, schema: LeadSchema
) -> Machine:
    """What opens, decides and cancels an acceptance; a rejection without a listed reason does nothing."""
    moments = Moments(clause.agreement, schema, acceptance.owed_by)
    return Machine(
        eras,
        source,
        starts=moments.sure(acceptance.starts),
        stops=moments.sure([acceptance.accept, acceptance.reject]),
        cancels=moments.sure(acceptance.cancelled_by),
        rejections=exp.false(),
        again=acceptance.again,
        repeats=False,
        start_types=clause.start_types,
        close_types=clause.close_types,
    )


def decision_types(agreements: Sequence[Agreement], schemas: Sequence[LeadSchema]) -> set[str]:
    """The event types by which a lead can be accepted or rejected."""
    by_name = {schema.name: schema for schema in schemas}
    return {
        name
        for agreement in agreements
        for a in agreement.commitments
        if isinstance(a, Acceptance)
        for name in Moments(agreement, by_name[agreement.lead_schema], a.owed_by).types([a.accept, a.reject])
    }


def reason_fields(agreements: Sequence[Agreement]) -> list[str]:
    """The fields of leads that hold the reason of a rejection."""
    found = [c.reject.field for a in agreements for c in a.commitments if isinstance(c, Acceptance)]
    return sorted({field for field in found if field is not None})


def decision_relations(clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema]) -> list[Relation]:
    """Build `decisions`: cid, lead_id, at, until, event_id, accepted, and nth, 1 for the first of an instant.

    At one instant stages follow the policy's list.
    """
    none = select(
        """
        select s.cid, s.lead_id, s.started_at as at, s.started_last as until, s.start_event as event_id,
               0 as accepted, 0 as nth
        from started as s where 1 = 0
        """
    )
    found = [
        _decisions(clause, clause.commitment, schemas[clause.agreement.lead_schema])
        for clause in clauses
        if isinstance(clause.commitment, Acceptance)
    ]
    return [Relation("decisions", union_all([none, *found]))]


def _decisions(clause: Clause, acceptance: Acceptance, schema: LeadSchema) -> exp.Query:
    decided = [acceptance.accept, acceptance.reject]
    moments = Moments(clause.agreement, schema, acceptance.owed_by)
    position = exp.Case()
    for number, stage in enumerate(clause.agreement.stages):
        if stage.name in {*acceptance.accept.stages, *acceptance.reject.stages}:
            position = position.when(enters_stage(stage, schema), literal(number), copy=False)
    return select(
        """
        select cast(:cid as integer) as cid, e.lead_id, e.at, e.until, e.event_id, :accepted as accepted,
               row_number() over (partition by e.lead_id, e.until order by :position, e.ord) as nth
        from log as e where :types and :decided
        """,
        cid=clause.number,
        accepted=flag(moments.sure([acceptance.accept])),
        position=position,
        types=is_in(column("type", "e"), moments.types(decided)),
        decided=any_of([moments.sure(decided)]),
    )


def deemed_findings(clause: Clause, acceptance: Acceptance) -> exp.Query:
    """The first rejection, by whomever and for whatever reason, of a lead that silence had accepted."""
    return select(
        """
        select 'rejected_after_deemed' as kind, :policy as policy, n.lead_id, :name as stage_or_commitment,
               min(n.at) as at, min(n.stage) as detail
        from (
            select c.lead_id, c.clock_id, c.version, coalesce(c.waived_as_reason, c.reason) as reason, c.stopped_at,
                   lead(c.started_at) over (partition by c.lead_id order by c.started_at) as next_start
            from clocks as c where c.policy = :policy and c.commitment = :name
        ) as c
        join stage_log as n on n.policy = :policy and n.lead_id = c.lead_id and n.at > c.stopped_at
             and (c.next_start is null or n.at < c.next_start) and :stages
        where c.version = :version and c.reason = 'deemed' group by n.lead_id, c.clock_id
        """,
        policy=clause.agreement.name,
        version=clause.agreement.version,
        name=acceptance.name,
        stages=is_in(column("stage", "n"), acceptance.reject.stages),
    )


def acceptance_findings(clause: Clause, acceptance: Acceptance, schema: LeadSchema) -> exp.Query:
    """Rejections, by whomever, of leads that were to be answered, for no reason that the stage lists."""
    moments = Moments(clause.agreement, schema, acceptance.owed_by)
    return select(
        """
        select 'rejected_without_reason' as kind, :policy as policy, n.lead_id, :name as stage_or_commitment,
               n.at, n.stage as detail
        from stage_log as n
        join log as e on e.ord = n.ord
        join (select c.lead_id, min(c.started_at) as since from clocks as c
              where c.policy = :policy and c.commitment = :name and c.state <> 'not_applicable'
              group by c.lead_id) as c on c.lead_id = n.lead_id and n.until >= c.since
        where n.policy = :policy and n.version = :version and :stages and not :decided
        """,
        policy=clause.agreement.name,
        version=clause.agreement.version,
        name=acceptance.name,
        stages=is_in(column("stage", "n"), acceptance.reject.stages),
        decided=holds(moments.decided(acceptance.reject)),
    )


def deemed_id(acceptance: Acceptance) -> str:
    """How the id of an entry that silence made begins; the id of the event that started the clock follows."""
    return f"deemed:{acceptance.name}:"


def acceptance_verdicts(cid: int, acceptance: Acceptance) -> exp.Query:
    """One row a clock, as in `responses`; what was decided at the close tells the reason.

    Where silence accepts, it does so at due: what comes later changes nothing.
    """
    in_time = "e.close_kind = 0 and e.closed_last <= e.due_at"
    silent = f"e.as_of > e.due_last and (e.closed_last is null or {CLOSED_FIRST} > e.due_last)"
    deeming = acceptance.if_silent is IfSilent.DEEMED_ACCEPTED
    return select(
        f"""
        select v.cid, v.start_ord, v.code,
               case when v.code = '{DEEMED}' then v.due_last when v.close_kind = 0 then v.closed_last end as stopped_at,
               case when v.code = '{DEEMED}' then :id || v.start_event when v.close_kind = 0 then v.decided_by
               end as stop_event,
               case when v.close_kind = 1 and v.code <> '{DEEMED}' then v.closed_last end as cancelled_at
        from (
            select e.*, d.event_id as decided_by,
                   case {HEAD}
                        {kept_if(f"{in_time} and d.accepted = 1", "accepted", CLOSED_FIRST, "e.closed_last")}
                        {kept_if(in_time, "rejected", CLOSED_FIRST, "e.closed_last")}
                        {UNSEEN}
                        when e.possible_at <= e.due_last then '{code("unknown", "actor")}'
                        {UNTOLD}
                        {EXEMPT_OR_NOT}
                        {f"when {silent} then '{DEEMED}'" if deeming else ""}
                        when e.close_kind = 0 and {CLOSED_FIRST} > e.due_last then '{code("late", "late")}'
                        when e.close_kind = 1 and e.closed_last <= e.due_at then '{code("cancelled", "cancelled")}'
                        when {CLOSED_FIRST} <= e.due_last then {UNSURE}
                        {OVERDUE}
                        else '{code("running", "open")}' end as code
            from evidence as e
            left join decisions as d on d.cid = e.cid and d.lead_id = e.lead_id and d.until = e.closed_last
                 and d.nth = 1 and e.close_kind = 0
            where e.cid = :cid
        ) as v
        """,
        cid=cid,
        id=deemed_id(acceptance),
    )
