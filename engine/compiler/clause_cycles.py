"""The cycles of every clause, and their way from events to evidence: what each verdict is decided on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.compiler.acceptances import acceptance_machine, decision_relations
from engine.compiler.cadences import attempt_relations, cadence_machine
from engine.compiler.chains import gap_relations, gaps_judged_by
from engine.compiler.clauses import Clause, clause_of
from engine.compiler.conversions import conversion_cycles
from engine.compiler.cycles import cycle_relations, judged_by, prefix_of
from engine.compiler.eras import Era
from engine.compiler.fits import fit_cycles
from engine.compiler.freshness import freshness_cycles
from engine.compiler.log import log_relations
from engine.compiler.looked_back import looked_back_relations
from engine.compiler.machines import Machine
from engine.compiler.pauses import pause_relations
from engine.compiler.query import Relation
from engine.compiler.responses import response_machine
from engine.compiler.spans import doubt_relations, evidence, started
from engine.compiler.sql import select, union_all
from engine.compiler.stages import StageWords
from engine.compiler.then import then_cycles
from engine.model.agreements import Agreement
from engine.model.commitment_moments import moments_named
from engine.model.commitments import Acceptance, Again, Cadence, Conversion, FitAtHandOver, Freshness, Response, Then
from engine.model.moments import StageLeft
from engine.model.policy_set import PolicySet

if TYPE_CHECKING:
    from sqlglot import exp


def to_cycles(
    by_agreement: Mapping[str, tuple[Era, ...]],
    all_clauses: Sequence[Clause],
    policies: PolicySet,
    stages: StageWords,
    pieces: int,
) -> list[Relation]:
    """From events to `started`: what opened and closed each clock."""
    schemas = [policies.lead_schemas[n] for n in dict.fromkeys(a.lead_schema for a in policies.agreements)]
    return [
        *log_relations(policies.agreements, schemas),
        *stages.relations(by_agreement),
        *looked_back_relations(all_clauses, policies.lead_schemas, pieces),
        *_cycles(by_agreement, all_clauses, policies, stages),
        started(),
    ]


def to_evidence(all_clauses: Sequence[Clause], policies: PolicySet, pieces: int) -> list[Relation]:
    """From `windows` to all that verdicts are decided on."""
    return [
        *doubt_relations(all_clauses, policies.lead_schemas, pieces),
        evidence(),
        *attempt_relations(all_clauses, policies.lead_schemas, policies.calendars),
        *decision_relations(all_clauses, policies.lead_schemas),
    ]


def paused_clauses(all_clauses: Sequence[Clause], policies: PolicySet, stages: StageWords) -> list[Relation]:
    """What makes clocks stand still; nothing where no clause has a pause."""
    pausing = [c for c in all_clauses if c.stands_still]
    reads = {c.number: (log_for(c.agreement, stages), stages.of(c.agreement)) for c in pausing}
    return pause_relations(pausing, policies.lead_schemas, reads) if pausing else []


def _cycles(
    by_agreement: Mapping[str, tuple[Era, ...]],
    all_clauses: Sequence[Clause],
    policies: PolicySet,
    stages: StageWords,
) -> Iterator[Relation]:
    """Every clause's cycles, and their union `cycles`."""
    found: list[exp.Query] = []
    gaps: list[exp.Query] = []
    yield from _logs_with_stages(policies, stages)
    for of_agreement in by_agreement.values():
        for commitment in dict.fromkeys(c.name for era in of_agreement for c in era.agreement.commitments):
            spans = [(e, c) for e in of_agreement if (c := clause_of(all_clauses, e, commitment)) is not None]
            machines = _machines(spans, policies, stages)
            if machines:
                name = f"clause_{spans[0][1].number}"  # numbered, because two names joined may equal two others
                yield from cycle_relations(name, machines)
                numbers = [(era, clause.number) for era, clause in spans]
                again = [(era, clause.repeated_as) for era, clause in spans if clause.repeated_as is not None]
                found.append(judged_by(name, numbers, again))
                chained = [n for n, machine in enumerate(machines) if machine.again is Again.CONTINUE]
                gaps += [gaps_judged_by(prefix_of(name, n), numbers) for n in chained]
            found += _counted_at_entries(spans, stages)
    yield Relation("cycles", union_all([_no_cycles(), *found]))
    yield from gap_relations(gaps)


def _machines(spans: Sequence[tuple[Era, Clause]], policies: PolicySet, stages: StageWords) -> list[Machine]:
    """One machine for neighbouring eras whose words are equal; none for what is counted at entries."""
    machines: list[Machine] = []
    words: object = None
    for era, clause in spans:
        schema = policies.lead_schemas[era.agreement.lead_schema]
        source = log_for(era.agreement, stages)
        match clause.commitment:
            case Response() as response:
                machine = response_machine(clause, response, (era,), source, schema)
            case Cadence() as cadence:
                machine = cadence_machine(clause, cadence, (era,), source, schema)
            case Acceptance() as acceptance:
                machine = acceptance_machine(clause, acceptance, (era,), source, schema)
            case _:
                continue
        read = replace(machine, eras=(), start_types=(), close_types=(), number=0)
        if machines and read == words and machines[-1].until == machine.since:
            last = machines.pop()
            machine = replace(last, eras=(*last.eras, era))
        machines.append(machine)
        words = read
    return machines


def _counted_at_entries(spans: Sequence[tuple[Era, Clause]], stages: StageWords) -> Iterator[exp.Query]:
    for clause in dict.fromkeys(clause for _, clause in spans):
        eras_of, entries = [era for era, c in spans if c is clause], stages.of(clause.agreement)
        if isinstance(clause.commitment, Conversion):
            yield conversion_cycles(clause, clause.commitment, eras_of, entries)
        if isinstance(clause.commitment, FitAtHandOver):
            yield fit_cycles(clause, eras_of, entries)
        if isinstance(clause.commitment, Then):
            yield then_cycles(clause, clause.commitment, entries)
        if isinstance(clause.commitment, Freshness):
            yield freshness_cycles(clause, clause.commitment, eras_of)


def _uses_stage_left(agreement: Agreement) -> bool:
    return any(isinstance(m, StageLeft) for commitment in agreement.commitments for m in moments_named(commitment))


def log_for(agreement: Agreement, stages: StageWords) -> str:
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
