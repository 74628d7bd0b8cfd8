"""Which way a condition moves: whether it is met, and not met, of fewer leads or of more, as far as its text tells.

Truth has three values, so both sets are followed: a shorter time for which a fact is good makes fewer leads meet a
condition, and also fewer fail it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from engine.model.conditions import (
    All,
    AnyOf,
    Condition,
    Criterion,
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
from engine.model.durations import Duration


class Extent(StrEnum):
    """What becomes of a set of leads."""

    SAME = "same"
    LESS = "less"
    MORE = "more"
    EITHER = "either"


SAME, LESS, MORE, EITHER = Extent.SAME, Extent.LESS, Extent.MORE, Extent.EITHER
OPPOSITE = {LESS: MORE, MORE: LESS, SAME: SAME, EITHER: EITHER}


@dataclass(frozen=True, slots=True)
class Shift:
    """What becomes of the leads that meet a condition, and of those that fail it; the others are unknown."""

    met: Extent
    failed: Extent


STAYS, STRICTER, LOOSER, UNTOLD = Shift(SAME, SAME), Shift(LESS, MORE), Shift(MORE, LESS), Shift(EITHER, EITHER)


def shift(before: Condition, after: Condition) -> Shift:
    """Tell which way a condition moves; neither names another criterion (see `spelled_out`)."""
    if before == after:
        return STAYS
    match before, after:
        case Not(), Not():
            return _turned(shift(before.part, after.part))
        case (All(), _) | (_, All()):
            return _parts(_of(All, before), _of(All, after), STRICTER)
        case (AnyOf(), _) | (_, AnyOf()):
            return _parts(_of(AnyOf, before), _of(AnyOf, after), LOOSER)
        case _:
            return _facts(before, after)


def _of(group: type[All | AnyOf], condition: Condition) -> tuple[Condition, ...]:
    """The parts of a group, those of groups in it included; what is none is a group of one."""
    if not isinstance(condition, group):
        return (condition,)
    return tuple(part for each in condition.parts for part in _of(group, each))


def _facts(before: Condition, after: Condition) -> Shift:
    match before, after:
        case FieldTest(), FieldTest():
            return _field(before, after)
        case EventCount(), EventCount():
            return _events(before, after)
        case ScoreTest(), ScoreTest() if _about(before) == _about(after):
            return _bound(before.operator, before.points, after.points)
        case RatingTest(), RatingTest() if before.scorecard == after.scorecard:
            return _choices(before.ratings, after.ratings)
        case _:
            return UNTOLD


def spelled_out(condition: Condition, criteria: Mapping[str, Criterion]) -> Condition:
    """Put what criteria say in place of their names; a name that is unknown stays."""
    match condition:
        case CriterionRef() if condition.criterion in criteria:
            return spelled_out(criteria[condition.criterion].condition, criteria)
        case All() | AnyOf():
            return replace(condition, parts=tuple(spelled_out(part, criteria) for part in condition.parts))
        case Not():
            return replace(condition, part=spelled_out(condition.part, criteria))
        case _:
            return condition


def _turned(inner: Shift) -> Shift:
    return Shift(inner.failed, inner.met)


def _together(one: Extent, other: Extent) -> Extent:
    if SAME in {one, other}:
        return other if one is SAME else one
    return one if one is other else EITHER


def _both(one: Shift, other: Shift) -> Shift:
    """What becomes of a union or an intersection whose parts move so: both grow with each of their parts."""
    return Shift(_together(one.met, other.met), _together(one.failed, other.failed))


def _parts(before: Sequence[Condition], after: Sequence[Condition], one_more: Shift) -> Shift:
    """Match parts that are equal, then those about one thing; `one_more` is what a further part does."""
    gone = [part for part in before if part not in after]
    come = [part for part in after if part not in before]
    found = [STAYS]
    for part in list(gone):
        same = [other for other in come if _about(other) == _about(part) and _about(part) is not None]
        if len(same) == 1:
            found.append(shift(part, same[0]))
            gone.remove(part)
            come.remove(same[0])
    if len(gone) == len(come) == 1:
        found.append(shift(gone.pop(), come.pop()))
    found += [one_more] * len(come)
    found += [Shift(OPPOSITE[one_more.met], OPPOSITE[one_more.failed])] * len(gone)
    return reduce(_both, found)


def _about(condition: Condition) -> tuple[object, ...] | None:
    match condition:
        case FieldTest():
            return (FieldTest, condition.field, _sort(condition.operator))
        case EventCount():
            return (EventCount, condition.events, condition.where)
        case ScoreTest():
            return (ScoreTest, condition.scorecard, condition.operator)
        case _:
            return None


def _field(before: FieldTest, after: FieldTest) -> Shift:
    sorts = _sort(before.operator), _sort(after.operator)
    if before.field != after.field or sorts[0] is not sorts[1] or before.operator is Operator.KNOWN:
        return UNTOLD
    stale = _good_for(before.good_for, after.good_for)
    if before.operands == after.operands:
        return stale
    return _both(_operands(before, after), stale)


def _sort(operator: Operator) -> Operator:
    """To be one value is to be in a set of one."""
    return Operator.IN if operator is Operator.IS else operator


def _operands(before: FieldTest, after: FieldTest) -> Shift:
    if _sort(before.operator) in {Operator.IN, Operator.CONTAINS, Operator.STARTS_WITH}:
        return _choices(before.operands, after.operands)
    return _bound(before.operator, before.operands[0], after.operands[0])


def _good_for(before: Duration | None, after: Duration | None) -> Shift:
    """A stale fact is unknown: the shorter it is good, the fewer leads meet or fail what is asked of it."""
    if before == after:
        return STAYS
    if before is None or after is None:
        return Shift(LESS, LESS) if before is None else Shift(MORE, MORE)
    if before.unit is not after.unit:
        return UNTOLD
    return Shift(LESS, LESS) if after.amount < before.amount else Shift(MORE, MORE)


def _choices(before: Sequence[Value], after: Sequence[Value]) -> Shift:
    ours, theirs = set(before), set(after)
    if any(isinstance(value, Money) for value in ours | theirs) or ours == theirs:
        return STAYS if ours == theirs else UNTOLD
    return STRICTER if theirs < ours else LOOSER if theirs > ours else UNTOLD


UPWARDS, DOWNWARDS = {Operator.AT_LEAST, Operator.MORE_THAN}, {Operator.AT_MOST, Operator.LESS_THAN}


def _bound(operator: Operator, before: Value, after: Value) -> Shift:
    """A higher lower bound is stricter, a higher upper bound looser; only amounts of one sort can be compared."""
    rise = _rise(before, after)
    if rise is None or operator not in UPWARDS | DOWNWARDS:
        return UNTOLD
    if rise == 0:
        return STAYS
    return STRICTER if (rise > 0) is (operator in UPWARDS) else LOOSER


def _rise(before: Value, after: Value) -> Decimal | None:
    """By how much a bound rises; None where it can't be said."""
    match before, after:
        case Money(), Money():
            return after.amount - before.amount if before.currency == after.currency else None
        case date(), date():
            return Decimal((after - before).days)
        case ((int() | Decimal()), (int() | Decimal())):
            return Decimal(after) - Decimal(before)
        case _:
            return None


def _events(before: EventCount, after: EventCount) -> Shift:
    """A count falls with fewer types, further tests and a shorter look back; what it must reach is a bound on it."""
    if before.where != after.where or (before.at_most is None) is not (after.at_most is None):
        return UNTOLD
    counted = _together(_choices(before.events, after.events).met, _look_back(before.in_last, after.in_last))
    found = [STAYS]
    if before.at_least is not None and after.at_least is not None:
        found += [_bound(Operator.AT_LEAST, before.at_least, after.at_least), _by_count(counted)]
    elif before.at_least != after.at_least:
        return UNTOLD
    if before.at_most is not None and after.at_most is not None:
        found += [_bound(Operator.AT_MOST, before.at_most, after.at_most), _turned(_by_count(counted))]
    return reduce(_both, found)


def _by_count(counted: Extent) -> Shift:
    """Reaching a number, by what becomes of the events that count."""
    return {SAME: STAYS, LESS: STRICTER, MORE: LOOSER, EITHER: UNTOLD}[counted]


def _look_back(before: Duration | None, after: Duration | None) -> Extent:
    if before == after:
        return SAME
    if before is None or after is None:
        return LESS if before is None else MORE
    if before.unit is not after.unit:
        return EITHER
    return LESS if after.amount < before.amount else MORE
