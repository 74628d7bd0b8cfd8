"""By which calendar the lead's owner works, told from the log and the roster at the start of a clock."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.window_rows import RunsBy, WindowRow

from .moments import Log
from .owners import owner_at
from .rows import Inputs, LogEvent, MembershipRow


@dataclass(frozen=True)
class Owned:
    """The start of a clock, by when its owner may still become known, and until when anything is."""

    start: LogEvent
    settled_at: int | None
    as_of: int


def calendars_by_owner(row: WindowRow, named: str, log: Log, owned: Owned, inputs: Inputs) -> list[str]:
    """Every calendar that the row may run on: one where the owner is known, else whichever anybody works by."""
    if row.runs_by is not RunsBy.OWNER or row.allowed is None or not row.allowed.unit.needs_calendar:
        return [named]
    everyone = list(dict.fromkeys([named, *sorted({m.calendar for m in inputs.memberships if m.calendar})]))
    told, calendar = told_at(log, owned.start.lead_id, owned.start.at, inputs)
    if owned.settled_at is not None and not (told and calendar):
        told, calendar = told_at(log, owned.start.lead_id, owned.settled_at, inputs)
        told = told and owned.as_of >= owned.settled_at
    return [calendar or named] if told else everyone


def told_at(log: Log, lead: str, at: int, inputs: Inputs) -> tuple[bool, str | None]:
    """Whether it is known who had the lead then, and that person's calendar, if the roster says one."""
    return knows_owner(log, lead, at, inputs), works_by(
        owner_at(log.events, log.reign.schema, at), at, inputs.memberships
    )


def works_by(owner: str | None, at: int, memberships: tuple[MembershipRow, ...]) -> str | None:
    """The calendar of the team that the owner is in, the first by name; a person's own stands in their membership."""
    teams = [m for m in memberships if m.actor == owner and m.since <= at < m.until]
    first = min(teams, key=lambda m: (m.team, m.party), default=None)
    return None if first is None else first.calendar


def knows_owner(log: Log, lead: str, at: int, inputs: Inputs) -> bool:
    """Every source of owners is complete from the last assignment until then, and no row of the lead's was unread."""
    naming = {t.name for t in log.reign.schema.events if t.names_owner}
    sources = [c for c in inputs.coverage if c.type in naming]
    assigned = max((e.at for e in log.events if e.type in naming and e.at <= at), default=None)
    complete = all(
        c.until is not None and c.until >= at and (c.since is None or (assigned is not None and c.since <= assigned))
        for c in sources
    )
    unread = any(q.lead_id == lead and (q.type is None or q.type in naming) for q in inputs.quarantine)
    return bool(sources) and complete and not unread
