"""Deduced events: what follows from rules and stands in no log, so that other clocks can start and stop by it.

Silence makes an entry of the stage that accepts; the end of a cadence's time starts what follows it. The clocks
that this depends on are judged first, by a copy of the relations that lead to their evidence; what is deduced is
added to the log that all other clocks read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.acceptances import DEEMED, SILENCE, acceptance_verdicts, deemed_id
from engine.compiler.cadences import cadence_verdicts
from engine.compiler.query import GivenTable, Relation
from engine.compiler.sql import column, projected, select, union_all
from engine.compiler.then import ends_of_time
from engine.model.commitments import Acceptance, Cadence, Then
from engine.model.conditions import AttributeTest
from engine.model.moments import EventHappens
from engine.model.silences import in_turn, silences_awaited, silent_acceptances
from engine.model.trials import is_trial, whole_version

if TYPE_CHECKING:
    from engine.compiler.clauses import Clause
    from engine.model.agreements import Agreement, Stage
    from engine.model.lead_schema import LeadSchema
    from engine.model.policy_set import PolicySet

NOBODY = ""
"""The actor of a deduced event: not somebody unknown, but no one."""

COLUMNS = ("ord", "event_id", "lead_id", "type", "at", "until", "recorded_at", "actor", "source")


def deemed_type(agreement: Agreement, stage: str) -> str:
    """The event type by which silence enters a stage; for its colon no schema can declare it.

    A trial's is its own: what would have been makes nothing that others could read.
    """
    whose = agreement.id if is_trial(agreement.version) else agreement.name
    return f"deemed:{whose}/{stage}"


def told_of_silence(policies: PolicySet) -> PolicySet:
    """The same policies, in which the entries that silence makes enter their stages."""
    made = {deemed_type(a, c.accept.stages[0]) for a in policies.agreements for c in silent_acceptances(a)}
    agreements = []
    for one in policies.agreements:
        schema = policies.lead_schemas[one.lead_schema]
        stages = tuple(_by_silence(stage, _read(one, stage) & made, schema) for stage in one.stages)
        agreements.append(replace(one, stages=stages))
    return replace(policies, agreements=tuple(agreements))


def _read(agreement: Agreement, stage: Stage) -> set[str]:
    """The types of silence that a version knows: those of all that bind, and its own."""
    binding = replace(agreement, version=whole_version(agreement.version))
    return {deemed_type(binding, stage.name), deemed_type(agreement, stage.name)}


def _by_silence(stage: Stage, types: set[str], schema: LeadSchema) -> Stage:
    if not types:
        return stage
    recorded = stage.entered_by or tuple(
        EventHappens((event.name,), (AttributeTest(event.names_stage, (stage.name,)),))
        for event in schema.events
        if event.names_stage
    )
    return replace(stage, entered_by=(*recorded, EventHappens(tuple(sorted(types)))))


def judged_in_turn(policies: PolicySet) -> Iterator[tuple[PolicySet, type[Acceptance | Cadence]]]:
    """The acceptances that silence can give, alone; later ones may start or end by what earlier ones give.

    Last come the cadences that something follows: all silences may move them. Other versions' commitments of the same
    name come along, for a clock of theirs that is open holds later starts; those of the other kind have their own turn.
    """
    names = dict.fromkeys(a.name for a in policies.agreements)
    turns = [[(name, some) for some in in_turn(silences_awaited(policies.versions_of(name)))] for name in names]
    for turn in zip_longest(*turns):
        wanted = dict(part for part in turn if part is not None)
        agreements = [
            replace(a, commitments=tuple(c for c in a.commitments if c.name in wanted[a.name]))
            for a in policies.agreements
            if a.name in wanted
        ]
        yield replace(policies, agreements=tuple(agreements)), Acceptance
    followed = {(a.name, c.follows) for a in policies.agreements for c in a.commitments if isinstance(c, Then)}
    if followed:
        agreements = [
            replace(a, commitments=tuple(c for c in a.commitments if (a.name, c.name) in followed))
            for a in policies.agreements
            if a.name in {name for name, _ in followed}
        ]
        yield replace(policies, agreements=tuple(agreements)), Cadence


def renamed(relations: Iterable[Relation], names: Mapping[str, str]) -> list[Relation]:
    """The relations under other names, wherever they are read too; names inside one query stay its own."""
    found = []
    for relation in relations:
        own = {inner.alias for inner in relation.query.find_all(exp.CTE)}
        for table in relation.query.find_all(exp.Table):
            if table.name in names and table.name not in own:
                table.set("this", exp.to_identifier(names[table.name]))
        found.append(Relation(names.get(relation.name, relation.name), relation.query))
    return found


def apart(
    relations: Sequence[Relation], tables: Sequence[GivenTable], prefix: str, events: str
) -> tuple[list[Relation], list[GivenTable]]:
    """A part of the journey under names of its own, over the events of `events`."""
    own = [*(relation.name for relation in relations), *(table.name for table in tables)]
    names = {name: f"{prefix}{name}" for name in own} | {"events": events}
    return renamed(relations, names), [GivenTable(names[t.name], t.columns) for t in tables]


def deduced_relations(clauses: Sequence[Clause], stages: Mapping[int, str]) -> list[Relation]:
    """Build `deduced` from the clauses that silence can keep or that something follows.

    It has an entry of the stage that accepts, at the due instant of each clock that silence kept, and the ends of
    cadences; `stages` names the entries of stages by the words of each clause's version.
    """
    found: list[exp.Query] = [
        select(
            """
            select e.cid, e.lead_id, cast(:type as varchar) as type, e.due_at as at, e.due_last as until,
                   :name || e.start_event as event_id, cast(:source as varchar) as source
            from verdicts as v join evidence as e on e.cid = v.cid and e.start_ord = v.start_ord
            where v.cid = :cid and v.code = :deemed
            """,
            type=deemed_type(clause.agreement, acceptance.accept.stages[0]),
            name=deemed_id(acceptance),
            source=SILENCE,
            cid=clause.number,
            deemed=DEEMED,
        )
        for clause, acceptance in _acceptances(clauses)
    ]
    verdicts = [acceptance_verdicts(clause.number, acceptance) for clause, acceptance in _acceptances(clauses)]
    for clause in clauses:
        if isinstance(clause.commitment, Cadence):
            found.append(ends_of_time(clause, clause.commitment, stages[clause.number]))
            verdicts.append(cadence_verdicts(clause.number))
    return [Relation("verdicts", union_all(verdicts)), Relation("deduced", union_all(found))]


def _acceptances(clauses: Sequence[Clause]) -> list[tuple[Clause, Acceptance]]:
    return [(c, c.commitment) for c in clauses if isinstance(c.commitment, Acceptance)]


def events_with(events: str, deduced: str, attributes: Sequence[str]) -> exp.Query:
    """The events of a log and those that were deduced; at one instant the recorded come first."""
    texts = [f"a_{name}" for name in attributes]
    recorded = select(f"select e.lead_id from {events} as e").select(
        *(column(name, "e") for name in (*COLUMNS, *texts)), append=False, copy=False
    )
    added = select(
        f"""
        select l.last + row_number() over (order by d.lead_id, d.at, d.type, d.event_id) as ord, d.event_id, d.lead_id,
               d.type, d.at, d.until, cast(null as bigint) as recorded_at, cast(:nobody as varchar) as actor, d.source
        from {deduced} as d cross join (select coalesce(max(e.ord), 0) as last from {events} as e) as l
        """,
        nobody=NOBODY,
    )
    added = projected(added, {text: exp.cast(exp.null(), "varchar") for text in texts})
    return union_all([recorded, added])
