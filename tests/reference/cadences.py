"""A cadence: so many attempts, on so many days and channels, in time after the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.model.calendars import Calendar
from engine.model.commitments import Attempts, Cadence
from engine.model.lead_schema import Outreach

from .criteria import wall_length
from .cycles import Cycle, Ending
from .instants import local_date
from .moments import Log, channel_of, sightings
from .rows import LogEvent
from .windows import zone_of
from .worlds import Verdict, World


@dataclass(frozen=True)
class Tally:
    """The outreaches that count, and the instant at which they became enough (µs UTC), if they did."""

    attempts: int
    days: int
    channels: int
    done_at: int | None
    done_by: LogEvent | None = None


@dataclass(frozen=True)
class OneOutreach:
    """Outreaches of one channel that are one: dated at the first, ranked at the highest."""

    events: tuple[LogEvent, ...]
    channel: str | None

    def rank(self, log: Log) -> int:
        kinds = [log.type_of(e) for e in self.events]
        return max(k.outreach.rank for k in kinds if k is not None)


def candidates_for(cycle: Cycle, attempts: Attempts) -> tuple[list[LogEvent], list[LogEvent]]:
    """Sure and possible outreaches of any rank: a low one may be one with a higher that follows it."""
    any_rank = replace(attempts.outreach, kind=Outreach.ATTEMPT)
    found = sightings(cycle.log, (any_rank,), cycle.commitment.owed_by)
    return found.sure, found.possible


def grouped(log: Log, attempts: Attempts, events: Sequence[LogEvent]) -> list[OneOutreach]:
    """Each outreach closer than `one_if_within` to the one before it in its channel joins that one."""
    spacing = 0 if attempts.one_if_within is None else wall_length(attempts.one_if_within)
    groups: list[OneOutreach] = []
    latest: dict[str | None, int] = {}
    for event in sorted(events, key=lambda e: (e.until, e.ord)):
        channel = channel_of(log, event)
        place = latest.get(channel)
        if place is not None and event.until - groups[place].events[-1].until < spacing:
            groups[place] = OneOutreach((*groups[place].events, event), channel)
        else:
            latest[channel] = len(groups)
            groups.append(OneOutreach((event,), channel))
    return [g for g in groups if g.rank(log) >= attempts.outreach.kind.rank]


def counted(cycle: Cycle, events: Sequence[LogEvent], world: World, as_of: int) -> list[LogEvent]:
    """Those of the clock: at or after its start, up to its close, its due and `as_of`, all inclusive."""
    return [
        e
        for e in events
        if e.until >= cycle.start.at
        and (cycle.close is None or e.until <= cycle.close.event.until)
        and world.taken_at(e) <= min(world.due, as_of)
    ]


def tally(log: Log, attempts: Attempts, zone: str, events: Sequence[LogEvent]) -> Tally:
    """Count outreach by outreach, and note when count, days and channels were first all reached."""
    days: set[date] = set()
    channels: set[str] = set()
    done = None
    groups = grouped(log, attempts, events)
    for number, group in enumerate(groups, start=1):
        days.add(local_date(zone, group.events[0].until))
        channels |= {group.channel} if group.channel else set()
        on_channels = max(1, len(channels))  # an attempt is on some channel, even where none is told
        enough = number >= attempts.at_least and len(days) >= attempts.days and on_channels >= attempts.channels
        if enough and done is None:
            done = group.events[0]
    return Tally(len(groups), len(days), len(channels), None if done is None else done.until, done)


def tally_in(
    cycle: Cycle, events: Sequence[LogEvent], world: World, calendars: Mapping[str, Calendar], as_of: int
) -> Tally:
    assert isinstance(cycle.commitment, Cadence)
    zone = zone_of(cycle.commitment, cycle.log.reign.agreement, calendars)
    return tally(cycle.log, cycle.commitment.attempts, zone, counted(cycle, events, world, as_of))


def verdict(cycle: Cycle, world: World, done: Tally, as_of: int) -> Verdict:
    """Done first, then how the cycle closed, if it closed in time; attempts after due keep nothing."""
    if done.done_at is not None:
        return "kept", "in_time"
    if cycle.close is not None and world.taken_at(cycle.close.event) <= world.due:
        return {
            Ending.STOPPED: ("kept", "released"),
            Ending.CANCELLED: ("cancelled", "cancelled"),
            Ending.GAVE_UP: ("breached", "gave_up"),
        }[cycle.close.ending]
    if as_of > world.due or cycle.close is not None:
        return "breached", "not_done"
    return world.open
