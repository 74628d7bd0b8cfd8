"""Pauses the slow, obvious way: walk through them in order and see how far the clock gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from engine.model.calendars import Calendar
from engine.model.commitments import Again, Cadence, Commitment, Response
from engine.model.durations import Duration
from engine.model.lead_schema import Side
from engine.model.moments import EventHappens, Moment, StageEntered
from engine.model.pauses import Between, Pause, Pauses, UntilBuyer, WhileIn

from .calendar import intervals
from .cycles import Cycle
from .moments import Log, entries_of, sightings
from .rows import LeadRecord, LogEvent
from .versions import Reign
from .windows import Candidate, worked


@dataclass(frozen=True)
class Edge:
    """An event that opens or ends a pause, surely or possibly; `place` is the stage's in the policy's list."""

    event: LogEvent
    opens: bool
    sure: bool = True
    place: int = 0
    untold: bool = False

    @property
    def first(self) -> tuple[int, int, int]:
        return self.event.at, self.place, self.event.ord

    @property
    def last(self) -> tuple[int, int, int]:
        return self.event.until, self.place, self.event.ord


Span = tuple[int, int | None]
"""From an instant until another, or for ever."""


@dataclass(frozen=True)
class Standstill:
    """What pauses do to one clock: each that counts (its begin, how much of it), and whether one lasts at the end."""

    counted: tuple[tuple[int, float], ...] = ()
    lasts: bool = False
    remaining: float | None = None

    @property
    def added(self) -> float:
        return sum(amount for _, amount in self.counted)


def pauses_of(commitment: Commitment) -> Pauses:
    return commitment.pauses if isinstance(commitment, Response | Cadence) else Pauses()


def ending(pause: Between | UntilBuyer, log: Log) -> tuple[Moment, ...]:
    if isinstance(pause, Between):
        return pause.ends
    return (EventHappens(tuple(t.name for t in log.reign.schema.events if t.side is Side.BUYER)),)


def edges_of(log: Log, pause: Pause, owed_by: str) -> list[Edge]:
    if isinstance(pause, WhileIn):
        names = [s.name for s in log.stages]
        return [Edge(e.event, e.stage.name in pause.stages, place=names.index(e.stage.name)) for e in entries_of(log)]
    found = []
    for opens, moments in ((True, pause.opens), (False, ending(pause, log))):
        seen = sightings(log, moments, owed_by)
        found += [Edge(e, opens) for e in seen.sure]
        found += [Edge(e, opens, sure=False) for e in seen.possible]
        found += [Edge(e, opens, sure=False, untold=True) for e in seen.untold]
    return found


def surely(edges: Iterable[Edge]) -> list[Span]:
    """From a sure opening's last instant to the first one of an ending that may come after it."""
    found = []
    for begin in (e for e in edges if e.opens and e.sure):
        ends = [e.event.at for e in edges if not e.opens and e.last > begin.first]
        found.append((begin.event.until, min(ends, default=None)))
    return [span for span in found if span[1] is None or span[1] > span[0]]


def possibly(edges: Iterable[Edge]) -> list[Span]:
    """From an opening's first instant to the last one of an ending that surely comes after it."""
    found = []
    for begin in (e for e in edges if e.opens):
        ends = [e.event.until for e in edges if not e.opens and e.sure and e.first > begin.last]
        found.append((begin.event.at, min(ends, default=None)))
    return [span for span in found if span[1] is None or span[1] > span[0]]


@dataclass(frozen=True)
class Readings:
    """What was surely and what was possibly paused, and the edges that the log leaves open."""

    sure: list[Span]
    possible: list[Span]
    unsure: list[Edge]


def readings(cycle: Cycle) -> Readings:
    sources = pauses_of(cycle.commitment).sources
    each = [edges_of(cycle.log, source, cycle.commitment.owed_by) for source in sources]
    sure = [span for edges in each for span in surely(edges)]
    possible = [span for edges in each for span in possibly(edges)]
    sure += [(stop.until, start.at) for _, stop, start in cycle.gaps]
    possible += [(max(stop.at, before.at), start.until) for before, stop, start in cycle.gaps]
    return Readings(sure, possible, [e for edges in each for e in edges if not e.sure])


def in_life(cycle: Cycle, spans: Iterable[Span], start: int, as_of: int) -> list[tuple[int, int, bool]]:
    """The union of the spans inside the clock's life, in order; the third tells that it lasts at `as_of`."""
    closed = None if cycle.close is None else cycle.close.event.until
    limit = as_of if closed is None else closed
    cut = [
        (max(begin, start), limit if end is None else min(end, limit), closed is None and (end is None or end > as_of))
        for begin, end in spans
        if begin <= as_of and (closed is None or begin < closed) and (end is None or end > start)
    ]
    merged: list[tuple[int, int, bool]] = []
    for begin, end, lasts in sorted(cut):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), lasts or merged[-1][2])
        else:
            merged.append((begin, max(begin, end), lasts))
    return merged


def standstill(
    candidate: Candidate,
    calendars: Mapping[str, Calendar],
    start: int,
    pauses: Sequence[tuple[int, int, bool]],
    budget: float,
) -> Standstill:
    """Walk: a pause counts if, when it begins, the clock has not yet run for the time allowed."""
    allowed, here = allowed_between(candidate, calendars, start), start
    ran: float = 0
    counted: list[tuple[int, float]] = []
    lasting, remaining = False, None
    for begin, end, lasts in pauses:
        step = measured(candidate, calendars, here, begin)
        if step == inf or ran + step >= allowed:
            break
        ran += step
        length = measured(candidate, calendars, begin, end)
        amount = min(length, budget)
        if lasts and length < budget:
            lasting, remaining = True, allowed - ran
        counted.append((begin, amount))
        budget -= amount
        ran += length - amount if length != inf else inf
        here = end
    return Standstill(tuple(counted), lasting, remaining)


def measured(candidate: Candidate, calendars: Mapping[str, Calendar], first: int, last: int) -> float:
    """In the clock's own measure; without end where the calendar isn't laid out."""
    length = worked(candidate, calendars, first, last)
    return inf if length is None else length


def allowed_between(candidate: Candidate, calendars: Mapping[str, Calendar], start: int) -> int:
    """How much of its measure a clock has: a night shift may be open, and due, after the layout's last midnight."""
    due = candidate.dues[start]
    assert due is not None
    if candidate.allowed is None or not candidate.allowed.unit.needs_calendar:
        return due - start
    return sum(max(0, min(due, i.closes) - max(start, i.opens)) for i in intervals(calendars[candidate.calendar]))


def later(candidate: Candidate, calendars: Mapping[str, Calendar], start: int, amount: float) -> int | None:
    """The instant at which so much of the clock's measure has gone since the start."""
    if candidate.allowed is None or not candidate.allowed.unit.needs_calendar:
        return start + int(amount)
    for interval in intervals(calendars[candidate.calendar]):
        here = max(0, interval.closes - max(start, interval.opens))
        if amount <= here:
            return max(start, interval.opens) + int(amount)
        amount -= here
    return None


def with_pauses(candidate: Candidate, cycle: Cycle, calendars: Mapping[str, Calendar], as_of: int) -> Candidate:
    """Move each due (by the instant that the start is taken at) on by what was surely, by what was possibly paused."""
    pauses, read = pauses_of(cycle.commitment), readings(cycle)
    budget = inf if pauses.budget is None else budget_length(pauses.budget)
    stood = {
        (start, number): standstill(candidate, calendars, start, in_life(cycle, spans, start, as_of), budget)
        for start, due in candidate.dues.items()
        for number, spans in enumerate((read.sure, read.possible))
        if due is not None
    }
    moved = {key: moved_by(candidate, calendars, key[0], still) for key, still in stood.items()}
    known = [due for due in candidate.dues.values() if due is not None]
    latest = [moved.get((start, 1)) for start in candidate.dues]
    remaining = [s.remaining for (_, number), s in stood.items() if number == 0 and s.remaining is not None]
    return replace(
        candidate,
        due_bare=min(known, default=None),
        due_at=min((due for (_, number), due in moved.items() if number == 0 and due is not None), default=None),
        due_last=None if None in latest else max(due for due in latest if due is not None),
        stands=all(s.lasts for s in stood.values()),
        may_stand=any(s.lasts for s in stood.values()),
        remaining=min(remaining, default=None),
        counted=stood[cycle.start.at, 0].counted if (cycle.start.at, 0) in stood else (),
    )


def budget_length(budget: Duration) -> int:
    """A budget counts in the clock's own measure."""
    assert budget.microseconds is not None
    return budget.microseconds


def moved_by(candidate: Candidate, calendars: Mapping[str, Calendar], start: int, still: Standstill) -> int | None:
    if not still.added:
        return candidate.dues[start]
    whole = allowed_between(candidate, calendars, start) + still.added
    return None if whole == inf else later(candidate, calendars, start, whole)


def paused_before(candidate: Candidate, calendars: Mapping[str, Calendar], at: int) -> int:
    """How much of the clock's measure was paused until an instant."""
    begun = [(begin, amount) for begin, amount in candidate.counted if begin < at]
    parts = [min(amount, measured(candidate, calendars, begin, at)) for begin, amount in begun]
    return sum(0 if part == inf else int(part) for part in parts)


def moments_read(commitment: Commitment, reign: Reign) -> tuple[Moment, ...]:
    """Every moment that could begin or end a pause of the commitment, or a gap."""
    found: list[Moment] = []
    for pause in pauses_of(commitment).sources:
        if isinstance(pause, WhileIn):
            found.append(StageEntered(tuple(s.name for s in reign.agreement.stages)))
        else:
            found += [*pause.opens, *ending(pause, Log((), reign, (), LeadRecord("")))]
    continues = isinstance(commitment, Response | Cadence) and commitment.again is Again.CONTINUE
    return (*found, *(commitment.starts if continues else ()))
