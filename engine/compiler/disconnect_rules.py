"""What policies say that disconnects are read from: who holds which stage, where a lead may go, who asks what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.compiler.query import GivenTable
from engine.diagnostics import Location
from engine.model.agreements import Agreement, Stage
from engine.model.commitments import Acceptance
from engine.model.conditions import Condition, Criterion, CriterionRef, FieldTest, parts_of
from engine.model.lead_schema import LeadSchema


def rules_tables(agreements: Sequence[Agreement], schemas: Mapping[str, LeadSchema]) -> tuple[GivenTable, ...]:
    """Rules, moves, hand-overs, and all and only the unasked questions, by policy, version and stage."""
    rules = [row for a in agreements for row in _rules(a, schemas[a.lead_schema])]
    moves = [(a.name, a.version, s.name, following) for a in agreements for s in a.stages for following in s.next]
    hand_overs = [
        (a.name, a.version, s.name, s.requires or "") for a in agreements for s in a.stages if s.name == a.hand_over
    ]
    questions = [row for a in agreements for row in _next_questions(a)]
    open_ones = [(*told, criterion.name) for *told, criterion, asked in questions if not asked]
    columns = ("policy", "version", "stage", "required", "criterion")
    flags = ("hands_over", "accepts", "rejects", "is_final", "owned", "moves")
    return (
        _table("stage_rules", ("policy", "version", "stage", "holder", "taker"), rules, flags),
        _table("stage_moves", ("policy", "version", "stage", "next"), moves),
        _table("hand_overs", ("policy", "version", "stage", "criterion"), hand_overs),
        _table("next_questions", columns, [(*told, criterion.name) for *told, criterion, _ in questions]),
        _table("open_questions", columns, open_ones),
    )


def rule_locations(agreement: Agreement) -> Iterator[tuple[str, Location]]:
    """Each stage and criterion with where it is written, by the node that disconnects name."""
    for kind, named in (("stage", agreement.stages), ("criterion", agreement.criteria)):
        for one in named:
            if one.at is not None:
                yield f"{agreement.id}/{kind}/{one.name}", one.at


def _table(
    name: str, texts: Sequence[str], rows: Sequence[tuple[str | int, ...]], flags: Sequence[str] = ()
) -> GivenTable:
    named = [*((each, "VARCHAR") for each in texts), *((each, "INTEGER") for each in flags)]
    return GivenTable(name, {each: (kind, [row[i] for row in rows]) for i, (each, kind) in enumerate(named)})  # type: ignore[misc]


def _rules(agreement: Agreement, schema: LeadSchema) -> Iterator[tuple[str | int, ...]]:
    taker = next(s.held_by for s in agreement.stages if s.name == agreement.hand_over)
    accepting = {s for c in agreement.commitments if isinstance(c, Acceptance) for s in c.accept.stages}
    owned = any(event.names_owner for event in schema.events)
    for s in agreement.stages:
        flags = (s.name == agreement.hand_over, s.name in accepting, bool(s.reasons), s.final, owned)
        yield agreement.name, agreement.version, s.name, s.held_by, taker, *map(int, flags), len(s.next)


def _next_questions(agreement: Agreement) -> Iterator[tuple[str, str, str, str, Criterion, bool]]:
    """What the stages that follow each require, and whether the holder of this one is to find it out.

    If not, nobody asks while a lead lies here.
    """
    named = {c.name: c for c in agreement.criteria}
    by_name = {s.name: s for s in agreement.stages}
    for stage in agreement.stages:
        for required in dict.fromkeys(r for s in _following(stage, by_name) if (r := s.requires)):
            for criterion in dict.fromkeys(_questions(named[required], named)):
                asked = criterion.found_out is not None and criterion.found_out.by_party == stage.held_by
                yield agreement.name, agreement.version, stage.name, required, criterion, asked


def _following(stage: Stage, by_name: Mapping[str, Stage]) -> Iterator[Stage]:
    return (by_name[name] for name in stage.next)


def _questions(criterion: Criterion, named: Mapping[str, Criterion]) -> Iterator[Criterion]:
    """The criteria that fields answer, among those that a criterion is made of: a party can find them out.

    One that joins other criteria is a question itself only if it asks one in words.
    """
    parts = tuple(_tests(criterion.condition))
    inner = [part.criterion for part in parts if isinstance(part, CriterionRef)]
    if any(isinstance(part, FieldTest) for part in parts) and (criterion.question or not inner):
        yield criterion
    for name in inner:
        yield from _questions(named[name], named)


def _tests(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in parts_of(condition):
        yield from _tests(part)
