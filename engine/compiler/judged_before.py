"""What must be judged before all else, because events follow from it that other clocks start and stop by."""

from __future__ import annotations

from collections.abc import Collection

from engine.compiler import asked
from engine.compiler.cells_read import clause_cells
from engine.compiler.clause_cycles import paused_clauses, to_cycles, to_evidence
from engine.compiler.clauses import Clause, clause_types, clauses
from engine.compiler.conditions import Conditions
from engine.compiler.deduced import (
    apart,
    deduced_relations,
    events_with,
    judged_in_turn,
)
from engine.compiler.eras import Era, eras
from engine.compiler.facts import Facts, facts_relations, field_types
from engine.compiler.fading import fading_table
from engine.compiler.field_moments import fields_awaited, log_with_changes
from engine.compiler.owner_calendars import owner_types, row_table
from engine.compiler.pauses import pause_budgets
from engine.compiler.query import GivenTable, Relation
from engine.compiler.settling import settling_relations
from engine.compiler.stages import StageWords
from engine.compiler.unknown_facts import unknown_fact_relations
from engine.compiler.windows import window_relations
from engine.model.commitments import Acceptance, Cadence, Freshness
from engine.model.policy_set import PolicySet
from engine.model.silences import silent_acceptances


def judged_before(policies: PolicySet, pieces: int) -> tuple[list[Relation], list[GivenTable], str]:
    """What must be judged before all else, with its tables, and the events that all else reads."""
    relations: list[Relation] = []
    tables: list[GivenTable] = []
    events = "events"
    schemas = [policies.lead_schemas[n] for n in dict.fromkeys(a.lead_schema for a in policies.agreements)]
    attributes = tuple(dict.fromkeys(name for schema in schemas for name in schema.attributes))
    if fields := fields_awaited(policies.agreements):
        relations += log_with_changes(fields, events, attributes)
        events = "events_and_changes"
    for number, (some, kind) in enumerate(judged_in_turn(policies)):
        prefix, with_deduced = f"before_{number}_", f"events_{number}"
        journey, given = apart(*_judged_alone(some, kind, pieces), prefix, events)
        query = events_with(events, f"{prefix}deduced", attributes)
        relations += [*journey, Relation(with_deduced, query)]
        tables += given
        events = with_deduced
    seeking = tuple(a for a in policies.agreements if any(isinstance(c, Freshness) for c in a.commitments))
    if seeking:
        journey, _ = apart(_facts_unknown(policies, {a.name for a in seeking}), (), "unknown_", events)
        relations += [*journey, Relation("events_told", events_with(events, "unknown_deduced", attributes))]
        events = "events_told"
    return relations, tables, events


def _facts_unknown(policies: PolicySet, names: Collection[str]) -> list[Relation]:
    """What is to be found out: after all silences, for they move leads on to those who hold them."""
    by_agreement = {name: some for name, some in eras_of(policies).items() if name in names}
    stages = StageWords(by_agreement, policies.lead_schemas)
    sought = [
        (clause, clause.commitment, [e for e in by_agreement[clause.agreement.name] if e.agreement is clause.agreement])
        for clause in clauses(policies.agreements, policies.lead_schemas)
        if isinstance(clause.commitment, Freshness)
    ]
    words = {clause.number: stages.of(clause.agreement) for clause, _, _ in sought}
    return [*stages.relations(by_agreement), *unknown_fact_relations(sought, words, field_types(policies))]


def _judged_alone(
    policies: PolicySet, kind: type[Acceptance | Cadence], pieces: int
) -> tuple[list[Relation], list[GivenTable]]:
    """A part of the policies up to what follows from it; nothing is asked of a lead but at starts.

    Cycles are those of every commitment given, for one may hold the starts of another; judged are only those of a kind
    from which something follows.
    """
    by_agreement = eras_of(policies)
    some = clauses(policies.agreements, policies.lead_schemas)
    deciding = [c for c in some if isinstance(c.commitment, kind) and _decides(c)]
    stages = StageWords(by_agreement, policies.lead_schemas)
    facts = Facts()
    conditions = {a.id: Conditions(a, facts) for a in policies.agreements}
    layers = [layer for known in conditions.values() for layer in known.scorings.layers()]
    given = [clause_types(some), clause_cells(some, policies.lead_schemas), fading_table(facts.lines)]
    given += [row_table(some, policies.rosters), owner_types(some, policies.lead_schemas), pause_budgets(some)]
    windows = window_relations(deciding, conditions, pieces)
    relations = [
        *to_cycles(by_agreement, some, policies, stages, pieces),
        asked.asked_at_starts(some),
        *facts_relations(facts, field_types(policies), "asked", layers),
        *settling_relations(deciding, facts, field_types(policies), layers),
        *paused_clauses(deciding, policies, stages),
        *windows,
        *to_evidence(deciding, policies, pieces),
        *deduced_relations(deciding, {c.number: stages.of(c.agreement) for c in deciding}),
    ]
    return relations, given


def _decides(clause: Clause) -> bool:
    if isinstance(clause.commitment, Cadence):
        return clause.commitment.then is not None
    return clause.commitment in tuple(silent_acceptances(clause.agreement))


def eras_of(policies: PolicySet) -> dict[str, tuple[Era, ...]]:
    """The eras of each agreement."""
    names = dict.fromkeys(a.name for a in policies.agreements)
    return {name: eras(policies.versions_of(name)) for name in names}
