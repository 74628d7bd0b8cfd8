"""Criteria as they are asked: of every lead at `as_of`, and at each entry of a stage that requires one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from engine.compiler.conditions import Conditions
from engine.compiler.eras import Era
from engine.compiler.query import Relation
from engine.compiler.sql import query, select, tree, union_all
from engine.model.agreements import Agreement
from engine.model.conditions import Criterion


def asked() -> Relation:
    """`asked`: every (lead_id, at) at which something must be known of a lead."""
    return Relation(
        "asked",
        query(
            """
            select c.lead_id, c.started_at as at from cycles as c
            union select n.lead_id, n.at from stage_log as n
            union select l.lead_id, r.as_of as at from leads as l cross join run as r
            """
        ),
    )


def asked_at_starts() -> Relation:
    """`asked` where only the starts of clocks ask."""
    return Relation("asked", select("select distinct c.lead_id, c.started_at as at from cycles as c"))


def criteria(eras: Sequence[Era], conditions: Mapping[str, Conditions]) -> Relation:
    """`criteria`: policy, version, lead_id, asked, criterion, at, truth, because, as_it_stands."""
    found = [_nobody()]
    for era in eras:
        if not era.governs:
            continue
        known = conditions[era.agreement.id]
        found += [_as_of(era, c, known) for c in era.agreement.criteria]
        by_name = {c.name: c for c in era.agreement.criteria}
        found += [
            _at_entry(era.agreement, stage.name, by_name[stage.requires], known)
            for stage in era.agreement.stages
            if stage.requires
        ]
    return Relation("criteria", union_all(found))


def _as_of(era: Era, criterion: Criterion, conditions: Conditions) -> exp.Query:
    return select(
        """
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version, k.lead_id,
               cast('as_of' as varchar) as asked, cast(:criterion as varchar) as criterion, k.at,
               cast(:truth as boolean) as truth, cast(:because as varchar) as because,
               cast('' as varchar) as as_it_stands
        from facts as k join run as r on r.as_of = k.at
        where k.at >= :since and k.at < :until
        """,
        policy=era.agreement.name,
        version=era.version,
        criterion=criterion.name,
        truth=conditions.truth(criterion.condition),
        because=conditions.because(criterion.condition),
        since=era.since,
        until=era.until,
    )


def _at_entry(agreement: Agreement, stage: str, criterion: Criterion, conditions: Conditions) -> exp.Query:
    return select(
        """
        select n.policy, n.version, n.lead_id, cast(:asked as varchar) as asked,
               cast(:criterion as varchar) as criterion, n.at, cast(:truth as boolean) as truth,
               cast(:because as varchar) as because, cast(:standing as varchar) as as_it_stands
        from stage_log as n join facts as k on k.lead_id = n.lead_id and k.at = n.at
        where n.policy = :policy and n.version = :version and n.stage = :stage
        """,
        asked=f"entry:{stage}",
        criterion=criterion.name,
        truth=conditions.truth(criterion.condition),
        because=conditions.because(criterion.condition),
        standing=conditions.standing(criterion.condition),
        policy=agreement.name,
        version=agreement.version,
        stage=stage,
    )


def _nobody() -> exp.Query:
    return select(
        """
        select n.policy, n.version, n.lead_id, n.stage as asked, n.stage as criterion, n.at,
               cast(null as boolean) as truth, n.stage as because, n.stage as as_it_stands
        from stage_log as n where 1 = 0
        """
    )


def stage_entries(eras: Sequence[Era], conditions: Mapping[str, Conditions]) -> Relation:
    """`entries`: entries with whether the lead was in scope then (NULL unknown)."""
    scope = exp.Case()
    for era in eras:
        if era.agreement.scope is not None:
            here = tree(
                "n.policy = :policy and n.at >= :since and n.at < :until",
                policy=era.agreement.name,
                since=era.since,
                until=era.until,
            )
            scope = scope.when(here, conditions[era.agreement.id].truth(era.agreement.scope), copy=False)
    in_scope = scope.else_(exp.true()) if scope.args.get("ifs") else exp.true()
    return Relation(
        "entries",
        select(
            """
            select n.policy, n.version, n.lead_id, n.stage, n.position, n.at, n.until, n.event_id, n.ord, n.reason,
                   n.nth, cast(:in_scope as boolean) as in_scope
            from stage_log as n join facts as k on k.lead_id = n.lead_id and k.at = n.at
            """,
            in_scope=in_scope,
        ),
    )
