"""Clocks that their own start stops, and clocks that nothing ever stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import stages_by_name, with_schema
from engine.diagnostics import warning
from engine.model.commitments import Acceptance, Cadence, Response
from engine.model.lead_schema import Outreach, Side
from engine.model.moments import ActedBy, Decision, EventHappens, FieldBecomes, OutreachMade, StageEntered, StageLeft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement, Stage
    from engine.model.commitments import Commitment
    from engine.model.conditions import AttributeTest
    from engine.model.lead_schema import EventType, LeadSchema
    from engine.model.moments import Moment
    from engine.model.policy_set import PolicySet

    Clocked = Response | Cadence | Acceptance


def starts_do_not_stop(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of starts each of which also keeps or cancels the clock that it starts."""
    for agreement, schema in with_schema(policies):
        stages = stages_by_name(agreement)
        for commitment in _clocked(agreement):
            for start in commitment.starts:
                for does, moments in (("keeps", _keeping(commitment)), ("cancels", commitment.cancelled_by)):
                    if any(_is_also(start, other, schema, stages, commitment.owed_by) for other in moments):
                        message = f"every start of `{commitment.name}` also {does} it"
                        yield warning("LP913", start.at, message, "start or stop it by another moment")


def clocks_end_with_the_lead(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of clocks that run on after their lead went, by whichever way, to a final stage.

    Where a stage cancels the clock, or the buyer does, somebody thought of how the matter ends: the rest is owed.
    """
    for agreement, schema in with_schema(policies):
        stages = stages_by_name(agreement)
        for commitment in _clocked(agreement):
            thought_of = any(_ends_the_matter(end, schema) for end in commitment.cancelled_by)
            finals = [] if thought_of else _final_ways(commitment, schema, stages)
            if finals:
                message = f"`{commitment.name}` runs on after its lead went to `{finals[0]}`, which is final"
                help_ = f"cancel it by `enters: [{', '.join(finals)}]`, or by other moments if it is owed even then"
                yield warning("LP914", commitment.at, message, help_)


def _clocked(agreement: Agreement) -> Iterator[Clocked]:
    return (c for c in agreement.commitments if isinstance(c, Response | Cadence | Acceptance))


def _keeping(commitment: Commitment) -> tuple[Moment, ...]:
    match commitment:
        case Response():
            return commitment.kept_by
        case Cadence():
            return commitment.released_by
        case Acceptance():
            return (commitment.accept, commitment.reject)
        case _:
            return ()


def _ends_the_matter(moment: Moment, schema: LeadSchema) -> bool:
    if isinstance(moment, EventHappens):
        return any(event.name in moment.events and event.side is Side.BUYER for event in schema.events)
    return isinstance(moment, StageEntered | StageLeft)


def _final_ways(commitment: Clocked, schema: LeadSchema, stages: Mapping[str, Stage]) -> list[str]:
    """Name the final stages to which a way leads from an entry that starts the clock, on which the clock goes on."""
    left = [name for start in commitment.starts if isinstance(start, StageEntered) for name in start.stages]
    seen = dict.fromkeys(left)
    found = []
    while left:
        here = left.pop(0)
        for name in stages[here].next if here in stages else ():
            if name in stages and name not in seen and not _stops(commitment, stages[name], schema, stages):
                seen[name] = None
                left.append(name)
                found += [name] * stages[name].final
    return found


def _stops(commitment: Clocked, stage: Stage, schema: LeadSchema, stages: Mapping[str, Stage]) -> bool:
    """Tell whether each entry of a stage keeps or cancels a clock."""
    entry = StageEntered((stage.name,), stage.reasons)
    ends = (*_keeping(commitment), *commitment.cancelled_by)
    return any(_is_also(entry, end, schema, stages, commitment.owed_by) for end in ends)


def _is_also(one: Moment, other: Moment, schema: LeadSchema, stages: Mapping[str, Stage], owing: str) -> bool:  # noqa: PLR0911 - one for each pair of kinds
    """Tell whether whatever is the one moment is the other as well."""
    match one, other:
        case EventHappens(), EventHappens():
            return set(one.events) <= set(other.events) and all(_asked(test, one.where) for test in other.where)
        case StageEntered(), StageEntered() | Decision():
            reasons = other.reasons if isinstance(other, StageEntered) else ()
            return set(one.stages) <= set(other.stages) and (not reasons or _within(one.reasons, reasons))
        case StageEntered(), StageLeft():
            return set(one.stages).isdisjoint(other.stages)
        case StageEntered(), EventHappens():
            ways = [way for name in one.stages if name in stages for way in stages[name].entered_by or (None,)]
            return bool(ways) and all(way is not None and _is_also(way, other, schema, stages, owing) for way in ways)
        case FieldBecomes(), FieldBecomes():
            return one == other
        case StageLeft(), StageLeft():
            return set(one.stages) <= set(other.stages)
        case EventHappens(), OutreachMade():
            types = [event for event in schema.events if event.name in one.events]
            return all(_counts(event, other, owing) for event in types)
        case _:
            return False


def _within(some: tuple[str, ...], all_: tuple[str, ...]) -> bool:
    return bool(some) and set(some) <= set(all_)


def _asked(test: AttributeTest, where: tuple[AttributeTest, ...]) -> bool:
    return any(other.attribute == test.attribute and set(other.values) <= set(test.values) for other in where)


def _counts(event: EventType, outreach: OutreachMade, owing: str) -> bool:
    """Tell whether every event of a type counts as an outreach, if somebody of its side makes it."""
    by_them = outreach.acted_by is ActedBy.ANYONE or (outreach.acted_by is ActedBy.TEAM and event.side.value == owing)
    far = event.outreach is not Outreach.NONE and event.outreach.rank >= outreach.kind.rank
    through = not outreach.channels or event.channel in outreach.channels
    return by_them and far and through and event.mode in outreach.modes
