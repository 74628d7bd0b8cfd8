"""Pauses that can't be meant: without an end, without a clock to hold, or in the hand of the party that owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import stages_by_name, with_schema
from engine.diagnostics import Diagnostic, Location, error, warning
from engine.model.commitments import Again, Cadence, Response
from engine.model.durations import DueBy
from engine.model.lead_schema import Side
from engine.model.moments import EventHappens, FieldBecomes, OutreachMade, StageEntered
from engine.model.pauses import Between, UntilBuyer, WhileIn
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.agreements import Agreement
    from engine.model.lead_schema import LeadSchema
    from engine.model.moments import Moment
    from engine.model.policy_set import PolicySet


def _all(policies: PolicySet) -> Iterator[Response | Cadence]:
    for agreement in policies.agreements:
        yield from (c for c in agreement.commitments if isinstance(c, Response | Cadence))


def the_buyer_can_end_a_pause(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell pauses until the buyer's next event where no event type is the buyer's."""
    for agreement, schema in with_schema(policies):
        if any(event.side is Side.BUYER for event in schema.events):
            continue
        for commitment in agreement.commitments:
            sources = commitment.pauses.sources if isinstance(commitment, Response | Cadence) else ()
            for pause in (p for p in sources if isinstance(p, UntilBuyer)):
                help_ = f"give an event type of the lead schema `{schema.name}` the side `buyer`, or name another end"
                yield error("LP430", pause.at, "no event type is the buyer's: this pause never ends", help_)


def budgets_count_like_the_clock(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell budgets in business time where the allowed time runs on the wall, and the other way round."""
    for commitment in _all(policies):
        budget = commitment.pauses.budget
        for allowed in (row.allowed for row in commitment.rows if row.allowed and budget):
            if budget and allowed.unit.needs_calendar is not budget.unit.needs_calendar:
                message = f"a budget of `{budget}` for pauses of a clock that counts `{allowed}`"
                help_ = "write both in business time, or neither: pauses are counted as the clock is"
                yield error("LP431", budget.at, message, help_)
                break


def budgets_have_pauses(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell budgets of commitments that are never paused."""
    for commitment in _all(policies):
        if commitment.pauses.budget and not commitment.pauses.sources:
            help_ = "add `paused_while`, or remove `pause_budget`"
            yield error("LP432", commitment.pauses.budget.at, f"`{commitment.name}` has no pauses", help_)


def times_of_a_day_are_not_paused(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell times of the next business day where the clock may stand still: there is no length that could be left."""
    for commitment in _all(policies):
        for allowed in (row.allowed for row in commitment.rows if isinstance(row.allowed, DueBy)):
            if commitment.pauses.sources or commitment.again is Again.CONTINUE:
                why = "`paused_while`" if commitment.pauses.sources else "`again: continue`"
                message = f"`{commitment.name}` is due by `{allowed}`, which {why} can't move"
                help_ = f"remove {why}, or allow a length of time, such as 1 business day"
                yield error("LP531", allowed.at, message, help_)


def pauses_last(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell pauses that end with the very moments that begin them."""
    for commitment in _all(policies):
        for pause in commitment.pauses.sources:
            if isinstance(pause, Between) and set(pause.opens) == set(pause.ends):
                yield error("LP433", pause.at, "`from` and `until` are the same", "name another moment under `until`")


def some_stage_is_no_pause(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell pauses that last in every stage: no clock would ever run."""
    for agreement in policies.agreements:
        stages = {stage.name for stage in agreement.stages}
        for commitment in agreement.commitments:
            sources = commitment.pauses.sources if isinstance(commitment, Response | Cadence) else ()
            for pause in (p for p in sources if isinstance(p, WhileIn) and stages <= set(p.stages)):
                at = place_of(pause.stages[0], pause.at)
                yield error("LP434", at, "a pause in every stage: the clock never runs", "leave a stage out")


def who_owes_does_not_pause(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of pauses that begin with what the owing party does itself: it could stop its own clock.

    A budget bounds what it could gain.
    """
    for agreement, schema in with_schema(policies):
        for commitment in agreement.commitments:
            if not isinstance(commitment, Response | Cadence) or commitment.pauses.budget is not None:
                continue
            for at in _begun_by(commitment, agreement, schema):
                message = f"`{commitment.owed_by}`, which owes `{commitment.name}`, can begin this pause itself"
                help_ = "let the buyer or the other party begin it, or add a `pause_budget`"
                yield warning("LP930", at, message, help_)


def _begun_by(commitment: Response | Cadence, agreement: Agreement, schema: LeadSchema) -> Iterator[Location | None]:
    """Give the places of pauses that the owing party can begin."""
    party = commitment.owed_by
    for pause in commitment.pauses.sources:
        if isinstance(pause, WhileIn):
            names = (name for name in pause.stages if _brings_to(party, name, agreement, schema))
            yield from (place_of(name, pause.at) for name in names)
            continue
        for moment in pause.opens:
            if isinstance(moment, StageEntered):
                begins = any(_brings_to(party, name, agreement, schema) for name in moment.stages)
            else:
                begins = _done_by(party, moment, schema)
            if begins:
                yield moment.at or pause.at


def _brings_to(party: str, name: str, agreement: Agreement, schema: LeadSchema) -> bool:
    """Tell whether a party alone can bring a lead into a stage: by its own event, or between stages that it holds.

    A stage of the other party is that party's turn: leads that are given back wait there with good reason.
    """
    stages = stages_by_name(agreement)
    stage = stages.get(name)
    if stage is None:
        return False
    if stage.entered_by:
        held = stage.held_by == party
        return any(_done_by(party, m, schema) for m in stage.entered_by if held or isinstance(m, EventHappens))
    before = [other for other in stages.values() if name in other.next and other is not stage]
    return stage.held_by == party and any(other.held_by == party for other in before)


def _done_by(party: str, moment: Moment, schema: LeadSchema) -> bool:
    if isinstance(moment, OutreachMade | FieldBecomes):  # nobody is named beside a recorded change
        return True
    named = moment.events if isinstance(moment, EventHappens) else ()
    return any(event.name in named and event.side.value == party for event in schema.events)
