"""Which way a condition moves is never claimed against what leads say: brute force over all their values."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.conditions import (
    All,
    AnyOf,
    Criterion,
    CriterionRef,
    EventCount,
    FieldTest,
    Money,
    Not,
    Operator,
    RatingTest,
    ScoreTest,
)
from engine.model.durations import Duration, Unit
from engine.reports.condition_shifts import (
    EITHER,
    LESS,
    LOOSER,
    MORE,
    SAME,
    STAYS,
    STRICTER,
    UNTOLD,
    Shift,
    shift,
    spelled_out,
)

NUMBERS, WORDS, AGES = (None, 0, 1, 2, 3, 4), (None, "a", "b", "c"), (0, 1, 2, 3)
LEADS = list(product(NUMBERS, AGES, WORDS))
ORDER = {
    Operator.AT_LEAST: lambda value, bound: value >= bound,
    Operator.AT_MOST: lambda value, bound: value <= bound,
    Operator.MORE_THAN: lambda value, bound: value > bound,
    Operator.LESS_THAN: lambda value, bound: value < bound,
}


def truth(condition, lead):
    """Met, not met or unknown, by Kleene."""
    number, age, word = lead
    match condition:
        case All():
            parts = [truth(part, lead) for part in condition.parts]
            return False if False in parts else None if None in parts else True
        case AnyOf():
            parts = [truth(part, lead) for part in condition.parts]
            return True if True in parts else None if None in parts else False
        case Not():
            part = truth(condition.part, lead)
            return None if part is None else not part
        case FieldTest(field="number"):
            stale = condition.good_for is not None and age >= condition.good_for.amount
            return None if number is None or stale else ORDER[condition.operator](number, condition.operands[0])
        case FieldTest():
            return None if word is None else word in condition.operands


good_for = st.none() | st.integers(1, 3).map(lambda days: Duration(days, Unit.DAYS))
numbers = st.builds(
    lambda operator, bound, good: FieldTest("number", operator, (bound,), good),
    st.sampled_from(list(ORDER)), st.integers(0, 4), good_for,
)  # fmt: skip
one_word = st.sampled_from("abc").map(lambda word: FieldTest("word", Operator.IS, (word,)))
words = st.sets(st.sampled_from("abc"), min_size=1).map(
    lambda some: FieldTest("word", Operator.IN, tuple(sorted(some)))
)
conditions = st.recursive(
    numbers | words | one_word,
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=4,
)


@st.composite
def changes(draw):
    """A condition, and one that is like it but for a part."""
    before = draw(conditions)
    return before, draw(st.sampled_from([draw(conditions), _edited(before, draw)]))


def _edited(condition, draw):
    match condition:
        case All() | AnyOf():
            parts = list(condition.parts)
            at = draw(st.integers(0, len(parts) - 1))
            parts[at] = _edited(parts[at], draw)
            return type(condition)(tuple(parts) if draw(st.booleans()) else (*parts, draw(numbers)))
        case Not():
            return Not(_edited(condition.part, draw))
        case FieldTest(field="number"):
            return FieldTest("number", condition.operator, (draw(st.integers(0, 4)),), draw(good_for))
        case _:
            return draw(words)


@settings(max_examples=3_000, deadline=None)
@given(changes())
def test_no_claim_is_contradicted_by_a_lead(change):
    before, after = change
    claimed = shift(before, after)
    for extent, wanted in ((claimed.met, True), (claimed.failed, False)):
        ours = {lead for lead in LEADS if truth(before, lead) is wanted}
        theirs = {lead for lead in LEADS if truth(after, lead) is wanted}
        assert {SAME: ours == theirs, LESS: theirs <= ours, MORE: theirs >= ours, EITHER: True}[extent], (
            extent,
            wanted,
        )


def at_least(bound, **more):
    return FieldTest("number", Operator.AT_LEAST, (bound,), **more)


def is_in(*words):
    return FieldTest("word", Operator.IN, words)


WEEK, DAY, HOURS = Duration(7, Unit.DAYS), Duration(1, Unit.DAYS), Duration(24, Unit.HOURS)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (at_least(50), at_least(60), STRICTER),
        (at_least(Decimal("0.5")), at_least(1), STRICTER),
        (FieldTest("number", Operator.AT_MOST, (9,)), FieldTest("number", Operator.AT_MOST, (12,)), LOOSER),
        (at_least(50), FieldTest("number", Operator.AT_MOST, (50,)), UNTOLD),
        (at_least(Money(Decimal(5), "EUR")), at_least(Money(Decimal(6), "EUR")), STRICTER),
        (at_least(Money(Decimal(5), "EUR")), at_least(Money(Decimal(6), "USD")), UNTOLD),
        (is_in("a", "b"), is_in("a"), STRICTER),
        (FieldTest("word", Operator.IS, ("a",)), is_in("a", "b"), LOOSER),
        (is_in("a", "b"), is_in("b", "c"), UNTOLD),
        (Not(is_in("a", "b")), Not(is_in("a")), LOOSER),
        (All((at_least(1), is_in("a"))), is_in("a"), LOOSER),
        (AnyOf((at_least(1), is_in("a"))), AnyOf((is_in("a"), at_least(2))), STRICTER),
        (All((at_least(1), is_in("a"))), All((at_least(2), is_in("a", "b"))), UNTOLD),
        (at_least(1), at_least(1, good_for=DAY), Shift(LESS, LESS)),
        (at_least(1, good_for=DAY), at_least(1, good_for=HOURS), UNTOLD),
        (EventCount(("x",), at_least=2), EventCount(("x",), at_least=3), STRICTER),
        (EventCount(("x",), at_least=2), EventCount(("x", "y"), at_least=2), LOOSER),
        (EventCount(("x",), in_last=WEEK), EventCount(("x",), in_last=DAY), STRICTER),
        (EventCount(("x",), in_last=WEEK), EventCount(("x",), in_last=HOURS), UNTOLD),
        (EventCount(("x",), at_least=None, at_most=3), EventCount(("x", "y"), at_least=None, at_most=3), STRICTER),
        (EventCount(("x",), at_least=2), EventCount(("x", "y"), at_least=3), UNTOLD),
        (ScoreTest("s", Operator.AT_LEAST, 60), ScoreTest("s", Operator.AT_LEAST, 50), LOOSER),
        (ScoreTest("s", Operator.AT_LEAST, 60), ScoreTest("t", Operator.AT_LEAST, 50), UNTOLD),
        (RatingTest(("A1", "A2")), RatingTest(("A1",)), STRICTER),
    ],
)
def test_which_way_a_condition_moves(before, after, expected):
    assert shift(before, after) == expected
    assert shift(before, before) == STAYS


def test_a_criterion_is_followed_to_what_it_says():
    inner = Criterion("large", at_least(50))
    assert spelled_out(Not(CriterionRef("large")), {"large": inner}) == Not(at_least(50))
    assert spelled_out(CriterionRef("small"), {"large": inner}) == CriterionRef("small")
