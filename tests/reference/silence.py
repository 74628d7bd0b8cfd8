"""What silence makes: entries of the stage that accepts, where nobody had decided when the clock fell due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from engine.model.commitments import Acceptance

from .clocks import Clock
from .rows import Inputs, LogEvent
from .verdicts import silent_entry, verdict_of

Judged = Callable[[Inputs], Iterable[Clock]]


def with_silence(inputs: Inputs, judged: Judged) -> Inputs:
    """Judge, add what silence made, and judge again, until nothing changes; each time from the log alone."""
    made: tuple[LogEvent, ...] = ()
    while True:
        told = replace(inputs, events=(*inputs.events, *made))
        found = numbered_after(inputs.events, entries_made(judged(told)))
        if found == made:
            return told
        made = found


def entries_made(clocks: Iterable[Clock]) -> list[LogEvent]:
    deemed = [c for c in clocks if isinstance(c.cycle.commitment, Acceptance) and verdict_of(c) == ("kept", "deemed")]
    return [silent_entry(clock) for clock in deemed]


def numbered_after(events: Sequence[LogEvent], entries: Iterable[LogEvent]) -> tuple[LogEvent, ...]:
    """At one instant the recorded events come first."""
    last = max((e.ord for e in events), default=0)
    ordered = sorted(entries, key=lambda e: (e.lead_id, e.at, e.type, e.event_id))
    return tuple(replace(e, ord=last + n) for n, e in enumerate(ordered, start=1))
