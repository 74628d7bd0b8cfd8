"""A policy set to one query: named relations in running order (the whole journey of a verdict)."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compiler import asked
from engine.compiler.alerts import alert_relations, alert_table, calendars_of_owners
from engine.compiler.attainment import attainment_relations
from engine.compiler.calendar_layout import lay_out, pieces_a_day
from engine.compiler.cells_read import clause_cells
from engine.compiler.clause_cycles import paused_clauses, to_cycles, to_evidence
from engine.compiler.clauses import Clause, clause_types, clauses
from engine.compiler.clock_owners import owner_relations
from engine.compiler.clock_spans import span_relations
from engine.compiler.clocks import clause_table, clock_relations, warning_table
from engine.compiler.cohorts import cohort_relations
from engine.compiler.condition_trees import tree_relations
from engine.compiler.conditions import Conditions
from engine.compiler.deduced import (
    renamed,
    told_of_silence,
)
from engine.compiler.disconnect_rules import rule_locations, rules_tables
from engine.compiler.disconnects import disconnect_relations
from engine.compiler.facts import Facts, facts_relations, field_types
from engine.compiler.fading import fading_table
from engine.compiler.funnels import funnel_relations
from engine.compiler.judged_before import eras_of, judged_before
from engine.compiler.logged_late import log_limits
from engine.compiler.merged_leads import merges_of_explained
from engine.compiler.next_days import asks_for_next_days, next_day_tables
from engine.compiler.owner_calendars import owner_types, row_table
from engine.compiler.pauses import pause_budgets
from engine.compiler.query import GivenTable, Query, Relation
from engine.compiler.response_parts import response_part_relations
from engine.compiler.score_ledger import score_locations, score_relations
from engine.compiler.score_uses import score_use_relations
from engine.compiler.settling import settling_relations
from engine.compiler.shared_ids import shared_id_relations
from engine.compiler.stages import StageWords
from engine.compiler.summaries import summary_relations
from engine.compiler.volumes import volume_relations, volume_spans, volume_tables
from engine.compiler.waivers import waived_clauses, waived_relation, waiver_tables
from engine.compiler.windows import window_relations
from engine.model.policy_set import PolicySet

OUTPUTS = (
    "clocks",
    "entries",
    "criteria",
    "attainment",
    "wider_attainment",
    "volumes",
    "volume_entries",
    "funnel",
    "findings",
    "breaches",
    "open_clocks",
    "unknown_clocks",
    "response_times",
    "response_quantiles",
    "attempt_counts",
    "lead_counts",
    "scores",
    "score_parts",
    "score_ledger",
    "rating_counts",
    "disconnects",
    "disconnect_counts",
    "waiver_counts",
    "hours_of_week",
    "cohorts",
    "clock_shares",
    "late_hand_overs",
    "response_parts",
    "alerts",
)


def compile_policies(policies: PolicySet) -> Query:
    """Turn agreements into relations over leads, events, coverage, quarantine, memberships and run(as_of)."""
    calendars = _laid_out(policies)
    policies = told_of_silence(policies)
    early, early_tables, events = judged_before(policies, pieces_a_day(calendars))
    by_agreement = eras_of(policies)
    all_clauses = clauses(policies.agreements, policies.lead_schemas)
    stages = StageWords(by_agreement, policies.lead_schemas)
    facts = Facts()
    conditions = {a.id: Conditions(a, facts) for a in policies.agreements}
    segments = tuple(dict.fromkeys(s for a in policies.agreements for s in a.segments))
    scorings = {name: known.scorings for name, known in conditions.items()}
    layers = [layer for known in scorings.values() for layer in known.layers()]
    counted = volume_tables(volume_spans(by_agreement, policies.lead_schemas), policies)
    every_era = [era for of_agreement in by_agreement.values() for era in of_agreement]
    asking = asked.asked_criteria(every_era)
    constants = (*_constants(all_clauses, policies), fading_table(facts.lines))
    rules = rules_tables(policies.agreements, policies.lead_schemas)
    waived = waived_clauses(policies, all_clauses)
    tables = (*calendars, *constants, *rules, *early_tables, *counted, asking, *waiver_tables(waived))
    pieces = pieces_a_day(tables)

    types = field_types(policies)
    windows = window_relations(all_clauses, conditions, pieces)
    criteria = asked.criteria_relations(every_era, conditions)
    entries = asked.stage_entries(every_era, conditions)
    covered = waived_relation(waived, conditions)
    twice = shared_id_relations(all_clauses, by_agreement, conditions)
    relations = [
        *to_cycles(by_agreement, all_clauses, policies, stages, pieces),
        asked.asked(all_clauses),
        *facts_relations(facts, types, "asked", layers),
        *settling_relations(all_clauses, facts, types, layers),
        *score_use_relations(every_era, all_clauses, scorings),
        *score_relations(policies.agreements, scorings),
        *paused_clauses(all_clauses, policies, stages),
        *windows,
        *to_evidence(all_clauses, policies, pieces),
        covered,
        *clock_relations(all_clauses, conditions, segments, pieces),
        *twice,
        *owner_relations(pieces),
        *alert_relations(all_clauses, pieces),
        *response_part_relations(pieces),
        entries,
        *criteria,
        *attainment_relations(segments),
        *volume_relations(),
        *funnel_relations(by_agreement, segments),
        *cohort_relations(by_agreement),
        *disconnect_relations(every_era, conditions, policies.lead_schemas),
        *summary_relations(all_clauses, policies.agreements, policies.lead_schemas),
    ]
    locations = dict(pair for clause in all_clauses for pair in clause.locations())
    locations |= dict(pair for agreement in policies.agreements for pair in score_locations(agreement))
    locations |= dict(pair for agreement in policies.agreements for pair in rule_locations(agreement))

    def explaining() -> list[Relation]:
        trees = tree_relations(policies.agreements, conditions)
        explained = [*span_relations(pieces), *trees, merges_of_explained()]
        return renamed(explained, {"events": events})

    return Query(tables, (*early, *renamed(relations, {"events": events})), OUTPUTS, locations, explaining)


def _laid_out(policies: PolicySet) -> tuple[GivenTable, ...]:
    zones = {a.zone for a in policies.agreements} | {c.zone for c in policies.calendars.values()}
    used = {name for agreement in policies.agreements for name in policies.calendars_of(agreement)}
    used |= calendars_of_owners(policies)
    calendars = {n: c for n, c in policies.calendars.items() if n in used}
    tables = lay_out(calendars, zones)
    by_time = any(asks_for_next_days(row) for a in policies.agreements for c in a.commitments for row in c.rows)
    return (*tables, *next_day_tables(calendars, tables)) if by_time else tables


def _constants(all_clauses: Sequence[Clause], policies: PolicySet) -> tuple[GivenTable, ...]:
    return (
        clause_types(all_clauses),
        clause_cells(all_clauses, policies.lead_schemas),
        clause_table(all_clauses),
        row_table(all_clauses, policies.rosters),
        warning_table(all_clauses),
        alert_table(all_clauses),
        pause_budgets(all_clauses),
        log_limits(all_clauses, policies.lead_schemas),
        owner_types(all_clauses, policies.lead_schemas),
    )
