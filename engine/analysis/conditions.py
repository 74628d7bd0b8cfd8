"""Conditions that can't mean what they say: wrong operands, operators that don't fit, circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engine.analysis.uses import conditions, field_tests, meant, spans_back, with_schema, within
from engine.diagnostics import Diagnostic, Location, did_you_mean, error, warning
from engine.model.commitments import Freshness
from engine.model.conditions import CriterionRef, EventCount, FieldTest, Operator
from engine.model.lead_schema import FieldType
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.model.conditions import Criterion
    from engine.model.lead_schema import LeadField
    from engine.model.policy_set import PolicySet

Node = TypeVar("Node")
ORDERED = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.MONEY}
TEXTUAL = {FieldType.TEXT, FieldType.CHOICE}
FITS = {
    Operator.IS: set(FieldType),
    Operator.IN: set(FieldType),
    Operator.KNOWN: set(FieldType),
    Operator.AT_LEAST: ORDERED,
    Operator.AT_MOST: ORDERED,
    Operator.MORE_THAN: ORDERED,
    Operator.LESS_THAN: ORDERED,
    Operator.CONTAINS: TEXTUAL,
    Operator.STARTS_WITH: TEXTUAL,
}
EXAMPLES = {
    FieldType.INTEGER: "write a whole number such as `50`, without quotes or separators",
    FieldType.DECIMAL: "write a number such as `12.5`, with at most four decimals",
    FieldType.BOOLEAN: "write `true` or `false`",
    FieldType.DATE: "write a date such as `2026-04-01`",
    FieldType.MONEY: "write an amount and its currency, such as `10000 EUR`",
}


def _tests(policies: PolicySet) -> Iterator[tuple[FieldTest, LeadField]]:
    """Give every test of a field that exists."""
    for agreement, schema in with_schema(policies):
        fields = {f.name: f for f in schema.fields}
        for test in field_tests(agreement):
            if test.field in fields:
                yield test, fields[test.field]


def operators_fit(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell operators that a field's type does not know, such as `contains` on a number."""
    for test, field in _tests(policies):
        if field.type not in FITS[test.operator]:
            fitting = ", ".join(f"`{o}`" for o, types in FITS.items() if field.type in types)
            message = f"`{test.operator}` does not fit `{field.name}`, which is {_article(field.type)}"
            yield error("LP402", test.at, message, f"use one of {fitting}")


def operands_fit(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell operands that do not read as the field's type."""
    for test, field in _tests(policies):
        if field.type not in FITS[test.operator] or field.type not in EXAMPLES:
            continue
        for operand in (o for o in test.operands if isinstance(o, str)):
            message = f"`{operand}` is not {_article(field.type)}, which `{field.name}` holds"
            yield error("LP401", place_of(operand, test.at), message, EXAMPLES[field.type])


def choices_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell values that a choice field never has."""
    for test, field in _tests(policies):
        if field.type is not FieldType.CHOICE or test.operator not in {Operator.IS, Operator.IN}:
            continue
        for operand in (o for o in test.operands if isinstance(o, str) and o not in field.choices):
            near = did_you_mean(operand, field.choices)
            help_ = f"did you mean `{near}`?" if near else f"choices are {', '.join(f'`{c}`' for c in field.choices)}"
            yield error("LP403", place_of(operand, test.at), f"`{operand}` is not a choice of `{field.name}`", help_)


def _article(kind: FieldType) -> str:
    named = {FieldType.INTEGER: "an integer", FieldType.MONEY: "an amount of money"}
    return named.get(kind, f"a {kind.value}")


def criteria_are_not_circular(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell criteria that ask for themselves, straight or through others."""
    for agreement in policies.agreements:
        asks = {c.name: _asked(c) for c in agreement.criteria}
        told: set[str] = set()
        for start in asks:
            found = circle(start, asks)
            if found and not told & set(found):
                told |= set(found)
                way = " → ".join(f"`{name}`" for name in (*found, found[0]))
                at = asks[found[0]][(*found, found[0])[1]]
                yield error("LP404", at, f"criterion `{found[0]}` asks for itself: {way}", "break the circle")


def _asked(criterion: Criterion) -> dict[str, Location | None]:
    """Give the criteria that one asks for, and where."""
    return {c.criterion: c.at for c in within(criterion.condition) if isinstance(c, CriterionRef)}


def circle(start: Node, asks: Mapping[Node, Iterable[Node]]) -> tuple[Node, ...]:
    """Give the shortest way from something that asks for others back to itself, without the return; empty if none."""
    ways: list[tuple[Node, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for name in asks.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def criteria_are_used(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of criteria that nothing asks for."""
    for agreement in policies.agreements:
        used = {c.criterion for c in conditions(agreement) if isinstance(c, CriterionRef)}
        used |= {stage.requires for stage in agreement.stages if stage.requires}
        used |= {c.finds_out for c in agreement.commitments if isinstance(c, Freshness)}
        used |= {name for c in agreement.criteria if c.implies for name in (c.name, *c.implies)}
        waived = (w.condition for w in policies.waivers.values() if w.agreement == agreement.name and w.condition)
        used |= {c.criterion for root in waived for c in within(root) if isinstance(c, CriterionRef)}
        used |= meant(used, {c.name for c in agreement.criteria})
        for criterion in agreement.criteria:
            if criterion.name not in used:
                message = f"criterion `{criterion.name}` is used nowhere"
                yield warning("LP901", criterion.at, message, "let a stage require it, or remove it")


def counts_are_possible(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell event counts whose least is above their most."""
    for agreement in policies.agreements:
        for count in (c for c in conditions(agreement) if isinstance(c, EventCount)):
            if count.at_least is not None and count.at_most is not None and count.at_least > count.at_most:
                message = f"no count is at least {count.at_least} and at most {count.at_most}"
                yield error("LP405", count.at, message, "change one of the two")


def looking_back_is_not_in_business_time(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell `in_last` and `good_for` in business units: facts age on the wall."""
    for agreement in policies.agreements:
        for key, span in spans_back(agreement):
            if span.unit.needs_calendar:
                yield error(
                    "LP406", span.at, f"`{key}` in business time", "write hours or days: facts age day and night"
                )
