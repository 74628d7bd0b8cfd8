"""What examples name: facts, values, events, stages and reasons, held against the rules that conditions answer to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.analysis import conditions, references
from engine.model.commitments import Again, Response
from engine.model.conditions import All, FieldTest, Operator
from engine.model.moments import EventHappens, StageEntered
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement
    from engine.model.examples import Example, Happening
    from engine.model.moments import Moment
    from engine.model.policy_set import PolicySet

OF_NAMES: tuple[Callable[[PolicySet], Iterator[Diagnostic]], ...] = (
    references.fields_exist,
    references.event_types_exist,
    references.attributes_exist,
    references.stages_exist,
    references.reasons_are_listed,
    conditions.operands_fit,
    conditions.choices_exist,
)


def examples_name_what_there_is(policies: PolicySet) -> Iterator[Diagnostic]:
    """Hold each fact as a test for its value, and what happens as moments of a promise; tell what is new by that."""
    asking = [_asking(agreement) for agreement in policies.agreements if agreement.examples]
    for rule in OF_NAMES if asking else ():
        known = set(rule(policies))
        yield from (fault for fault in rule(replace(policies, agreements=tuple(asking))) if fault not in known)


def _asking(agreement: Agreement) -> Agreement:
    facts = (
        FieldTest(fact.field, Operator.IS, (fact.value,), at=place_of(fact.written))
        for example in agreement.examples
        for fact in example.facts
    )
    return replace(agreement, scope=All(tuple(facts)), commitments=(*agreement.commitments, _promise(agreement)))


def _promise(agreement: Agreement) -> Response:
    return Response(
        name="examples",
        owed_by=agreement.parties[0].id,
        title="",
        starts=tuple(moment for example in agreement.examples for moment in _moments(example)),
        again=Again.NEW,
        kept_by=(),
        cancelled_by=(),
        rows=(),
        calendar=None,
        warn_at=(),
        objective=None,
    )


def _moments(example: Example) -> Iterator[Moment]:
    yield from (_entry(one) if one.stage else _event(one) for one in example.events)


def _entry(one: Happening) -> StageEntered:
    return StageEntered((one.stage,), (one.reason,) if one.reason else (), place_of(one.stage))


def _event(one: Happening) -> EventHappens:
    return EventHappens((one.event,), one.attributes, place_of(one.event))
