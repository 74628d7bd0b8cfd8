"""Conditions to Kleene truth over a row `k` of `facts`, and the facts that left one unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlglot import exp

from engine.compiler.facts import CountKey, ExpiryKey, Facts
from engine.compiler.scorings import Scorings
from engine.compiler.sql import all_of, any_of, literal, tree
from engine.compiler.truth import at_least_of_lower_bound, at_most_of_lower_bound, is_unknown, known_value
from engine.model.agreements import Agreement
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
from engine.model.durations import Unit
from engine.model.scorecards import EventLine

EPOCH = date(1970, 1, 1)
COMPARISONS = {
    Operator.IS: "=",
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
}


class Conditions:
    """The conditions of one agreement version, compiled over shared facts."""

    def __init__(self, agreement: Agreement, facts: Facts) -> None:
        """Bind to the version whose criteria are referred to, and whose zone counts dates."""
        self._criteria: Mapping[str, Criterion] = {c.name: c for c in agreement.criteria}
        self._zone = agreement.zone
        self._facts = facts
        self.scorings = Scorings(agreement, facts, self.truth)

    def truth(self, condition: Condition) -> exp.Expr:  # noqa: PLR0911 - one for each kind of condition
        """TRUE, FALSE or NULL for met, not met or unknown."""
        match condition:
            case All():
                return all_of([self.truth(p) for p in condition.parts])
            case AnyOf():
                return any_of([self.truth(p) for p in condition.parts])
            case Not():
                return tree("not :part", part=self.truth(condition.part))
            case CriterionRef():
                return self.truth(self._criteria[condition.criterion].condition)
            case ScoreTest() | RatingTest():
                return self.scorings.truth(condition)
            case FieldTest():
                return self._facts.tested(self._field_truth(condition))
            case EventCount():
                return self._facts.tested(self._count_truth(condition))

    def value_of(self, test: FieldTest) -> exp.Expr:
        """Give the value that a test reads; NULL where none is known."""
        return self._facts.value(test.field)

    def currency_of(self, test: FieldTest) -> exp.Expr:
        """Give the currency of the amount that a test reads."""
        return self._facts.currency(test.field)

    def count_of(self, count: EventCount) -> tuple[exp.Expr, exp.Expr]:
        """Give how many events were counted, and whether all of them were seen."""
        key = self._count_key(count)
        return self._facts.count(key), self._facts.count_is_complete(key)

    def because(self, condition: Condition) -> exp.Expr:
        """Name the facts that were missing and would have mattered, sorted, joined by `, `; `` if known."""
        found: dict[str, list[exp.Expr]] = {}
        for name, unknown in self._missing(condition, []):
            found.setdefault(name, []).append(unknown)
        return _listed({name: any_of(lacking) for name, lacking in found.items()})

    def _missing(self, condition: Condition, unknown_above: list[exp.Expr]) -> Iterator[tuple[str, exp.Expr]]:
        here = [*unknown_above, is_unknown(self.truth(condition))]
        match condition:
            case All() | AnyOf():
                for part in condition.parts:
                    yield from self._missing(part, here)
            case Not():
                yield from self._missing(condition.part, here)
            case CriterionRef():
                yield from self._missing(self._criteria[condition.criterion].condition, here)
            case ScoreTest() | RatingTest():
                for doubted, when in self.scorings.doubts(condition):
                    if isinstance(doubted, EventLine):
                        yield f"events: {', '.join(doubted.happens.events)} (coverage)", all_of([*here, when])
                    else:
                        yield from self._missing(doubted, [*here, when])
            case FieldTest():
                yield from ((name, all_of([*here, why])) for name, why in self._field_missing(condition))
            case EventCount():
                yield f"events: {', '.join(condition.events)} (coverage)", all_of(here)

    def standing(self, condition: Condition) -> exp.Expr:
        """Name the fields whose value is today's because no history tells of then, sorted, joined by `, `."""
        told = {name: (self._facts.told(name)[0], self._facts.value(name)) for name in self._fields(condition)}
        return _listed(
            {name: tree(":stands and :value is not null", stands=s, value=v) for name, (s, v) in told.items()}
        )

    def _fields(self, condition: Condition) -> Iterator[str]:
        match condition:
            case All() | AnyOf():
                for part in condition.parts:
                    yield from self._fields(part)
            case Not():
                yield from self._fields(condition.part)
            case CriterionRef():
                yield from self._fields(self._criteria[condition.criterion].condition)
            case ScoreTest() | RatingTest():
                for part in self.scorings.card_of(condition).conditions():
                    yield from self._fields(part)
            case FieldTest():
                yield condition.field
            case EventCount():
                return

    def _field_missing(self, test: FieldTest) -> Iterator[tuple[str, exp.Expr]]:
        value, (_, barred, _) = self._facts.value(test.field), self._facts.told(test.field)
        yield test.field, tree(":value is null and not :barred", value=value, barred=barred)
        yield f"{test.field} (as it stands)", barred
        if test.good_for is not None:
            yield (
                f"{test.field} (stale)",
                tree(":value is not null and not :fresh", value=value, fresh=self._fresh(test)),
            )
        if any(isinstance(operand, Money) for operand in test.operands):
            # Here the test is unknown: a value that is there and fresh can only be in another currency.
            yield (
                f"{test.field} (currency)",
                tree(":value is not null and :fresh", value=value, fresh=self._fresh(test)),
            )

    def _field_truth(self, test: FieldTest) -> exp.Expr:
        value = self._facts.value(test.field)
        known = [tree(":value is not null", value=value)]
        if test.good_for is not None:
            known.append(self._fresh(test))
        if test.operator is Operator.KNOWN:
            _, _, untold = self._facts.told(test.field)
            return known_value(all_of(known), tree("not :untold", untold=untold))
        return known_value(self._comparison(test, value), all_of(known))

    def _comparison(self, test: FieldTest, value: exp.Expr) -> exp.Expr:
        amounts = [operand for operand in test.operands if isinstance(operand, Money)]
        if not amounts:
            return _compared(test.operator, value, test.operands)
        each = [known_value(_compared(test.operator, value, [a]), self._is_in(test.field, a)) for a in amounts]
        return any_of(each)

    def _is_in(self, field: str, amount: Money) -> exp.Expr:
        has = self._facts.currency(field)
        return tree("coalesce(:has = :wanted, false)", has=has, wanted=amount.currency)

    def _fresh(self, test: FieldTest) -> exp.Expr:
        if test.good_for is None:
            return exp.true()
        zone = self._zone if test.good_for.unit is Unit.DAYS else None
        expires = self._facts.expires(ExpiryKey(test.field, test.good_for, zone))
        return tree("coalesce(k.at < :expires, false)", expires=expires)

    def _count_truth(self, count: EventCount) -> exp.Expr:
        number, complete = self.count_of(count)
        bounds = []
        if count.at_least is not None:
            bounds.append(at_least_of_lower_bound(number, count.at_least, complete))
        if count.at_most is not None:
            bounds.append(at_most_of_lower_bound(number, count.at_most, complete))
        return all_of(bounds)

    def _count_key(self, count: EventCount) -> CountKey:
        zone = self._zone if count.in_last is not None and count.in_last.unit is Unit.DAYS else None
        return CountKey(tuple(sorted(set(count.events))), count.where, count.in_last, zone)


def _listed(facts: Mapping[str, exp.Expr]) -> exp.Expr:
    """The names of what holds, sorted, joined by `, `."""
    if not facts:
        return literal("")
    texts = [
        tree("case when :holds then :name else '' end", holds=facts[name], name=f", {name}") for name in sorted(facts)
    ]
    return tree("substring(:joined, 3)", joined=exp.Concat(expressions=texts))


def _compared(operator: Operator, value: exp.Expr, operands: Sequence[Value]) -> exp.Expr:
    found = [_operand(v) for v in operands]
    if operator is Operator.IN:
        return exp.In(this=value.copy(), expressions=found)
    if operator is Operator.CONTAINS:
        return tree("strpos(:value, :part) > 0", value=value, part=found[0])
    if operator is Operator.STARTS_WITH:
        text = str(operands[0])
        return tree("substring(:value, 1, :length) = :part", value=value, length=len(text), part=text)
    return tree(f":value {COMPARISONS[operator]} :operand", value=value, operand=found[0])


def _operand(value: Value) -> exp.Expr:
    if isinstance(value, Money):
        return exp.Literal.number(str(value.amount))
    if isinstance(value, Decimal):
        return exp.Literal.number(str(value))
    if isinstance(value, date):
        return literal((value - EPOCH).days)
    return literal(value)
