"""Criteria that nobody has shown to mean what they should: no scenario and no example comes to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.analysis.uses import within
from engine.diagnostics import Diagnostic, Diagnostics, in_order, warning
from engine.model.commitments import FitAtHandOver, Freshness
from engine.model.conditions import CriterionRef
from engine.model.repetitions import all_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.model.agreements import Agreement
    from engine.model.commitments import Commitment
    from engine.model.conditions import Condition
    from engine.model.policy_set import PolicySet

QUOTED = re.compile(r'"([^"\n]+)"')


def untested(policies: PolicySet, scenarios: Iterable[str]) -> Diagnostics:
    """Warn of criteria of which no scenario's text and no example speaks, straight or through what asks for them.

    Where there is no scenario that speaks of an agreement, nothing is told of it: policies may travel without theirs.
    """
    named = {name for text in scenarios for name in QUOTED.findall(text)}
    return in_order(fault for agreement in policies.agreements for fault in _untested(agreement, named))


def _untested(agreement: Agreement, named: set[str]) -> Iterator[Diagnostic]:
    asks = _asks(agreement)
    if named.isdisjoint(asks):
        return
    spoken_of = named | {example.name for example in agreement.examples}
    shown = [name for name in asks if name in spoken_of]
    for name in shown:
        shown += [asked for asked in asks.get(name, ()) if asked not in shown]
    for criterion in agreement.criteria:
        if criterion.name not in shown:
            message = f"no scenario and no example shows when `{criterion.name}` is met"
            help_ = "name it in a scenario of `features/`, or add `examples:` to it"
            yield warning("LP924", criterion.at, message, help_)


def _asks(agreement: Agreement) -> Mapping[str, list[str]]:
    """The criteria that each criterion, scorecard and commitment asks for, by its name."""
    return {
        **{criterion.name: _criteria([criterion.condition]) for criterion in agreement.criteria},
        **{card.name: _criteria(card.conditions()) for card in agreement.scorecards},
        **{owed.name: [*_judged_by(owed, agreement)] for owed in agreement.commitments},
    }


def _judged_by(owed: Commitment, agreement: Agreement) -> Iterator[str]:
    """The criteria that decide a case of a commitment: whether there is one, its time, and what it is about."""
    yield from _criteria([agreement.scope, *(row.condition for row in all_rows(owed))])
    if isinstance(owed, Freshness):
        yield owed.finds_out
    if isinstance(owed, FitAtHandOver):
        yield from (s.requires for s in agreement.stages if s.name == agreement.hand_over and s.requires)


def _criteria(conditions: Iterable[Condition | None]) -> list[str]:
    parts = (part for condition in conditions if condition for part in within(condition))
    return [part.criterion for part in parts if isinstance(part, CriterionRef)]
