"""Conditions and allowed times of a policy in words, as clauses and explanations print them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.model.commitments import Commitment, FitAtHandOver, Then
from engine.model.conditions import (
    All,
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
from engine.model.durations import DueBy
from engine.model.repetitions import repetition_of
from engine.model.volumes import Volume
from engine.model.window_rows import WindowRow

OPERATORS = {
    Operator.IS: "is",
    Operator.IN: "is one of",
    Operator.AT_LEAST: "is at least",
    Operator.AT_MOST: "is at most",
    Operator.MORE_THAN: "is more than",
    Operator.LESS_THAN: "is less than",
    Operator.CONTAINS: "contains",
    Operator.STARTS_WITH: "starts with",
}


AGAIN = "from each time on that it is done, until the next"


@dataclass(frozen=True, slots=True)
class AllowedRow:
    """One row of a commitment's allowed times in words, and the policy line it is written on."""

    time: str
    when: str
    policy_line: str


def plain(name: str) -> str:
    """Turn an id into words: `demo_request` is demo request."""
    return name.replace("_", " ")


def title_of(owed: Commitment | Volume) -> str:
    """Give the title of what is owed, or its id in words; what follows another is told with what it follows."""
    if isinstance(owed, Then):
        return owed.title or f"{plain(owed.follows).capitalize()}, then {plain(owed.stage)}"
    return owed.title or plain(owed.name).capitalize()


def in_words(condition: Condition) -> str:
    """Say a condition: `country is one of DE, AT` or `all of (…; …)`."""
    if isinstance(condition, FieldTest):
        return _field_test(condition)
    if isinstance(condition, EventCount):
        return _event_count(condition)
    if isinstance(condition, ScoreTest | RatingTest):
        return _score(condition)
    if isinstance(condition, CriterionRef):
        return plain(condition.criterion)
    if isinstance(condition, Not):
        return f"not ({in_words(condition.part)})"
    parts = "; ".join(in_words(part) for part in condition.parts)
    return f"{'all' if isinstance(condition, All) else 'any'} of ({parts})"


def allowed_rows(commitment: Commitment) -> tuple[AllowedRow, ...]:
    """Say every row of a commitment's allowed times, in their order; a fit is decided at once."""
    if isinstance(commitment, FitAtHandOver):
        return (
            AllowedRow("at once", "for each lead handed over", commitment.at.line_reference if commitment.at else ""),
        )
    first = tuple(_allowed(row, alone=len(commitment.rows) == 1) for row in commitment.rows)
    repetition = repetition_of(commitment)
    return first if repetition is None else (*first, replace(_allowed(repetition, alone=True), when=AGAIN))


def _allowed(row: WindowRow, *, alone: bool) -> AllowedRow:
    time = f"by {row.allowed}" if isinstance(row.allowed, DueBy) else str(row.allowed) if row.allowed else "exempt"
    asked = (
        [f"it starts while {row.arrives.calendar} is {'closed' if row.arrives.outside else 'open'}"]
        if row.arrives
        else []
    )
    asked += [in_words(row.condition)] if row.condition else []
    when = f"if {', and '.join(asked)}" if asked else "for every case" if alone else "otherwise"
    return AllowedRow(time, when, row.at.line_reference if row.at else "")


def _score(test: ScoreTest | RatingTest) -> str:
    if isinstance(test, ScoreTest):
        return f"the score {plain(test.scorecard)} {OPERATORS[test.operator]} {test.points}"
    of = f" by {plain(test.scorecard)}" if test.scorecard else ""
    return f"rated {' or '.join(test.ratings)}{of}"


def _field_test(test: FieldTest) -> str:
    if test.operator is Operator.KNOWN:
        return f"{plain(test.field)} is known"
    fresh = f", confirmed in the last {test.good_for}" if test.good_for else ""
    return f"{plain(test.field)} {OPERATORS[test.operator]} {', '.join(map(_value, test.operands))}{fresh}"


BECOMING = {
    Operator.AT_LEAST: "comes to at least",
    Operator.AT_MOST: "comes down to at most",
    Operator.MORE_THAN: "comes above",
    Operator.LESS_THAN: "comes below",
    Operator.CONTAINS: "comes to contain",
    Operator.STARTS_WITH: "comes to start with",
}


def becoming(test: FieldTest) -> str:
    """Say what a field comes to hold that did not before: `becomes DE or AT`."""
    if test.operator is Operator.KNOWN:
        return "becomes known"
    return f"{BECOMING.get(test.operator, 'becomes')} {' or '.join(map(_value, test.operands))}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.amount} {value.currency}" if isinstance(value, Money) else str(value)


def _event_count(count: EventCount) -> str:
    bounds = [f"at least {count.at_least}"] if count.at_least is not None else []
    bounds += [f"at most {count.at_most}"] if count.at_most is not None else []
    where = "".join(f" with {plain(t.attribute)} {' or '.join(t.values)}" for t in count.where)
    span = f" in the last {count.in_last}" if count.in_last else ""
    return f"{' and '.join(bounds)} {' or '.join(map(plain, count.events))}{where}{span}"
