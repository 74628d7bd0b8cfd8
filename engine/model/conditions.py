"""Conditions over what is known of a lead; their truth is met, not met or unknown."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from engine.diagnostics import Location
from engine.model.durations import Duration


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one ISO 4217 currency; another currency compares as unknown."""

    amount: Decimal
    currency: str


Value = str | int | Decimal | bool | date | Money


class Operator(StrEnum):
    """How a field is compared with its operands."""

    IS = "is"
    IN = "in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class FieldTest:
    """One field against operands; a missing value, or one older than `good_for`, makes it unknown.

    KNOWN asks whether the field has a (fresh) value at all and is never unknown itself.
    """

    field: str
    operator: Operator
    operands: tuple[Value, ...]
    good_for: Duration | None = None
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """An event's attribute is one of these values (text, compared exactly)."""

    attribute: str
    values: tuple[str, ...]
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many events of these types happened up to the instant asked, or within `in_last` before it."""

    events: tuple[str, ...]
    where: tuple[AttributeTest, ...] = ()
    at_least: int | None = 1
    at_most: int | None = None
    in_last: Duration | None = None
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ScoreTest:
    """A score against a number of points; unknown where its lower and its upper bound disagree."""

    scorecard: str
    operator: Operator
    points: int
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RatingTest:
    """A rating is one of these; of the only scorecard that rates, unless one is named."""

    ratings: tuple[str, ...]
    scorecard: str | None = None
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CriterionRef:
    """The truth of another criterion of the same agreement version."""

    criterion: str
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Met if every part is met."""

    parts: tuple[Condition, ...]
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met if one part is met."""

    parts: tuple[Condition, ...]
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Met if the part is not met; unknown stays unknown."""

    part: Condition
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)


Condition = FieldTest | EventCount | ScoreTest | RatingTest | CriterionRef | All | AnyOf | Not


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Give the conditions that a condition is made of, in the order written; none for a test of facts."""
    match condition:
        case All() | AnyOf():
            return condition.parts
        case Not():
            return (condition.part,)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class FoundOut:
    """Which party must find a fact out, and through what (form, enrichment, call)."""

    by_party: str
    through: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A named condition that both parties agreed on.

    `implies` claims that whoever meets it meets those criteria too; no verdict hangs on it.
    """

    name: str
    condition: Condition
    question: str = ""
    found_out: FoundOut | None = None
    implies: tuple[str, ...] = ()
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)
