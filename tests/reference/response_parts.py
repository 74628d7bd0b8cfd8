"""Where the time of a response went, told from who owned the lead at each assignment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.model.commitments import Response

from .clock_owners import about, gone, owner
from .clock_rows import measured
from .clocks import Clock, stopped, verdict_of
from .rows import Row

JUDGED = ("kept", "late", "breached", "running", "at_risk", "paused", "cancelled")


def parties_at(clock: Clock, at: int) -> set[str] | None:
    """The parties that the lead's owner is of at an instant; none for a name that is no person's, None for nobody."""
    name = owner(clock, at)
    if name is None:
        return None
    return {m.party for m in clock.inputs.memberships if m.actor == name and m.since <= at < m.until}


def response_part_rows(clocks: Iterable[Clock]) -> Iterator[Row]:
    for clock in clocks:
        state = verdict_of(clock)[0]
        if isinstance(clock.cycle.commitment, Response) and state in JUDGED and len(clock.candidates) == 1:
            yield {**about(clock), **parts(clock, measured(clock, state)["elapsed"])}


def parts(clock: Clock, whole: int | None) -> Row:
    start, end = clock.cycle.start.at, ended_at(clock)
    party, naming = clock.cycle.commitment.owed_by, naming_types(clock)
    instants = sorted({start, *(e.at for e in clock.cycle.log.events if e.type in naming and start < e.at <= end)})
    owned = [(at, parties_at(clock, at)) for at in instants]
    routed = next((at for at, of in owned if of is not None and (not of or party in of)), None)
    assigned = next((at for at, of in owned if of is not None and party in of), None)
    told = tells(clock, end if assigned is None else assigned) and (assigned is not None or stopped(clock) is None)
    before = [whole if at is None else gone(clock, at) for at in (routed, assigned)]
    first, second = before
    if not told or whole is None or first is None or second is None:
        return {"routing": None, "assignment": None, "rep": None, "whole": whole}
    return {"routing": first, "assignment": second - first, "rep": whole - second, "whole": whole}


def ended_at(clock: Clock) -> int:
    close, stop = clock.cycle.close, stopped(clock)
    return stop.until if stop is not None else close.event.until if close is not None else clock.as_of


def naming_types(clock: Clock) -> set[str]:
    return {t.name for t in clock.cycle.log.reign.schema.events if t.names_owner}


def tells(clock: Clock, until: int) -> bool:
    """Every source of owners is complete from the start until then, and no row of the lead's was unreadable."""
    naming = naming_types(clock)
    sources = [c for c in clock.inputs.coverage if c.type in naming]
    complete = all(
        c.until is not None and c.until >= until and (c.since is None or c.since <= clock.cycle.start.at)
        for c in sources
    )
    unread = any(
        q.lead_id == clock.lead.lead_id and (q.type is None or q.type in naming) for q in clock.inputs.quarantine
    )
    return bool(sources) and complete and not unread
