"""What a condition is worth for one lead at one instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from engine.model.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    CriterionRef,
    EventCount,
    FieldTest,
    Money,
    Not,
    Operator,
    RatingTest,
    ScoreTest,
    Value,
)
from engine.model.durations import Duration, Unit
from engine.model.moments import EventHappens
from engine.model.scorecards import Scorecard

from . import scores
from .field_history import Past, held
from .instants import days_before, local_date
from .rows import CoverageRow, LeadRecord, LogEvent, QuarantinedRow
from .truth import MET, NOT_MET, Truth, every, known, negation, some, unknown

COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: lambda value, operand: value == operand,
    Operator.IN: lambda value, operand: value == operand,
    Operator.AT_LEAST: lambda value, operand: value >= operand,
    Operator.AT_MOST: lambda value, operand: value <= operand,
    Operator.MORE_THAN: lambda value, operand: value > operand,
    Operator.LESS_THAN: lambda value, operand: value < operand,
    Operator.CONTAINS: lambda value, operand: operand in value,
    Operator.STARTS_WITH: lambda value, operand: value.startswith(operand),
}


@dataclass(frozen=True)
class Asked:
    """The lead, its log and the instant at which a condition is asked, with what the version names."""

    lead: LeadRecord
    events: Sequence[LogEvent]
    coverage: Sequence[CoverageRow]
    criteria: Mapping[str, Condition]
    zone: str
    at: int
    scorecards: Sequence[Scorecard] = ()
    past: Past = field(default_factory=Past)
    quarantine: Sequence[QuarantinedRow] = ()
    settled_at: int | None = None
    """By when a field whose value isn't known at the instant may still become known, as if it had been then."""


def ask(condition: Condition, asked: Asked) -> Truth:  # noqa: PLR0911 - one for each kind of condition
    match condition:
        case FieldTest():
            return ask_field(condition, asked)
        case EventCount():
            return ask_count(condition, asked)
        case ScoreTest() | RatingTest():
            return scores.ask_score(condition, asked)
        case CriterionRef(criterion=name):
            return ask(asked.criteria[name], asked)
        case All(parts=parts):
            return every(ask(p, asked) for p in parts)
        case AnyOf(parts=parts):
            return some(ask(p, asked) for p in parts)
        case Not(part=part):
            return negation(ask(part, asked))


def ask_field(test: FieldTest, asked: Asked) -> Truth:
    if asked.settled_at is not None:
        return ask_settled(test, replace(asked, settled_at=None), asked.settled_at)
    then = held(asked.lead, test.field, asked.at, asked.past)
    value = then.value
    missing = f"{test.field} (as it stands)" if then.stands and not then.told else test.field
    stale = value is not None and is_stale(test, then.set_at, asked)
    if test.operator is Operator.KNOWN:
        return known(value is not None and not stale) if then.told else unknown(missing)
    if value is None:
        return unknown(missing)
    if stale:
        return unknown(f"{test.field} (stale)")
    return some(compare(test, value, operand) for operand in test.operands)


def ask_settled(test: FieldTest, asked: Asked, settled_at: int) -> Truth:
    """As of the start if a value is known there, else as of when it has settled, unless one may still be told."""
    then = held(asked.lead, test.field, asked.at, asked.past)
    if then.value is not None and not is_stale(test, then.set_at, asked):
        return ask_field(test, asked)
    histories = [c for c in asked.coverage if c.type == f"field:{test.field}"]
    if settled_at > asked.past.as_of or any(c.until is None or c.until < settled_at for c in histories):
        return unknown(test.field)
    return ask_field(test, replace(asked, at=settled_at))


def standing(condition: Condition, asked: Asked) -> set[str]:
    """The fields of a condition whose value is today's, though it is asked of an earlier instant."""
    match condition:
        case FieldTest(field=name):
            then = held(asked.lead, name, asked.at, asked.past)
            return {name} if then.stands and then.value is not None else set()
        case EventCount():
            return set()
        case ScoreTest() | RatingTest():
            card = scores.card_of(condition, asked)
            return {name for part in card.conditions() for name in standing(part, asked)}
        case CriterionRef(criterion=name):
            return standing(asked.criteria[name], asked)
        case Not(part=part):
            return standing(part, asked)
        case All(parts=parts) | AnyOf(parts=parts):
            return {name for part in parts for name in standing(part, asked)}


def compare(test: FieldTest, value: Value, operand: Value) -> Truth:
    if isinstance(value, Money) and isinstance(operand, Money):
        if value.currency != operand.currency:
            return unknown(f"{test.field} (currency)")
        return known(COMPARE[test.operator](value.amount, operand.amount))
    return known(COMPARE[test.operator](value, operand))


def is_stale(test: FieldTest, set_at: int | None, asked: Asked) -> bool:
    """Older than `good_for`; a value without the time it was set is stale as soon as that matters."""
    if test.good_for is None:
        return False
    if set_at is None:
        return True
    if test.good_for.unit is Unit.DAYS:
        last_good = local_date(asked.zone, set_at) + timedelta(days=test.good_for.amount)
        return local_date(asked.zone, asked.at) > last_good
    return asked.at > set_at + wall_length(test.good_for)


def wall_length(duration: Duration) -> int:
    if not duration.unit.on_the_wall:
        raise ValueError(f"{duration} does not run on the wall")
    return duration.microseconds or 0


def passes(event: LogEvent, where: Sequence[AttributeTest]) -> bool:
    """Every attribute is one of the values its test names; an empty attribute is none of them."""
    return all(event.says(test.attribute) in test.values for test in where)


def first_instant(count: EventCount, asked: Asked) -> int | None:
    """The first instant of the window that is counted; None if the count has no window."""
    if count.in_last is None:
        return None
    if count.in_last.unit is Unit.DAYS:
        return days_before(asked.zone, asked.at, count.in_last.amount)
    return asked.at - wall_length(count.in_last) + 1


def ask_count(count: EventCount, asked: Asked) -> Truth:
    first = first_instant(count, asked)
    found = sum(
        e.type in count.events and passes(e, count.where) and e.at <= asked.at and (first is None or e.at >= first)
        for e in asked.events
    )
    sure = covered(count, asked, first) and not any(is_one_more(row, count, asked) for row in asked.quarantine)
    uncovered = unknown(f"events: {', '.join(count.events)} (coverage)")
    verdicts = []
    if count.at_least is not None:
        verdicts.append(MET if found >= count.at_least else NOT_MET if sure else uncovered)
    if count.at_most is not None:
        verdicts.append(NOT_MET if found > count.at_most else MET if sure else uncovered)
    return every(verdicts)


def is_one_more(row: QuarantinedRow, count: EventCount | EventHappens, asked: Asked) -> bool:
    """A row of the lead that could not be read might be one more such event, or say so in a cell."""
    if row.lead_id != asked.lead.lead_id:
        return False
    cells = [f"unreadable value of {test.attribute}" for test in count.where]
    if row.reason in cells:
        return row.type in count.events
    if row.reason not in {
        "unreadable time",
        "missing time",
        "unknown event type",
        "conflicting events",
        "malformed row",
    }:
        return False
    return row.type is None or row.type in count.events or row.reason == "unknown event type"


def covered(count: EventCount, asked: Asked, first: int | None) -> bool:
    """All sources of these types are complete over the whole window; else the count is a lower bound."""
    rows = [c for c in asked.coverage if c.type in count.events]
    to_the_end = all(c.until is not None and asked.at <= c.until for c in rows)
    from_the_begin = all(c.since is None or (first is not None and first >= c.since) for c in rows)
    return to_the_end and from_the_begin
