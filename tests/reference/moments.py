"""Where a moment lies in a lead's log, surely or possibly, and which event types could be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.model.agreements import Agreement, Stage
from engine.model.calendars import Calendar
from engine.model.commitments import Cadence
from engine.model.lead_schema import EventType, LeadSchema
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

from .criteria import passes
from .field_moments import becomes
from .owners import is_of_party, owner_at
from .rows import LeadRecord, LogEvent, MembershipRow
from .versions import Reign


@dataclass(frozen=True)
class Log:
    """One lead's events by `ord`, read with one version's stages, schema and the roster."""

    events: Sequence[LogEvent]
    reign: Reign
    memberships: Sequence[MembershipRow]
    lead: LeadRecord
    calendars: Mapping[str, Calendar] = field(default_factory=dict)

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.reign.agreement.stages

    def type_of(self, event: LogEvent) -> EventType | None:
        return next((t for t in self.reign.schema.events if t.name == event.type), None)


@dataclass(frozen=True)
class Entry:
    """The lead enters a stage by an event."""

    stage: Stage
    event: LogEvent


@dataclass(frozen=True)
class Sightings:
    """The events that are a moment, those that are one if their empty actor was the right one, and the untold.

    An untold one is a change of a field to or from something that nobody can read or compare.
    """

    sure: list[LogEvent]
    possible: list[LogEvent]
    untold: list[LogEvent]


def enters(log: Log, stage: Stage, event: LogEvent) -> bool:
    if event.deemed is not None:
        whose, of = event.deemed  # a version on trial bears its own name, which no other reads
        return of == stage.name and whose in {log.reign.agreement.name, log.reign.agreement.id}
    if stage.entered_by:
        return any(event.type in m.events and passes(event, m.where) for m in stage.entered_by)
    kind = log.type_of(event)
    return kind is not None and event.says(kind.names_stage) == stage.name


def entries_of(log: Log) -> list[Entry]:
    """All entries by instant, then in the order of the policy's stages, then of the log."""
    found = [
        (event.at, position, event.ord, Entry(stage, event))
        for event in log.events
        for position, stage in enumerate(log.stages)
        if enters(log, stage, event)
    ]
    return [entry for *_, entry in sorted(found, key=lambda f: f[:3])]


def sightings(log: Log, moments: Iterable[Moment], owed_by: str) -> Sightings:
    """Any of the moments; an event that is surely one of them is not listed as possible."""
    sure: dict[int, LogEvent] = {}
    possible: dict[int, LogEvent] = {}
    untold: dict[int, LogEvent] = {}
    for moment in moments:
        match moment:
            case EventHappens():
                sure |= {e.ord: e for e in log.events if e.type in moment.events and passes(e, moment.where)}
            case StageEntered():
                sure |= {e.event.ord: e.event for e in entries_of(log) if is_entry(log, moment, e)}
            case StageLeft():
                sure |= {e.ord: e for e in leavings(log, moment)}
            case OutreachMade():
                found = [(e, outreach_counts(log, moment, owed_by, e)) for e in log.events]
                sure |= {e.ord: e for e, counts in found if counts is True}
                possible |= {e.ord: e for e, counts in found if counts is None}
            case Decision():
                decided = [(e.event, decided_by(log, moment, owed_by, e)) for e in entries_of(log)]
                sure |= {e.ord: e for e, counts in decided if counts is True}
                possible |= {e.ord: e for e, counts in decided if counts is None}
            case FieldBecomes():
                changed = [(e, becomes(moment.test, e)) for e in log.events]
                sure |= {e.ord: e for e, counts in changed if counts is True}
                untold |= {e.ord: e for e, counts in changed if counts is None}
    unsure = ([some[o] for o in sorted(some) if o not in sure] for some in (possible, untold))
    return Sightings([sure[o] for o in sorted(sure)], *unsure)


def is_entry(log: Log, moment: StageEntered, entry: Entry) -> bool:
    if entry.stage.name not in moment.stages:
        return False
    kind = log.type_of(entry.event)
    return not moment.reasons or (kind is not None and entry.event.says(kind.names_reason) in moment.reasons)


def decided_by(log: Log, decision: Decision, owed_by: str, entry: Entry) -> bool | None:
    """Whether the entry is such a decision; None if only its actor leaves that open."""
    if entry.stage.name not in decision.stages or entry.event.deemed is not None:
        return False
    if decision.with_reason and reason_of(log, decision, entry.event) not in entry.stage.reasons:
        return False
    return is_of_party(log.memberships, entry.event.actor, owed_by, entry.event.at)


def reason_of(log: Log, decision: Decision, event: LogEvent) -> str | None:
    """The reason, wherever the policy says that it stands."""
    if decision.field is not None:
        value = log.lead.fields.get(decision.field)
        return None if value is None else str(value)
    if decision.attribute is not None:
        return event.says(decision.attribute)
    kind = log.type_of(event)
    return None if kind is None else event.says(kind.names_reason)


def leavings(log: Log, moment: StageLeft) -> list[LogEvent]:
    """Entries into another stage than the one the lead was in, where that one is named."""
    entries = entries_of(log)
    return [
        to.event
        for before, to in pairwise(entries)
        if before.stage.name in moment.stages and to.stage.name != before.stage.name
    ]


def channel_of(log: Log, event: LogEvent) -> str | None:
    kind = log.type_of(event)
    return None if kind is None else (kind.channel or event.says(kind.names_channel))


def outreach_counts(log: Log, moment: OutreachMade, owed_by: str, event: LogEvent) -> bool | None:
    """Whether the event is such an outreach; None if only its actor leaves that open."""
    kind = log.type_of(event)
    if kind is None or kind.outreach.rank < moment.kind.rank or kind.mode not in moment.modes:
        return False
    if moment.channels and channel_of(log, event) not in moment.channels:
        return False
    match moment.acted_by:
        case ActedBy.ANYONE:
            return True
        case ActedBy.TEAM:
            return is_of_party(log.memberships, event.actor, owed_by, event.at)
        case ActedBy.OWNER:
            owner = owner_at(log.events, log.reign.schema, event.at)
            return None if not event.actor or owner is None else event.actor == owner


def rejections(agreement: Agreement) -> StageEntered:
    """Entering any stage that asks for a reason."""
    return StageEntered(tuple(s.name for s in agreement.stages if s.reasons))


def given_up(agreement: Agreement, cadence: Cadence) -> tuple[StageEntered, ...]:
    """What ends a cadence before its time: a rejection, and going on to what follows."""
    return (rejections(agreement), *([] if cadence.then is None else [StageEntered((cadence.then,))]))


def entering_types(agreement: Agreement, schema: LeadSchema, stages: Iterable[str]) -> set[str]:
    """The event types that can enter one of these stages."""
    types: set[str] = set()
    for stage in agreement.stages:
        if stage.name in stages and stage.entered_by:
            types |= {name for moment in stage.entered_by for name in moment.events}
        elif stage.name in stages:
            types |= {t.name for t in schema.events if t.names_stage}
    return types


def types_of(reign: Reign, moments: Iterable[Moment]) -> set[str]:
    """The event types that could be one of these moments."""
    agreement, schema = reign.agreement, reign.schema
    types: set[str] = set()
    for moment in moments:
        match moment:
            case EventHappens():
                types |= set(moment.events)
            case StageEntered() | Decision():
                types |= entering_types(agreement, schema, moment.stages)
            case StageLeft():
                others = {s.name for s in agreement.stages if set(moment.stages) - {s.name}}
                types |= entering_types(agreement, schema, others)
            case OutreachMade():
                types |= {t.name for t in schema.events if could_be(moment, t)}
            case FieldBecomes():
                types.add(f"field:{moment.test.field}")
    return types


def could_be(moment: OutreachMade, kind: EventType) -> bool:
    channel = not moment.channels or kind.channel in moment.channels or (not kind.channel and bool(kind.names_channel))
    return kind.outreach.rank >= moment.kind.rank and kind.mode in moment.modes and channel
