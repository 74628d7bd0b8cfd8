"""Stages entered, as events recorded them: `stage_log`, one row for each entry under each agreement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from engine.compiler.eras import Era, within
from engine.compiler.moments import Moments, enters_stage, reason_named
from engine.compiler.query import Relation
from engine.compiler.sql import case_by, column, is_in, literal, select, union_all
from engine.model.lead_schema import LeadSchema
from engine.model.moments import StageEntered


def stage_relations(by_agreement: Mapping[str, tuple[Era, ...]], schemas: Mapping[str, LeadSchema]) -> list[Relation]:
    """Build `stage_events` and `stage_log`: policy, version, lead_id, stage, position, at, until, ord, event_id,
    reason, nth (1 = the first ever) and stage_before (NULL at the first)."""
    found = [
        _entered(name, era, schemas[era.agreement.lead_schema]) for name, eras in by_agreement.items() for era in eras
    ]
    numbered = select(
        """
        select s.*,
               row_number() over (partition by s.policy, s.lead_id, s.stage order by s.at, s.ord) as nth,
               lag(s.stage) over (partition by s.policy, s.lead_id order by s.at, s.position, s.ord) as stage_before
        from stage_events as s
        """
    )
    return [Relation("stage_events", union_all(found)), Relation("stage_log", numbered)]


def _entered(policy: str, era: Era, schema: LeadSchema) -> exp.Query:
    stages = era.agreement.stages
    stage = exp.Case()
    for one in stages:
        stage = stage.when(enters_stage(one, schema), literal(one.name), copy=False)
    types = Moments(era.agreement, schema, "").types([StageEntered(tuple(s.name for s in stages))])
    positions = {s.name: literal(i) for i, s in enumerate(stages)}
    return select(
        """
        select f.policy, f.version, f.lead_id, f.stage, cast(:position as integer) as position,
               f.at, f.until, f.ord, f.event_id, f.reason
        from (
            select cast(:policy as varchar) as policy, cast(:version as varchar) as version, e.lead_id,
                   :stage as stage, e.at, e.until, e.ord, e.event_id, cast(:reason as varchar) as reason
            from events as e where :within and :types
        ) as f
        where f.stage is not null
        """,
        policy=policy,
        version=era.version,
        stage=stage,
        reason=reason_named(schema),
        within=within(era, column("at", "e")),
        types=is_in(column("type", "e"), types),
        position=case_by(column("stage", "f"), positions),
    )
