"""Conditions to Kleene truth over a row `k` of `facts`."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from engine.compiler.comparisons import compared
from engine.compiler.facts import CountKey, ExpiryKey, Facts
from engine.compiler.scorings import Scorings
from engine.compiler.sql import all_of, any_of, tree
from engine.compiler.truth import at_least_of_lower_bound, at_most_of_lower_bound, known_value
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
)
from engine.model.durations import Duration, Unit


class Conditions:
    """The conditions of one agreement version, compiled over shared facts."""

    def __init__(self, agreement: Agreement, facts: Facts) -> None:
        """Bind to the version whose criteria are referred to, and whose zone counts dates."""
        self._criteria: Mapping[str, Criterion] = {c.name: c for c in agreement.criteria}
        self._zone = agreement.zone
        self.facts = facts
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
                return self.truth(self.criterion(condition))
            case ScoreTest() | RatingTest():
                return self.scorings.truth(condition)
            case FieldTest():
                return self._field_tested(condition)
            case EventCount():
                return self.facts.tested(self._count_truth(condition))

    def criterion(self, reference: CriterionRef) -> Condition:
        """What a reference stands for."""
        return self._criteria[reference.criterion].condition

    def count_of(self, count: EventCount) -> tuple[exp.Expr, exp.Expr]:
        """Give how many events were counted, and whether all of them were seen."""
        key = self._count_key(count)
        return self.facts.count(key), self.facts.count_is_complete(key)

    def _field_tested(self, test: FieldTest) -> exp.Expr:
        value, known = self.facts.value(test.field), self.known(test)
        if test.operator is Operator.KNOWN:
            _, _, untold = self.facts.told(test.field)
            truth = known_value(known, tree("not :untold", untold=untold))
        else:
            truth = known_value(self._comparison(test, value), known)
        return self.facts.tested_field(truth, test.field, known)

    def known(self, test: FieldTest) -> exp.Expr:
        """TRUE where a value is known well enough for a test: there is one, and it isn't stale."""
        there = tree(":value is not null", value=self.facts.value(test.field))
        return there if test.good_for is None else all_of([there, self.fresh(test)])

    def _comparison(self, test: FieldTest, value: exp.Expr) -> exp.Expr:
        amounts = [operand for operand in test.operands if isinstance(operand, Money)]
        if not amounts:
            return compared(test.operator, value, test.operands)
        each = [known_value(compared(test.operator, value, [a]), self._is_in(test.field, a)) for a in amounts]
        return any_of(each)

    def _is_in(self, field: str, amount: Money) -> exp.Expr:
        has = self.facts.currency(field)
        return tree("coalesce(:has = :wanted, false)", has=has, wanted=amount.currency)

    def fresh(self, test: FieldTest) -> exp.Expr:
        """TRUE while a test's value isn't stale, FALSE also where it isn't known when it was set."""
        if test.good_for is None:
            return exp.true()
        return tree("coalesce(k.at < :expires, false)", expires=self._expires(test.field, test.good_for))

    def _expires(self, field: str, good_for: Duration) -> exp.Expr:
        return self.facts.expires(ExpiryKey(field, good_for, self._zone if good_for.unit is Unit.DAYS else None))

    def dated(self, test: FieldTest) -> exp.Expr:
        """Whether a fact is known; NULL also where it goes stale and nothing tells when it was set."""
        if test.good_for is None:
            return self.truth(test)
        return tree(
            "case when :value is null or :expires is not null then :known end",
            value=self.facts.value(test.field),
            expires=self._expires(test.field, test.good_for),
            known=self.truth(test),
        )

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
