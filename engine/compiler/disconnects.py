"""Disconnects: where the two parties miss each other (semantics §8), with the lead, since when, and the policy line.

Stages are those of the version in force at each entry. What is asked of a lead as it stands is asked of the version in
force at `as_of`, and of leads in its scope. `since` of `qualified_not_handed_over` is the lead's last recorded change:
it has qualified since then at the latest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.acceptances import SILENCE
from engine.compiler.conditions import Conditions
from engine.compiler.disconnect_kinds import every_kind
from engine.compiler.eras import NEVER, Era, within
from engine.compiler.moments import outreach_types, reason_named, reason_of
from engine.compiler.query import Relation
from engine.compiler.sql import any_of, case_by, column, is_in, select, tree, union_all
from engine.compiler.then import END_OF_TIME
from engine.compiler.unknown_facts import DEDUCED as UNKNOWN_FACT
from engine.model.agreements import Agreement
from engine.model.commitments import Acceptance
from engine.model.lead_schema import LeadSchema, Outreach
from engine.model.moments import OutreachMade

if TYPE_CHECKING:
    from sqlglot import exp

MOST_LISTED = 20_000
"""So many of a kind are read for a report; a million would take gigabytes and nobody reads them."""
BY_HAND = OutreachMade(Outreach.ATTEMPT)
DEDUCED_FROM = (SILENCE, END_OF_TIME, UNKNOWN_FACT)
"""The sources of events that stand in no log."""


def disconnect_relations(
    eras: Sequence[Era], conditions: Mapping[str, Conditions], schemas: Mapping[str, LeadSchema]
) -> list[Relation]:
    """Build `disconnects(kind, policy, version, lead_id, owner, since, stage, detail, node)`, since in µs UTC.

    `disconnect_counts` has how many there are of each kind, `longest_disconnects` those that a report lists.
    `unknown_answers` counts the leads in scope whose way on hangs on an answer that is unknown, by question, stage and
    the party that holds them, with how long the first of them has stood there.
    """
    governing = [era for era in eras if era.governs]
    return [
        Relation("seen_entries", _entries()),
        Relation("standing", _standing()),
        Relation("in_scope_now", union_all([_in_scope(era, conditions[era.agreement.id]) for era in governing])),
        Relation("worked", union_all([_worked(era, schemas[era.agreement.lead_schema]) for era in governing])),
        Relation("nurtured", union_all([_nurtured(era, schemas[era.agreement.lead_schema]) for era in governing])),
        Relation("last_changes", _last_changes()),
        Relation("rejections", _rejections(governing, schemas)),
        Relation("disconnects", _disconnects()),
        Relation("disconnect_counts", _counts()),
        Relation("longest_disconnects", _longest()),
        Relation("unknown_answers", _unknown_answers()),
    ]


def _entries() -> exp.Query:
    """Entries in scope with what the policy says of their stage."""
    return select(
        """
        select n.policy, n.version, n.lead_id, n.stage, n.position, n.at, n.ord, n.stage_before, u.holder,
               u.hands_over, u.accepts, u.rejects, u.is_final, u.owned, u.taker
        from entries as n
        join stage_rules as u on u.policy = n.policy and u.version = n.version and u.stage = n.stage
        where n.in_scope
        """
    )


def _standing() -> exp.Query:
    """The stage that each lead stands in: its last entry."""
    return select(
        """
        select s.* from (
            select n.*, row_number() over (partition by n.policy, n.lead_id order by n.at desc, n.position desc,
                                           n.ord desc) as back
            from seen_entries as n
        ) as s where s.back = 1
        """
    )


def _in_scope(era: Era, conditions: Conditions) -> exp.Query:
    scope = era.agreement.scope
    return select(
        """
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version, k.lead_id, r.as_of
        from facts as k join run as r on r.as_of = k.at
        where :in_force and :in_scope
        """,
        policy=era.agreement.name,
        version=era.version,
        in_force=within(era, column("as_of", "r")),
        in_scope=tree("true") if scope is None else conditions.truth(scope),
    )


def _worked(era: Era, schema: LeadSchema) -> exp.Query:
    """Outreach by hand of the party that takes the leads over."""
    taker = next(s.held_by for s in era.agreement.stages if s.name == era.agreement.hand_over)
    return select(
        """
        select cast(:policy as varchar) as policy, cast(:version as varchar) as version, e.lead_id, e.at, e.until, e.ord
        from log as e where :outreach and :ours and :in_force
        """,
        policy=era.agreement.name,
        version=era.version,
        outreach=is_in(column("type", "e"), [t.name for t in outreach_types(BY_HAND, schema)]),
        ours=tree(":by = 1", by=column(f"by_{taker}", "e")),
        in_force=within(era, column("at", "e")),
    )


def _nurtured(era: Era, schema: LeadSchema) -> exp.Query:
    """The acts of each party on a lead: events of its side, and outreach of its people."""
    reaches = is_in(column("type", "e"), [t.name for t in schema.events if t.outreach.rank > 0])
    return union_all(
        [
            select(
                """
                select cast(:policy as varchar) as policy, cast(:party as varchar) as party, e.lead_id, e.at
                from log as e where :acts and :in_force
                """,
                policy=era.agreement.name,
                party=party.id,
                acts=any_of(
                    [
                        is_in(column("type", "e"), [t.name for t in schema.events if t.side.value == party.id]),
                        tree(":reaches and :by = 1", reaches=reaches, by=column(f"by_{party.id}", "e")),
                    ]
                ),
                in_force=within(era, column("at", "e")),
            )
            for party in era.agreement.parties
        ]
    )


def _last_changes() -> exp.Query:
    """What somebody recorded last; an event that only follows from what didn't happen is recorded by nobody."""
    return select(
        """
        select c.lead_id, max(c.at) as at from (
            select e.lead_id, e.at from events as e where not :deduced
            union all select f.lead_id, f.at from field_changes as f where f.nth > 0
        ) as c group by c.lead_id
        """,
        deduced=is_in(tree("coalesce(e.source, '')"), DEDUCED_FROM),
    )


def _rejections(eras: Sequence[Era], schemas: Mapping[str, LeadSchema]) -> exp.Query:
    """Entries of rejection stages without a reason that the stage lists, wherever the policy says it stands."""
    found = [_unreasoned(era.agreement, schemas[era.agreement.lead_schema]) for era in eras]
    return union_all(found)


def _unreasoned(agreement: Agreement, schema: LeadSchema) -> exp.Query:
    reason = case_by(column("stage", "n"), dict(_reasons(agreement, schema)))
    listed = [
        tree("n.stage = :stage and :reason_listed", stage=s.name, reason_listed=is_in(column("reason", "n"), s.reasons))
        for s in agreement.stages
        if s.reasons
    ]
    return select(
        """
        select n.policy, n.version, n.lead_id, n.stage, n.at, n.ord, n.reason from (
            select n.policy, n.version, n.lead_id, n.stage, n.at, n.ord, cast(:reason as varchar) as reason
            from seen_entries as n join log as e on e.ord = n.ord
            where n.policy = :policy and n.version = :version and n.rejects = 1
        ) as n where n.reason is null or not :listed
        """,
        reason=reason,
        policy=agreement.name,
        version=agreement.version,
        listed=any_of(listed),
    )


def _reasons(agreement: Agreement, schema: LeadSchema) -> Iterator[tuple[str, exp.Expr]]:
    decisions = [c.reject for c in agreement.commitments if isinstance(c, Acceptance)]
    for stage in agreement.stages:
        if stage.reasons:
            said = next((d for d in decisions if stage.name in d.stages), None)
            yield stage.name, reason_named(schema) if said is None else reason_of(said, schema)


def _disconnects() -> exp.Query:
    return select(
        """
        with d as (:found)
        select d.kind, d.policy, d.version, d.lead_id, o.owner, d.since, d.stage, d.detail, d.node
        from d left join owners as o on o.lead_id = d.lead_id and o.until is null
        """,
        found=union_all(every_kind()),
    )


def _counts() -> exp.Query:
    return select(
        """
        select d.policy, d.kind, count(d.lead_id) as cases, count(distinct d.lead_id) as leads
        from disconnects as d group by d.policy, d.kind
        """
    )


def _longest() -> exp.Query:
    return select(
        """
        select d.* from (
            select d.*, row_number() over (partition by d.policy, d.kind
                                           order by coalesce(d.since, :never), d.lead_id, d.stage, d.detail) as nth
            from disconnects as d
        ) as d where d.nth <= :most
        """,
        never=NEVER,
        most=MOST_LISTED,
    )


def _unknown_answers() -> exp.Query:
    return select(
        """
        select k.policy, k.version, p.criterion, s.stage, s.holder, count(distinct k.lead_id) as leads,
               min(s.at) as since
        from in_scope_now as k
        join standing as s on s.policy = k.policy and s.lead_id = k.lead_id
        join next_questions as p on p.policy = k.policy and p.version = k.version and p.stage = s.stage
        join criteria as q on q.policy = k.policy and q.version = k.version and q.lead_id = k.lead_id
             and q.asked = 'as_of' and q.criterion = p.criterion and q.truth is null
        join criteria as d on d.policy = k.policy and d.version = k.version and d.lead_id = k.lead_id
             and d.asked = 'as_of' and d.criterion = p.required and d.truth is null
        group by k.policy, k.version, p.criterion, s.stage, s.holder
        """
    )
