"""A policy set to one query: named relations in running order (the whole journey of a verdict)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler import asked
from engine.compiler.attainment import attainment_relations
from engine.compiler.cadences import attempt_relations, cadence_machine
from engine.compiler.calendar_layout import lay_out, pieces_a_day
from engine.compiler.clauses import Clause, clause_of, clause_types, clauses
from engine.compiler.clock_spans import span_relations
from engine.compiler.clocks import clause_table, clock_relations, row_table, warning_table
from engine.compiler.condition_trees import tree_relations
from engine.compiler.conditions import Conditions
from engine.compiler.conversions import conversion_cycles
from engine.compiler.cycles import Machine, cycle_relations, judged_by
from engine.compiler.eras import Era, eras
from engine.compiler.facts import Facts, facts_relations
from engine.compiler.fading import fading_table
from engine.compiler.funnels import funnel_relations
from engine.compiler.log import log_relations
from engine.compiler.pauses import pause_budgets, pause_relations
from engine.compiler.query import GivenTable, Query, Relation
from engine.compiler.responses import response_machine
from engine.compiler.score_ledger import score_locations, score_relations
from engine.compiler.score_uses import score_use_relations
from engine.compiler.spans import doubt_relations, evidence, started
from engine.compiler.sql import select, union_all
from engine.compiler.stages import StageWords
from engine.compiler.summaries import summary_relations
from engine.compiler.volumes import volume_relations, volume_spans, volume_tables
from engine.compiler.windows import window_relations
from engine.model.agreements import Agreement
from engine.model.commitments import Again, Cadence, Conversion, Response
from engine.model.lead_schema import FieldType, LeadSchema
from engine.model.moments import Moment, StageLeft
from engine.model.policy_set import PolicySet

if TYPE_CHECKING:
    from sqlglot import exp

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
)


def compile_policies(policies: PolicySet) -> Query:
    """Turn agreements into relations over leads, events, coverage, quarantine, memberships and run(as_of)."""
    names = tuple(dict.fromkeys(a.name for a in policies.agreements))
    by_agreement = {name: eras(policies.versions_of(name)) for name in names}
    all_clauses = clauses(policies.agreements, policies.lead_schemas)
    stages = StageWords(by_agreement, policies.lead_schemas)
    facts = Facts()
    conditions = {a.id: Conditions(a, facts) for a in policies.agreements}
    segments = tuple(dict.fromkeys(s for a in policies.agreements for s in a.segments))
    scorings = {name: known.scorings for name, known in conditions.items()}
    layers = [layer for known in scorings.values() for layer in known.layers()]
    counted = volume_tables(volume_spans(by_agreement, policies.lead_schemas), policies)
    tables = (*_laid_out(policies), *_constants(all_clauses), fading_table(facts.lines), *counted)
    pieces = pieces_a_day(tables)

    windows = window_relations(all_clauses, conditions, pieces)
    every_era = [era for of_agreement in by_agreement.values() for era in of_agreement]
    criteria = asked.criteria(every_era, conditions)
    entries = asked.stage_entries(every_era, conditions)
    schemas = [policies.lead_schemas[n] for n in dict.fromkeys(a.lead_schema for a in policies.agreements)]
    pausing = [c for c in all_clauses if c.pauses.sources]
    reads = {c.number: (_log_for(c.agreement, stages), stages.of(c.agreement)) for c in pausing}
    relations = [
        *log_relations(policies.agreements, schemas),
        *stages.relations(by_agreement),
        *_cycles(by_agreement, all_clauses, policies, stages),
        started(),
        asked.asked(),
        *facts_relations(facts, _types(schemas), "asked", layers),
        *score_use_relations(every_era, all_clauses, scorings),
        *score_relations(policies.agreements, scorings),
        *(pause_relations(pausing, policies.lead_schemas, reads) if pausing else ()),
        *windows,
        *doubt_relations(all_clauses, policies.lead_schemas),
        evidence(),
        *attempt_relations(all_clauses, policies.lead_schemas, policies.calendars),
        *clock_relations(all_clauses, segments, pieces),
        entries,
        criteria,
        *attainment_relations(segments),
        *volume_relations(),
        *funnel_relations(by_agreement, segments),
        *summary_relations(all_clauses, policies.lead_schemas),
    ]
    locations = dict(pair for clause in all_clauses for pair in clause.locations())
    locations |= dict(pair for agreement in policies.agreements for pair in score_locations(agreement))

    def explaining() -> list[Relation]:
        return [*span_relations(pieces), *tree_relations(policies.agreements, conditions)]

    return Query(tables, tuple(relations), OUTPUTS, locations, explaining)


def _types(schemas: Sequence[LeadSchema]) -> dict[str, FieldType]:
    """The fields of all schemas in use; the first schema decides a field's type."""
    return {field.name: field.type for schema in reversed(schemas) for field in schema.fields}


def _laid_out(policies: PolicySet) -> tuple[GivenTable, ...]:
    zones = {a.zone for a in policies.agreements} | {c.zone for c in policies.calendars.values()}
    used = {a.calendar for a in policies.agreements}
    for commitment in (c for a in policies.agreements for c in a.commitments):
        used |= {commitment.calendar or "", *(row.calendar or "" for row in commitment.rows)}
    return lay_out({n: c for n, c in policies.calendars.items() if n in used}, zones)


def _constants(all_clauses: Sequence[Clause]) -> tuple[GivenTable, ...]:
    return (
        clause_types(all_clauses),
        clause_table(all_clauses),
        row_table(all_clauses),
        warning_table(all_clauses),
        pause_budgets(all_clauses),
    )


def _cycles(
    by_agreement: Mapping[str, tuple[Era, ...]],
    all_clauses: Sequence[Clause],
    policies: PolicySet,
    stages: StageWords,
) -> Iterator[Relation]:
    """Every clause's cycles, and their union `cycles`."""
    found: list[exp.Query] = []
    yield from _logs_with_stages(policies, stages)
    for of_agreement in by_agreement.values():
        for commitment in dict.fromkeys(c.name for era in of_agreement for c in era.agreement.commitments):
            spans = [(e, c) for e in of_agreement if (c := clause_of(all_clauses, e, commitment)) is not None]
            machines = _machines(spans, policies, stages)
            if machines:
                name = f"clause_{spans[0][1].number}"  # numbered, because two names joined may equal two others
                yield from cycle_relations(name, machines)
                judged = [(era, clause.number, _first_only(clause)) for era, clause in spans]
                found.append(judged_by(name, judged))
            found += _conversions(spans, stages)
    yield Relation("cycles", union_all([_no_cycles(), *found]))


def _machines(spans: Sequence[tuple[Era, Clause]], policies: PolicySet, stages: StageWords) -> list[Machine]:
    """One machine for neighbouring eras whose words are equal; none for conversions."""
    machines: list[Machine] = []
    words: object = None
    for era, clause in spans:
        schema = policies.lead_schemas[era.agreement.lead_schema]
        source = _log_for(era.agreement, stages)
        match clause.commitment:
            case Response() as response:
                machine = response_machine(clause, response, (era,), source, schema)
            case Cadence() as cadence:
                machine = cadence_machine(clause, cadence, (era,), source, schema)
            case _:
                continue
        said = (machine.starts, machine.stops, machine.cancels, machine.rejections)
        read = (*said, source)
        if machines and read == words and machines[-1].eras[-1].until == era.since:
            last = machines.pop()
            machine = Machine((*last.eras, era), source, *said, last.start_types, last.close_types)
        machines.append(machine)
        words = read
    return machines


def _conversions(spans: Sequence[tuple[Era, Clause]], stages: StageWords) -> Iterator[exp.Query]:
    for clause in dict.fromkeys(clause for _, clause in spans):
        if isinstance(clause.commitment, Conversion):
            eras_of = [era for era, c in spans if c is clause]
            yield conversion_cycles(clause, clause.commitment, eras_of, stages.of(clause.agreement))


def _first_only(clause: Clause) -> bool:
    return getattr(clause.commitment, "again", Again.NEW) is Again.IGNORE


def _uses_stage_left(agreement: Agreement) -> bool:
    moments: list[Moment] = []
    for commitment in agreement.commitments:
        if isinstance(commitment, Response):
            moments += [*commitment.starts, *commitment.kept_by, *commitment.cancelled_by, *commitment.pauses.moments]
        elif isinstance(commitment, Cadence):
            moments += [*commitment.starts, *commitment.released_by, *commitment.cancelled_by]
            moments += commitment.pauses.moments
    return any(isinstance(m, StageLeft) for m in moments)


def _log_for(agreement: Agreement, stages: StageWords) -> str:
    """The log that an agreement's moments are read from; it knows the stage before where one of them asks for it."""
    return f"log_of_{stages.of(agreement)}" if _uses_stage_left(agreement) else "log"


def _logs_with_stages(policies: PolicySet, stages: StageWords) -> Iterator[Relation]:
    for words in dict.fromkeys(stages.of(a) for a in policies.agreements if _uses_stage_left(a)):
        with_stage = f"""
            select e.*, n.stage_before from log as e left join {words} as n on n.ord = e.ord
        """
        yield Relation(f"log_of_{words}", select(with_stage))


def _no_cycles() -> exp.Query:
    return select(
        """
        select cast(0 as integer) as cid, false as governs, e.lead_id, e.at as started_at, e.ord as start_ord,
               e.until as closed_at, cast(0 as integer) as close_kind, e.ord as close_ord from events as e where 1 = 0
        """
    )
