"""Which cells of an event a clause reads: one of them that can't be read may hide what would move a clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.compiler.clauses import Clause, stages_counted, stages_then
from engine.compiler.field_history import change_of
from engine.compiler.query import GivenTable
from engine.model.agreements import Agreement
from engine.model.commitment_moments import moments_named
from engine.model.commitments import Cadence, Commitment, Conversion, FitAtHandOver, Freshness, Then
from engine.model.lead_schema import LeadSchema
from engine.model.moments import Decision, EventHappens, FieldBecomes, Moment, OutreachMade, StageEntered, StageLeft
from engine.model.pauses import WhileIn

OF_RECORD = ""
"""The type of a cell of the lead record, which is of no event."""

Cell = tuple[str, str | None]  # event type, attribute


def clause_cells(all_clauses: Sequence[Clause], schemas: Mapping[str, LeadSchema]) -> GivenTable:
    """`clause_cells(cid, type, reason)`: why a row of that type may be quarantined for a cell that the clause reads.

    A cell of the lead record is of no type.
    """
    rows = [
        (clause.number, kind, f"unreadable value of {attribute}")
        for clause in all_clauses
        for kind, attribute in sorted(_cells_of(clause, schemas[clause.agreement.lead_schema]))
    ]
    rows += [
        (clause.number, OF_RECORD, f"unreadable value of {clause.agreement.fact_of(clause.commitment).field}")
        for clause in all_clauses
        if isinstance(clause.commitment, Freshness)
    ]
    return GivenTable(
        "clause_cells",
        {
            "cid": ("INTEGER", [row[0] for row in rows]),
            "type": ("VARCHAR", [row[1] for row in rows]),
            "reason": ("VARCHAR", [row[2] for row in rows]),
        },
    )


def _cells_of(clause: Clause, schema: LeadSchema) -> set[tuple[str, str]]:
    moments = _moments_of(clause.agreement, clause.commitment)
    cells = set(_read(moments, clause.agreement, schema))
    cells |= {(change_of(m.test.field), str(m.test.field)) for m in moments if isinstance(m, FieldBecomes)}
    if isinstance(clause.commitment, Cadence):  # distinct channels, and outreach close together on one of them
        cells |= {(t.name, t.names_channel) for t in schema.events}
    types = {*clause.start_types, *clause.close_types, *clause.pause_types}
    return {(kind, attribute) for kind, attribute in cells if attribute is not None and kind in types}


def _moments_of(agreement: Agreement, commitment: Commitment) -> tuple[Moment, ...]:
    """What the commitment names, and what its kind reads beside: rejections, the stages of a conversion or a pause."""
    match commitment:
        case Conversion():
            return (StageEntered((commitment.from_stage, *stages_counted(agreement, commitment))),)
        case FitAtHandOver():
            return (StageEntered((agreement.hand_over,)),)
        case Then() | Freshness():
            return (StageEntered(tuple(s.name for s in agreement.stages)),)
        case Cadence():
            rejecting = (*(s.name for s in agreement.stages if s.reasons), *stages_then(commitment))
            beside: tuple[Moment, ...] = (StageEntered(rejecting),) if rejecting else ()
        case _:
            beside = ()
    pauses = getattr(commitment, "pauses", None)
    waits = pauses is not None and any(isinstance(source, WhileIn) for source in pauses.sources)
    every = (StageEntered(tuple(s.name for s in agreement.stages)),) if waits else ()
    return (*moments_named(commitment), *beside, *every)


def _read(moments: Iterable[Moment], agreement: Agreement, schema: LeadSchema) -> Iterator[Cell]:
    for moment in moments:
        match moment:
            case EventHappens():
                yield from ((kind, test.attribute) for kind in moment.events for test in moment.where)
            case StageEntered():
                yield from _entering(moment.stages, agreement, schema)
                if moment.reasons:
                    yield from ((t.name, t.names_reason) for t in schema.events)
            case Decision():
                yield from _entering(moment.stages, agreement, schema)
                if moment.with_reason and moment.field is None:
                    yield from ((t.name, moment.attribute or t.names_reason) for t in schema.events)
            case StageLeft():
                yield from _entering([s.name for s in agreement.stages], agreement, schema)
            case OutreachMade() if moment.channels:
                yield from ((t.name, t.names_channel) for t in schema.events)
            case OutreachMade() | FieldBecomes():
                pass


def _entering(stages: Iterable[str], agreement: Agreement, schema: LeadSchema) -> Iterator[Cell]:
    for stage in agreement.stages:
        if stage.name in stages and stage.entered_by:
            yield from _read(stage.entered_by, agreement, schema)
        elif stage.name in stages:
            yield from ((t.name, t.names_stage) for t in schema.events)
