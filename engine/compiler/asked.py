"""Criteria as they are asked: of every lead at `as_of`, and at each entry of a stage that requires one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from engine.compiler.clauses import Clause
from engine.compiler.conditions import Conditions
from engine.compiler.doubts import Doubts
from engine.compiler.eras import Era
from engine.compiler.query import GivenTable, Relation
from engine.compiler.settling import asked_when_settled
from engine.compiler.sql import case_by, column, projected, query, select, tree, union_all
from engine.model.agreements import Agreement


def asked(clauses: Sequence[Clause]) -> Relation:
    """`asked`: every (lead_id, at) at which something must be known of a lead."""
    everywhere = query(
        """
        select c.lead_id, c.started_at as at from cycles as c
        union select n.lead_id, n.at from stage_log as n
        union select l.lead_id, r.as_of as at from leads as l cross join run as r
        """
    )
    return Relation("asked", _and_when_settled(everywhere, clauses))


def asked_at_starts(clauses: Sequence[Clause]) -> Relation:
    """`asked` where only the starts of clocks ask."""
    starts = select("select distinct c.lead_id, c.started_at as at from cycles as c")
    return Relation("asked", _and_when_settled(starts, clauses))


def _and_when_settled(instants: exp.Query, clauses: Sequence[Clause]) -> exp.Query:
    for further in asked_when_settled(clauses):
        instants = exp.union(instants, further, copy=False)
    return instants


def asked_criteria(eras: Sequence[Era]) -> GivenTable:
    """`asked_criteria`: policy, version, asked, criterion; `asked` is `as_of` or `entry:<stage>`."""
    rows = [
        (era.agreement.name, era.version, asked, criterion)
        for era in eras
        if era.governs
        for asked, criterion in _asked_of(era.agreement)
    ]
    names = ("policy", "version", "asked", "criterion")
    return GivenTable("asked_criteria", {n: ("VARCHAR", [row[i] for row in rows]) for i, n in enumerate(names)})


def _asked_of(agreement: Agreement) -> Iterator[tuple[str, str]]:
    yield from (("as_of", criterion.name) for criterion in agreement.criteria)
    yield from ((f"entry:{stage.name}", stage.requires) for stage in agreement.stages if stage.requires)


def criteria_relations(eras: Sequence[Era], conditions: Mapping[str, Conditions]) -> list[Relation]:
    """Build `criteria(policy, version, lead_id, asked, criterion, at, truth, because, as_it_stands)`.

    `criterion_questions` are its rows before they are answered.
    """
    governing = [era for era in eras if era.governs]
    as_of = [
        select(
            """
            select cast(:policy as varchar) as policy, cast(:version as varchar) as version, l.lead_id,
                   cast('as_of' as varchar) as asked, r.as_of as at
            from leads as l cross join run as r where r.as_of >= :since and r.as_of < :until
            """,
            policy=era.agreement.name,
            version=era.version,
            since=era.since,
            until=era.until,
        )
        for era in governing
    ]
    at_entry = select("select n.policy, n.version, n.lead_id, 'entry:' || n.stage as asked, n.at from stage_log as n")
    asked = select(
        """
        with q as (:asked)
        select q.policy, q.version, q.lead_id, q.asked, c.criterion, q.at
        from q
        join asked_criteria as c on c.policy = q.policy and c.version = q.version and c.asked = q.asked
        """,
        asked=union_all([at_entry, *as_of]),
    )
    answered = [_answered(era.agreement, conditions[era.agreement.id]) for era in governing]
    return [Relation("criterion_questions", asked), Relation("criteria", union_all(answered))]


def _answered(agreement: Agreement, conditions: Conditions) -> exp.Query:
    doubts, named = Doubts(conditions), {c.name: c.condition for c in agreement.criteria}
    required = {stage.requires for stage in agreement.stages if stage.requires}
    truth = {name: conditions.truth(condition) for name, condition in named.items()}
    because = {name: doubts.because(condition) for name, condition in named.items()}
    standing = {name: doubts.standing(condition) for name, condition in named.items() if name in required}
    answered = select(
        """
        select q.policy, q.version, q.lead_id, q.asked, q.criterion, q.at, cast(:truth as boolean) as truth,
               cast(:because as varchar) as because,
               case when q.asked = 'as_of' then '' else cast(:standing as varchar) end as as_it_stands
        from criterion_questions as q
        where q.policy = :policy and q.version = :version
        """,
        truth=case_by(column("criterion", "q"), truth),
        because=case_by(column("criterion", "q"), because),
        standing=case_by(column("criterion", "q"), standing),
        policy=agreement.name,
        version=agreement.version,
    )
    facts = projected(select("select k.* from facts as k"), doubts.columns).subquery("k", copy=False)
    return answered.join(facts, on=tree("k.lead_id = q.lead_id and k.at = q.at"), copy=False)


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
                   n.stage_before, n.nth, cast(:in_scope as boolean) as in_scope
            from stage_log as n join facts as k on k.lead_id = n.lead_id and k.at = n.at
            """,
            in_scope=in_scope,
        ),
    )
