"""Random conditions and moments over the small schema."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

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
)
from engine.model.lead_schema import Mode, Outreach
from engine.model.moments import ActedBy, EventHappens, FieldBecomes, Moment, OutreachMade, StageEntered, StageLeft

from .small_policies import SCHEMA, STAGES, lasting

EVENT_TYPES = tuple(t.name for t in SCHEMA.events)
STAGE_NAMES = tuple(s.name for s in STAGES)
REASONS = tuple(reason for s in STAGES for reason in s.reasons)
ORDERED = (Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN, Operator.IS)
OPERANDS = {
    "employees": (10, 50, 51),
    "growth": (Decimal("0.5"), Decimal("0.0001")),
    "founded": (date(2020, 2, 29), date(2020, 3, 1)),
    "budget": (Money(Decimal(10000), "EUR"), Money(Decimal("0.5"), "USD")),
}


@cache
def some_of(names: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """One to `most` of the names, each once."""
    return st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True).map(tuple)


@cache
def field_tests() -> st.SearchStrategy[FieldTest]:
    ages = st.sampled_from((None, None, lasting("2 days"), lasting("24 hours"), lasting("0 days")))
    compared = st.sampled_from(tuple(OPERANDS)).flatmap(
        lambda name: st.builds(
            FieldTest,
            st.just(name),
            st.sampled_from(ORDERED),
            st.sampled_from(OPERANDS[name]).map(lambda operand: (operand,)),
            ages,
        )
    )
    others = st.sampled_from(
        (
            FieldTest("segment", Operator.IS, ("large",)),
            FieldTest("segment", Operator.IN, ("small", "large")),
            FieldTest("country", Operator.CONTAINS, ("a_%'",)),
            FieldTest("country", Operator.STARTS_WITH, ("D",)),
            FieldTest("country", Operator.IN, ("DE", "NA")),
            FieldTest("consent", Operator.IS, (True,)),
            FieldTest("consent", Operator.IS, (False,)),
            FieldTest("employees", Operator.KNOWN, ()),
            FieldTest("budget", Operator.KNOWN, (), lasting("1 day")),
            FieldTest("budget", Operator.IN, OPERANDS["budget"]),
        )
    )
    return compared | others


@cache
def attribute_tests() -> st.SearchStrategy[tuple[AttributeTest, ...]]:
    tests = st.sampled_from(
        (
            AttributeTest("through", ("email", "chat")),
            AttributeTest("reason", REASONS[:2]),
            AttributeTest("stage", ("mql",)),
        )
    )
    return st.just(()) | st.just(()) | tests.map(lambda test: (test,))


@cache
def event_counts() -> st.SearchStrategy[EventCount]:
    bounds = st.sampled_from(((1, None), (2, None), (None, 0), (None, 1), (1, 2), (0, None)))
    lengths = ("1 hour", "6 hours", "3 minutes", "0 hours", "1 day", "0 days", "2 days")
    return st.builds(
        lambda events, where, bound, window: EventCount(events, where, bound[0], bound[1], window),
        some_of(EVENT_TYPES, 2),
        attribute_tests(),
        bounds,
        st.none() | st.sampled_from(lengths).map(lasting),
    )


@cache
def conditions(criteria: tuple[str, ...] = ()) -> st.SearchStrategy[Condition]:
    """Trees over fields, event counts and the named criteria."""
    leaves: st.SearchStrategy[Condition] = field_tests() | event_counts()
    if criteria:
        leaves |= st.sampled_from(criteria).map(CriterionRef)
    return st.recursive(leaves, joined, max_leaves=4)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return several.map(All) | several.map(AnyOf) | parts.map(Not)


@cache
def outreach() -> st.SearchStrategy[OutreachMade]:
    return st.builds(
        OutreachMade,
        st.sampled_from((Outreach.ATTEMPT, Outreach.ATTEMPT, Outreach.CONVERSATION)),
        st.sampled_from(ActedBy),
        st.sampled_from(((Mode.MANUAL,), (Mode.MANUAL, Mode.SEQUENCED), tuple(Mode))),
        st.sampled_from(((), (), (), ("phone",), ("email", "chat"))),
    )


@cache
def entered() -> st.SearchStrategy[StageEntered]:
    rejected = st.builds(StageEntered, st.just(("recycled", "disqualified")), some_of(REASONS))
    return st.builds(StageEntered, some_of(STAGE_NAMES)) | rejected


@cache
def moments() -> st.SearchStrategy[Moment]:
    happens = st.builds(EventHappens, some_of(EVENT_TYPES, 2), attribute_tests())
    becoming = st.builds(FieldBecomes, field_tests().map(lambda test: replace(test, good_for=None)))
    return happens | entered() | outreach() | becoming | st.builds(StageLeft, some_of(STAGE_NAMES, 2))


@cache
def moment_lists(least: int) -> st.SearchStrategy[tuple[Moment, ...]]:
    return st.lists(moments(), min_size=least, max_size=2).map(tuple)
