"""Who had the lead while a clock ran, told instant by instant; and hand-overs when hardly any time was left."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from .clocks import Clock, stopped, verdict_of
from .owners import owner_at
from .pauses import paused_before
from .rows import Row
from .windows import worked

BROKEN = ("late", "breached")


def answered_until(clock: Clock) -> int:
    """When the clock ended or fell due, by `as_of` at the latest."""
    close, stop = clock.cycle.close, stopped(clock)
    ended = stop.until if stop is not None else close.event.until if close is not None else clock.as_of
    return min(ended, clock.as_of, clock.as_of if clock.due_at is None else clock.due_at)


def gone(clock: Clock, at: int) -> int | None:
    """How much of the clock's own time had gone at an instant, by the row that makes it due first."""
    candidate = next(c for c in clock.timed if c.due_at == clock.due_at)
    counted = worked(candidate, clock.calendars, clock.cycle.start.at, at)
    return None if counted is None else counted - paused_before(candidate, clock.calendars, at)


def owner(clock: Clock, at: int) -> str | None:
    return owner_at(clock.cycle.log.events, clock.cycle.log.reign.schema, at)


def instants_of(clock: Clock) -> list[int]:
    """The start, each assignment after it, and the end of what is answered for."""
    start, end = clock.cycle.start.at, answered_until(clock)
    naming = {t.name for t in clock.cycle.log.reign.schema.events if t.names_owner}
    assigned = {e.at for e in clock.cycle.log.events if e.type in naming and start < e.at <= end}
    return sorted({start, *assigned, end})


def share_rows(clocks: Iterable[Clock]) -> Iterator[Row]:
    """Each owner's part of each broken clock: every stretch between two instants belongs to who had the lead then."""
    for clock in clocks:
        if verdict_of(clock)[0] not in BROKEN:
            continue
        instants = instants_of(clock)
        shares: dict[str | None, list[int | None]] = {owner(clock, instants[-1]): [0]}
        for first, last in itertools.pairwise(instants):
            before, after = gone(clock, first), gone(clock, last)
            part = None if before is None or after is None else after - before
            shares.setdefault(owner(clock, first), []).append(part)
        for name, parts in shares.items():
            yield {
                **about(clock),
                "owner": name,
                "at_due": name == owner(clock, instants[-1]),
                "share": None if None in parts else sum(part for part in parts if part is not None),
                "whole": gone(clock, instants[-1]),
            }


def late_hand_over_rows(clocks: Iterable[Clock]) -> Iterator[Row]:
    """Each change of owner while a clock ran with less than a tenth of its time left."""
    for clock in clocks:
        if verdict_of(clock)[0] in {"unknown", "not_applicable"} or clock.due_at is None:
            continue
        whole, instants = gone(clock, clock.due_at), instants_of(clock)
        for before, at in itertools.pairwise(instants):
            ran = gone(clock, at)
            if owner(clock, before) == owner(clock, at) or whole is None or ran is None:
                continue
            if (whole - ran) * 10 < whole:
                yield {
                    **about(clock),
                    "at": at,
                    "from_owner": owner(clock, before),
                    "to_owner": owner(clock, at),
                    "time_left": whole - ran,
                    "whole": whole,
                }


def about(clock: Clock) -> Row:
    reign = clock.cycle.log.reign
    return {
        "policy": reign.agreement.name,
        "version": reign.version,
        "commitment": clock.cycle.commitment.name,
        "lead_id": clock.lead.lead_id,
        "started_at": clock.cycle.start.at,
        "start_event": clock.cycle.start.event_id,
    }
