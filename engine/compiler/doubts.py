"""Why a condition is unknown: the facts that were missing and would have mattered; and which of them are today's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.sql import all_of, any_of, column, literal, tree
from engine.compiler.truth import is_unknown
from engine.model.conditions import (
    All,
    AnyOf,
    Condition,
    CriterionRef,
    EventCount,
    FieldTest,
    Money,
    Not,
    RatingTest,
    ScoreTest,
)
from engine.model.scorecards import EventLine

if TYPE_CHECKING:
    from engine.compiler.conditions import Conditions


class Doubts:
    """The doubts about the conditions of one agreement version, over a row `k` of `facts` with `columns` beside it.

    A missing fact matters only where everything above it is unknown. Each of these truths is asked for by many facts,
    so it is a column of its own: the text of a query would grow by the square of a condition's depth otherwise.
    """

    def __init__(self, conditions: Conditions) -> None:
        """Bind to the compiled conditions of the version."""
        self._conditions = conditions
        self._unknown: dict[exp.Expr, str] = {}

    @property
    def columns(self) -> Mapping[str, exp.Expr]:
        """What stands beside the columns of `facts`: whether a truth that was asked for is unknown, by name."""
        return {name: is_unknown(truth) for truth, name in self._unknown.items()}

    def because(self, condition: Condition) -> exp.Expr:
        """Name the facts that were missing and would have mattered, sorted, joined by `, `; `` if known."""
        found: dict[str, list[exp.Expr]] = {}
        for name, unknown in self._missing(condition, []):
            found.setdefault(name, []).append(unknown)
        return _listed({name: any_of(lacking) for name, lacking in found.items()})

    def standing(self, condition: Condition) -> exp.Expr:
        """Name the fields whose value is today's because no history tells of then, sorted, joined by `, `."""
        facts = self._conditions.facts
        told = {name: (facts.told(name)[0], facts.value(name)) for name in self._fields(condition)}
        return _listed(
            {name: tree(":stands and :value is not null", stands=s, value=v) for name, (s, v) in told.items()}
        )

    def _missing(self, condition: Condition, unknown_above: list[exp.Expr]) -> Iterator[tuple[str, exp.Expr]]:
        if isinstance(condition, Not):
            yield from self._missing(condition.part, unknown_above)
            return
        if isinstance(condition, CriterionRef):
            yield from self._missing(self._conditions.criterion(condition), unknown_above)
            return
        here = [*unknown_above, self._is_unknown(condition)]
        match condition:
            case All() | AnyOf():
                for part in condition.parts:
                    yield from self._missing(part, here)
            case ScoreTest() | RatingTest():
                for doubted, when in self._conditions.scorings.doubts(condition):
                    if isinstance(doubted, EventLine):
                        yield f"events: {', '.join(doubted.happens.events)} (coverage)", all_of([*here, when])
                    else:
                        yield from self._missing(doubted, [*here, when])
            case FieldTest():
                yield from ((name, all_of([*here, why])) for name, why in self._field_missing(condition))
            case EventCount():
                yield f"events: {', '.join(condition.events)} (coverage)", all_of(here)

    def _is_unknown(self, condition: Condition) -> exp.Expr:
        truth = self._conditions.truth(condition)
        return column(self._unknown.setdefault(truth, f"unknown_{len(self._unknown)}"), "k")

    def _field_missing(self, test: FieldTest) -> Iterator[tuple[str, exp.Expr]]:
        facts, fresh = self._conditions.facts, self._conditions.fresh(test)
        value, (_, barred, _) = facts.value(test.field), facts.told(test.field)
        yield test.field, tree(":value is null and not :barred", value=value, barred=barred)
        yield f"{test.field} (as it stands)", barred
        if test.good_for is not None:
            yield f"{test.field} (stale)", tree(":value is not null and not :fresh", value=value, fresh=fresh)
        if any(isinstance(operand, Money) for operand in test.operands):
            # Here the test is unknown: a value that is there and fresh can only be in another currency.
            yield f"{test.field} (currency)", tree(":value is not null and :fresh", value=value, fresh=fresh)

    def _fields(self, condition: Condition) -> Iterator[str]:
        match condition:
            case All() | AnyOf():
                for part in condition.parts:
                    yield from self._fields(part)
            case Not():
                yield from self._fields(condition.part)
            case CriterionRef():
                yield from self._fields(self._conditions.criterion(condition))
            case ScoreTest() | RatingTest():
                for part in self._conditions.scorings.card_of(condition).conditions():
                    yield from self._fields(part)
            case FieldTest():
                yield condition.field
            case EventCount():
                return


def _listed(facts: Mapping[str, exp.Expr]) -> exp.Expr:
    """The names of what holds, sorted, joined by `, `."""
    if not facts:
        return literal("")
    texts = [
        tree("case when :holds then :name else '' end", holds=facts[name], name=f", {name}") for name in sorted(facts)
    ]
    return tree("substring(:joined, 3)", joined=exp.Concat(expressions=texts))
