"""Freshness: each span in which the owing party held the lead and nobody knew the fact, walked instant by instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.model.commitments import Freshness
from engine.model.conditions import FieldTest, Operator
from engine.model.durations import Unit

from .criteria import Asked, ask_field, wall_length
from .cycles import Close, Cycle, Ending
from .field_history import Past, held
from .instants import begin_of, local_date
from .moments import Entry, Log, entries_of
from .rows import LeadRecord, LogEvent


@dataclass(frozen=True)
class Span:
    """From when on it was surely unknown (or, `untold`, may have been), and when nothing told that any longer."""

    start: LogEvent
    untold: bool
    doubt_at: int | None = None


def facts_to_find(logs: Sequence[Log], name: str, lead: LeadRecord, past: Past) -> list[Cycle]:
    """The clocks of each version, from the spans that begin while it is in force."""
    found = []
    for log in logs:
        commitment = log.reign.commitments.get(name)
        if isinstance(commitment, Freshness):
            cycles = Walk(log, commitment, lead, past).cycles()
            found += [c for c in cycles if log.reign.governs(c.start.at)]
    return found


@dataclass(frozen=True)
class Walk:
    """One lead and one commitment by the words of one version."""

    log: Log
    commitment: Freshness
    lead: LeadRecord
    past: Past

    @property
    def fact(self) -> FieldTest:
        (test,) = [c.condition for c in self.log.reign.agreement.criteria if c.name == self.commitment.finds_out]
        assert isinstance(test, FieldTest)
        return replace(test, operator=Operator.KNOWN, operands=())

    def is_known(self, at: int) -> bool | None:
        zone = self.log.reign.agreement.zone
        then = held(self.lead, self.fact.field, at, self.past)
        if self.fact.good_for is not None and then.value is not None and then.set_at is None:
            return None  # fresh or stale, nothing tells
        return ask_field(self.fact, Asked(self.lead, (), (), {}, zone, at, (), self.past)).value

    def instants(self) -> list[int]:
        """By `as_of`: entries, changes with what was before and when they are told, and when values go stale."""
        history = next(
            (h for h in self.past.histories if (h.lead_id, h.field) == (self.lead.lead_id, self.fact.field)), None
        )
        changes = history.changes if history is not None else ()
        set_at = [c.at for c in changes]
        confirmed = self.lead.set_at.get(self.fact.field)
        set_at += [confirmed] if confirmed is not None else []
        found = [
            *set_at,
            *(c.at - 1 for c in changes),
            *(c.until for c in changes),
            *(e.event.at for e in entries_of(self.log)),
        ]
        return sorted({at for at in (*found, *map(self.stale_from, set_at)) if at <= self.past.as_of})

    def stale_from(self, set_at: int) -> int:
        good_for, zone = self.fact.good_for, self.log.reign.agreement.zone
        if good_for is None:
            return set_at
        if good_for.unit is Unit.DAYS:
            return begin_of(zone, local_date(zone, set_at) + timedelta(days=good_for.amount + 1))
        return set_at + wall_length(good_for) + 1

    def holds(self, entry: Entry) -> bool:
        return entry.stage.held_by == self.commitment.owed_by and not entry.stage.final

    def cycles(self) -> list[Cycle]:
        return list(self.walked())

    def walked(self) -> Iterator[Cycle]:
        known: bool | None = None
        held = False
        doubt: int | None = None  # since when nothing tells any longer that it is unknown
        span: Span | None = None
        for at in self.instants():
            told, was_held = self.is_known(at), held
            entries = [e for e in entries_of(self.log) if e.event.at == at]
            held = self.holds(entries[-1]) if entries else held
            if told is False:
                doubt = None
            elif told is None and known is False and doubt is None:
                doubt = at
            known = known if told is None else told
            if span is not None and (not held or known):
                found = known is True
                event = self.told("end", at if doubt is None else doubt, at) if found else entries[-1].event
                yield self.cycle(span, Close(Ending.STOPPED if found else Ending.CANCELLED, event))
                span = None
            if held and not known and (span is None or (span.untold and known is False)):
                caused = entries[-1].event if not was_held else None
                span = Span(self.start(at, caused), known is None)
            if span is not None and known is False and told is None and span.doubt_at is None:
                span = replace(span, doubt_at=at)
            if known:
                doubt = None
        if span is not None:
            yield self.cycle(span, None)

    def start(self, at: int, caused: LogEvent | None) -> LogEvent:
        until = at if caused is None else max(at, caused.until)
        deemed = None if caused is None else caused.deemed
        return replace(self.told("", at, until), deemed=deemed)

    def told(self, what: str, at: int, until: int) -> LogEvent:
        return LogEvent(-1, what, self.lead.lead_id, "fact", at, until)

    def cycle(self, span: Span, close: Close | None) -> Cycle:
        name = f"unknown:{self.commitment.name}:{span.start.at}"
        if close is not None and close.ending is Ending.STOPPED:
            close = Close(close.ending, replace(close.event, event_id=f"{name}:ended"))
        start = replace(span.start, event_id=name)
        return Cycle(self.log, self.commitment, start, close, untold=span.untold, doubt_at=span.doubt_at)


def doubted(cycle: Cycle, due_last: int | None) -> bool:
    """By the latest due it may have been found out, though nothing tells."""
    return due_last is not None and cycle.doubt_at is not None and cycle.doubt_at <= due_last
