"""What a field can hold, as far as the tests of it tell values apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from engine.analysis.proofs.truths import some, truth_bit
from engine.model.conditions import FieldTest, Money, Operator, Value
from engine.model.lead_schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.analysis.proofs.askings import Asking
    from engine.model.lead_schema import LeadField

Ordered = int | Decimal | date
SMALLEST = Decimal("0.0001")
LARGEST = Decimal("99999999999999.9999")  # what a decimal and an amount can hold
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "JPY", "CAD", "AUD")
OTHERWISE: dict[FieldType, Ordered] = {
    FieldType.INTEGER: 1,
    FieldType.DECIMAL: Decimal(1),
    FieldType.DATE: date(2026, 1, 1),
}
MOST_PARTS = 5
ANOTHER_TEXT = "other"
COMPARE: dict[Operator, Callable[[object, object], bool]] = {
    Operator.IS: lambda value, operand: value == operand,
    Operator.IN: lambda value, operand: value == operand,
    Operator.AT_LEAST: lambda value, operand: value >= operand,  # type: ignore[operator]
    Operator.AT_MOST: lambda value, operand: value <= operand,  # type: ignore[operator]
    Operator.MORE_THAN: lambda value, operand: value > operand,  # type: ignore[operator]
    Operator.LESS_THAN: lambda value, operand: value < operand,  # type: ignore[operator]
    Operator.CONTAINS: lambda value, operand: str(operand) in str(value),
    Operator.STARTS_WITH: lambda value, operand: str(value).startswith(str(operand)),
}


@dataclass(frozen=True, slots=True)
class FieldState:
    """A value, or None if there is none; when it was set (µs UTC), if known; `told` unless nobody knows what it was."""

    value: Value | None
    set_at: int | None = None
    told: bool = True


def truth_of(test: FieldTest, state: FieldState, asking: Asking) -> int:
    """Give the bit of what a test is worth for a state."""
    stale = test.good_for is not None and (state.set_at is None or state.set_at < asking.first_fresh(test.good_for))
    if test.operator is Operator.KNOWN:
        return truth_bit((state.value is not None and not stale) if state.told else None)
    if state.value is None or stale:
        return truth_bit(None)
    return some(truth_bit(_compared(test.operator, state.value, operand)) for operand in test.operands)


def _compared(operator: Operator, value: Value, operand: Value) -> bool | None:
    if isinstance(value, Money) and isinstance(operand, Money):
        same = value.currency == operand.currency
        return COMPARE[operator](value.amount, operand.amount) if same else None
    return COMPARE[operator](value, operand)


def states_of(field: LeadField, tests: Sequence[FieldTest], asking: Asking) -> tuple[tuple[FieldState, ...], bool]:
    """Give one state for each way in which the tests can come out together, and whether these are all of them."""
    operands = [operand for test in tests for operand in test.operands]
    values, complete = _texts(tests) if field.type is FieldType.TEXT else (list(_values(field, operands)), True)
    ages = list(_ages(tests, asking))
    found = [FieldState(value, age) for value in values for age in ages]
    found += [FieldState(None), FieldState(None, told=False)]
    apart = {tuple(truth_of(test, state, asking) for test in tests): state for state in reversed(found)}
    kept = set(apart.values())
    return tuple(dict.fromkeys(state for state in found if state in kept)), complete


def _ages(tests: Sequence[FieldTest], asking: Asking) -> Iterator[int | None]:
    lengths = [test.good_for for test in tests if test.good_for is not None]
    if not lengths:
        yield None
        return
    yield asking.at
    firsts = sorted({asking.first_fresh(length) for length in lengths}, reverse=True)
    yield from (at for first in firsts for at in (first, first - 1) if 0 <= at <= asking.at)
    yield None


def _values(field: LeadField, operands: Sequence[Value]) -> Iterator[Value]:
    """Give the values of a type that is no free text: each operand, and what lies between, below and above them."""
    match field.type:
        case FieldType.CHOICE:
            yield from field.choices
        case FieldType.BOOLEAN:
            yield from (True, False)
        case FieldType.MONEY:
            yield from _amounts([operand for operand in operands if isinstance(operand, Money)])
        case _:
            ordered = [operand for operand in operands if not isinstance(operand, str | Money)]
            yield from _around(ordered or [OTHERWISE[field.type]])


def _around(operands: Sequence[Ordered]) -> Iterator[Value]:
    for operand in sorted(set(operands)):
        yield operand
        if isinstance(operand, date):
            yield from (date.fromordinal(n) for n in (operand.toordinal() - 1, operand.toordinal() + 1) if _dated(n))
        elif isinstance(operand, Decimal):
            near = (operand - 1, operand + 1, operand - SMALLEST, operand + SMALLEST)
            yield from (value for value in near if abs(value) <= LARGEST)
        else:
            yield from (operand - 1, operand + 1)


def _dated(ordinal: int) -> bool:
    return date.min.toordinal() <= ordinal <= (date.max - timedelta(days=1)).toordinal()


def _amounts(operands: Sequence[Money]) -> Iterator[Money]:
    currencies = list(dict.fromkeys(operand.currency for operand in operands))
    for currency in currencies:
        amounts = [operand.amount for operand in operands if operand.currency == currency]
        yield from (Money(value, currency) for value in _around(amounts) if isinstance(value, Decimal))
    yield Money(Decimal(1), next(code for code in (*CURRENCIES, "XXX") if code not in currencies))


def _texts(tests: Sequence[FieldTest]) -> tuple[list[Value], bool]:
    """Give texts that begin and contain what the tests ask for, in every combination.

    Between the parts stands a letter that no operand holds: a text then contains, and begins with, nothing else.
    """
    said = {o: [str(t) for test in tests if test.operator is o for t in test.operands] for o in Operator}
    parts = list(dict.fromkeys(said[Operator.CONTAINS]))
    heads = list(dict.fromkeys(("", *said[Operator.STARTS_WITH])))
    said_all = "".join(text for texts in said.values() for text in texts)
    apart = next(sign for sign in ("-", "~", "|", *map(chr, range(0x4E00, 0x9FFF))) if sign not in said_all)
    complete = len(parts) <= MOST_PARTS
    sizes = range(len(parts) + 1) if complete else (0, 1, 2, len(parts))
    chosen = [some_parts for size in sizes for some_parts in combinations(parts, size)]
    made = [head + apart.join(("", *some_parts, "")) for head in heads for some_parts in chosen]
    return list(dict.fromkeys((*said[Operator.IS], *said[Operator.IN], ANOTHER_TEXT, *made))), complete
