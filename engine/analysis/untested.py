"""Criteria that nobody has shown to mean what they should: no scenario and no example comes to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.analysis.asking import Node, asked_by, reached, roots_of
from engine.diagnostics import Diagnostic, Diagnostics, in_order, warning
from engine.model.commitments import FitAtHandOver, Freshness
from engine.model.repetitions import all_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.model.agreements import Agreement
    from engine.model.commitments import Commitment
    from engine.model.policy_set import PolicySet

QUOTED = re.compile(r'"([^"\n]+)"')


def untested(policies: PolicySet, scenarios: Iterable[str]) -> Diagnostics:
    """Warn of criteria of which no scenario's text and no example speaks, straight or through what asks for them.

    Where there is no scenario that speaks of an agreement, nothing is told of it: policies may travel without theirs.
    """
    named = {name for text in scenarios for name in QUOTED.findall(text)}
    return in_order(fault for agreement in policies.agreements for fault in _untested(agreement, named))


def _untested(agreement: Agreement, named: set[str]) -> Iterator[Diagnostic]:
    spoken_of = named | {example.name for example in agreement.examples}
    owed = [commitment for commitment in agreement.commitments if commitment.name in spoken_of]
    nodes = [node for node in roots_of(agreement) if node[1] in spoken_of]
    if named.isdisjoint({name for _, name in nodes} | {commitment.name for commitment in owed}):
        return
    shown = reached([*nodes, *(node for each in owed for node in _judged_by(each, agreement))], agreement)
    for criterion in agreement.criteria:
        if ("criterion", criterion.name) not in shown:
            message = f"no scenario and no example shows when `{criterion.name}` is met"
            help_ = "name it in a scenario of `features/`, or add `examples:` to it"
            yield warning("LP924", criterion.at, message, help_)


def _judged_by(owed: Commitment, agreement: Agreement) -> Iterator[Node]:
    """What decides a case of a commitment: whether there is one, its time, and what it is about."""
    asked = (agreement.scope, *(row.condition for row in all_rows(owed)))
    yield from asked_by([condition for condition in asked if condition is not None], agreement)
    if isinstance(owed, Freshness):
        yield "criterion", owed.finds_out
    if isinstance(owed, FitAtHandOver):
        yield from (("criterion", s.requires) for s in agreement.stages if s.name == agreement.hand_over and s.requires)
