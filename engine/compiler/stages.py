"""Stages entered, as events recorded them: by the words of each version, and as the version then in force saw them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from engine.compiler.eras import Era, within
from engine.compiler.moments import Moments, enters_stage, reason_named
from engine.compiler.query import Relation
from engine.compiler.sql import case_by, column, is_in, literal, select, union_all
from engine.model.agreements import Agreement
from engine.model.lead_schema import LeadSchema


class StageWords:
    """Which relation holds all entries of a lead as one version's words read the whole log.

    Versions that say the same of their stages share a relation: a clock is judged by the words of the
    version that it started under, also for what happens after the next version begins.
    """

    def __init__(self, by_agreement: Mapping[str, Sequence[Era]], schemas: Mapping[str, LeadSchema]) -> None:
        """Find the different words of every agreement."""
        self._schemas = schemas
        self._words: dict[tuple[str, object], tuple[str, Agreement]] = {}
        for agreement in (era.agreement for eras in by_agreement.values() for era in eras):
            # Numbered, because names may hold hyphens, and two names joined may equal two others.
            self._words.setdefault(_said(agreement), (f"stages_{len(self._words)}", agreement))

    def of(self, agreement: Agreement) -> str:
        """The relation for a version: lead_id, stage, position, at, until, ord, event_id, reason, stage_before."""
        return self._words[_said(agreement)][0]

    def relations(self, by_agreement: Mapping[str, Sequence[Era]]) -> Iterator[Relation]:
        """Build a relation for each set of words, and `stage_log`: each entry by the version then in force.

        `stage_log` has policy, version, lead_id, stage, position, at, until, ord, event_id, reason, stage_before, and
        nth, 1 for a lead's first entry ever into the stage.
        """
        for name, agreement in self._words.values():
            yield Relation(f"{name}_found", _found(agreement, self._schemas[agreement.lead_schema]))
            yield Relation(name, _in_order(f"{name}_found"))
        seen = [_seen(policy, era, self.of(era.agreement)) for policy, eras in by_agreement.items() for era in eras]
        yield Relation("stage_entered", union_all(seen))
        yield Relation("stage_log", _numbered())


def _said(agreement: Agreement) -> tuple[str, object]:
    return agreement.name, (agreement.lead_schema, *((s.name, s.entered_by) for s in agreement.stages))


def _found(agreement: Agreement, schema: LeadSchema) -> exp.Query:
    stage = exp.Case()
    for one in agreement.stages:
        stage = stage.when(enters_stage(one, schema), literal(one.name), copy=False)
    types = Moments(agreement, schema, "").entry_types([s.name for s in agreement.stages])
    return select(
        """
        select f.lead_id, f.stage, cast(:position as integer) as position, f.at, f.until, f.ord, f.event_id, f.reason
        from (
            select e.lead_id, :stage as stage, e.at, e.until, e.ord, e.event_id, cast(:reason as varchar) as reason
            from events as e where :types
        ) as f where f.stage is not null
        """,
        position=case_by(column("stage", "f"), {s.name: literal(i) for i, s in enumerate(agreement.stages)}),
        stage=stage,
        reason=reason_named(schema),
        types=is_in(column("type", "e"), types),
    )


def _in_order(found: str) -> exp.Query:
    """At one instant, stages follow the policy's list."""
    return select(
        f"""
        select f.*, lag(f.stage) over (partition by f.lead_id order by f.at, f.position, f.ord) as stage_before
        from {found} as f
        """
    )


def _seen(policy: str, era: Era, words: str) -> exp.Query:
    return select(
        f"""
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version, w.lead_id, w.stage, w.position,
               w.at, w.until, w.ord, w.event_id, w.reason, w.stage_before
        from {words} as w where :within
        """,
        policy=policy,
        version=era.version,
        within=within(era, column("at", "w")),
    )


def _numbered() -> exp.Query:
    return select(
        """
        select s.*, row_number() over (partition by s.policy, s.lead_id, s.stage order by s.at, s.ord) as nth
        from stage_entered as s
        """
    )
