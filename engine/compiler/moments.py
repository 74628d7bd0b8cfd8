"""Moments to predicates over a row `e` of the relation `log` (see log.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from engine.compiler.field_history import change_of
from engine.compiler.field_moments import maybe_becomes, surely_becomes
from engine.compiler.sql import all_of, any_of, case_by, column, is_in, tree
from engine.model.agreements import Agreement, Stage
from engine.model.conditions import AttributeTest
from engine.model.lead_schema import EventType, LeadSchema, Outreach, Side
from engine.model.moments import (
    ActedBy,
    Decision,
    EventHappens,
    FieldBecomes,
    Moment,
    OutreachMade,
    StageEntered,
    StageLeft,
)
from engine.model.pauses import Between, Pauses, UntilBuyer, WhileIn

TYPE = column("type", "e")


def attribute_tests(tests: Iterable[AttributeTest], table: str = "e") -> list[exp.Expr]:
    """Each attribute is one of the values that its test names."""
    return [is_in(column(f"a_{t.attribute}", table), t.values) for t in tests]


def event_happens(moment: EventHappens) -> exp.Expr:
    """An event of the types, whose attributes pass."""
    return all_of([is_in(TYPE, moment.events), *attribute_tests(moment.where)])


def enters_stage(stage: Stage, schema: LeadSchema) -> exp.Expr:
    """An event by which the lead enters the stage."""
    if stage.entered_by:
        return any_of([event_happens(m) for m in stage.entered_by])
    naming = [
        all_of([is_in(TYPE, [t.name]), is_in(column(f"a_{t.names_stage}", "e"), [stage.name])])
        for t in schema.events
        if t.names_stage
    ]
    return any_of(naming)


def reason_named(schema: LeadSchema) -> exp.Expr:
    """The reason that an event gives, by its type; NULL if its type gives none."""
    return case_by(TYPE, {t.name: column(f"a_{t.names_reason}", "e") for t in schema.events if t.names_reason})


def reason_of(decision: Decision, schema: LeadSchema) -> exp.Expr:
    """The reason of a decision, wherever the policy says that it stands; NULL if there is none."""
    if decision.field is not None:
        return column(f"f_{decision.field}", "e")
    return reason_named(schema) if decision.attribute is None else column(f"a_{decision.attribute}", "e")


def channel_named(schema: LeadSchema) -> exp.Expr:
    """The channel of an event, by its type; NULL if its type has none."""
    channels: dict[str, exp.Expr] = {}
    for event in schema.events:
        if event.channel is not None:
            channels[event.name] = exp.Literal.string(event.channel)
        elif event.names_channel:
            channels[event.name] = column(f"a_{event.names_channel}", "e")
    return case_by(TYPE, channels)


def rank_named(schema: LeadSchema) -> exp.Expr:
    """How far an outreach got, 0 to 3, by its type."""
    ranks: dict[str, exp.Expr] = {t.name: exp.Literal.number(t.outreach.rank) for t in schema.events}
    return tree("coalesce(:rank, 0)", rank=case_by(TYPE, ranks))


def outreach_types(moment: OutreachMade, schema: LeadSchema) -> list[EventType]:
    """The event types that could be such an outreach."""
    return [
        t
        for t in schema.events
        if t.outreach.rank >= max(moment.kind.rank, Outreach.ATTEMPT.rank)
        and t.mode in moment.modes
        and (not moment.channels or t.names_channel or t.channel in moment.channels)
    ]


def outreach_happens(moment: OutreachMade, schema: LeadSchema) -> exp.Expr:
    """An outreach of the kind, mode and channel, whoever acted."""
    parts = [is_in(TYPE, [t.name for t in outreach_types(moment, schema)])]
    if moment.channels:
        parts.append(is_in(channel_named(schema), moment.channels))
    return all_of(parts)


def surely_by(acted_by: ActedBy, party: str) -> exp.Expr:
    """The right person acted, as far as the log tells."""
    if acted_by is ActedBy.TEAM:
        return exp.EQ(this=column(f"by_{party}", "e"), expression=exp.Literal.number(1))
    if acted_by is ActedBy.OWNER:
        return tree("e.actor = e.owner")
    return exp.true()


def possibly_by(acted_by: ActedBy) -> exp.Expr:
    """The log doesn't tell whether the right person acted."""
    if acted_by is ActedBy.TEAM:
        return tree("e.actor is null")
    if acted_by is ActedBy.OWNER:
        return tree("e.actor is null or e.owner is null")
    return exp.false()


class Moments:
    """The moments of one commitment, as predicates: what surely happened and what possibly did."""

    def __init__(self, agreement: Agreement, schema: LeadSchema, owed_by: str) -> None:
        """Bind the words of an agreement version to a schema."""
        self._stages = {s.name: s for s in agreement.stages}
        self._schema = schema
        self._owed_by = owed_by

    def sure(self, moments: Sequence[Moment]) -> exp.Expr:
        """Any of the moments happens at this event."""
        return any_of([self._sure(m) for m in moments])

    def possible(self, moments: Sequence[Moment]) -> exp.Expr:
        """An outreach or a decision among the moments happens, but the log doesn't tell by whom."""
        outreaches = [m for m in moments if isinstance(m, OutreachMade) and m.acted_by is not ActedBy.ANYONE]
        possible = [all_of([outreach_happens(m, self._schema), possibly_by(m.acted_by)]) for m in outreaches]
        decided = [self.decided(m) for m in moments if isinstance(m, Decision)]
        return any_of([*possible, *(all_of([d, possibly_by(ActedBy.TEAM)]) for d in decided)])

    def untold(self, moments: Sequence[Moment]) -> exp.Expr:
        """A field among the moments changes, but nothing tells whether to or from what is asked."""
        return any_of([maybe_becomes(m, self._schema) for m in moments if isinstance(m, FieldBecomes)])

    def decided(self, decision: Decision) -> exp.Expr:
        """The lead enters a stage of the decision, with one of its reasons if one is asked, whoever acted."""
        found = [self._stages[s] for s in decision.stages]
        if not decision.with_reason:
            return any_of([enters_stage(s, self._schema) for s in found])
        reason = reason_of(decision, self._schema)
        return any_of([all_of([enters_stage(s, self._schema), is_in(reason, s.reasons)]) for s in found])

    def rejection(self) -> exp.Expr:
        """The lead enters a stage that is entered with a reason."""
        return any_of([enters_stage(s, self._schema) for s in self._stages.values() if s.reasons])

    def types(self, moments: Sequence[Moment]) -> list[str]:
        """The event types by which any of the moments could happen."""
        found: set[str] = set()
        for moment in moments:
            match moment:
                case EventHappens():
                    found.update(moment.events)
                case StageEntered() | Decision():
                    found.update(self.entry_types(moment.stages))
                case StageLeft():
                    found.update(self.entry_types(self._stages))
                case OutreachMade():
                    found.update(t.name for t in outreach_types(moment, self._schema))
                case FieldBecomes():
                    found.add(change_of(moment.test.field))
        return sorted(found)

    def pause_ends(self, pause: Between | UntilBuyer) -> tuple[Moment, ...]:
        """The moments that end a pause; the buyer's are all events of that side."""
        if isinstance(pause, Between):
            return pause.ends
        return (EventHappens(tuple(t.name for t in self._schema.events if t.side is Side.BUYER)),)

    def pause_types(self, pauses: Pauses) -> tuple[str, ...]:
        """The event types by which any of the pauses could begin or end."""
        found: set[str] = set()
        for pause in pauses.sources:
            if isinstance(pause, WhileIn):
                found.update(self.entry_types(self._stages))
            else:
                found.update(self.types([*pause.opens, *self.pause_ends(pause)]))
        return tuple(sorted(found))

    def rejection_types(self) -> list[str]:
        """The event types by which the lead could be rejected."""
        return list(self.entry_types([s.name for s in self._stages.values() if s.reasons]))

    def entry_types(self, stages: Iterable[str]) -> tuple[str, ...]:
        """The event types by which a lead could enter any of the stages."""
        types: set[str] = set()
        for stage in (self._stages[s] for s in stages):
            for moment in stage.entered_by:
                types.update(moment.events)
            if not stage.entered_by:
                types.update(t.name for t in self._schema.events if t.names_stage)
        return tuple(sorted(types))

    def _sure(self, moment: Moment) -> exp.Expr:
        match moment:
            case EventHappens():
                return event_happens(moment)
            case StageEntered():
                entered = any_of([enters_stage(self._stages[s], self._schema) for s in moment.stages])
                reasons = [is_in(reason_named(self._schema), moment.reasons)] if moment.reasons else []
                return all_of([entered, *reasons])
            case StageLeft():
                return any_of([self._left(stage) for stage in moment.stages])
            case OutreachMade():
                return all_of([outreach_happens(moment, self._schema), surely_by(moment.acted_by, self._owed_by)])
            case Decision():
                return all_of([self.decided(moment), surely_by(ActedBy.TEAM, self._owed_by)])
            case FieldBecomes():
                return surely_becomes(moment, self._schema)

    def _left(self, stage: str) -> exp.Expr:
        before = is_in(column("stage_before", "e"), [stage])
        others = [enters_stage(s, self._schema) for s in self._stages.values() if s.name != stage]
        return all_of([before, any_of(others)])
