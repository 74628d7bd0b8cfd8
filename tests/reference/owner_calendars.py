"""By which calendar the lead's owner works, told from the log and the roster at the start of a clock."""

from __future__ import annotations

from engine.model.window_rows import RunsBy, WindowRow

from .moments import Log
from .owners import owner_at
from .rows import Inputs, LogEvent, MembershipRow


def calendars_by_owner(row: WindowRow, named: str, log: Log, start: LogEvent, inputs: Inputs) -> list[str]:
    """Every calendar that the row may run on: one where the owner is known, else whichever anybody works by."""
    if row.runs_by is not RunsBy.OWNER or row.allowed is None or not row.allowed.unit.needs_calendar:
        return [named]
    if not knows_owner(log, start, inputs):
        return list(dict.fromkeys([named, *sorted({m.calendar for m in inputs.memberships if m.calendar})]))
    return [works_by(owner_at(log.events, log.reign.schema, start.at), start.at, inputs.memberships) or named]


def works_by(owner: str | None, at: int, memberships: tuple[MembershipRow, ...]) -> str | None:
    """The calendar of the team that the owner is in, the first by name; a person's own stands in their membership."""
    teams = [m for m in memberships if m.actor == owner and m.since <= at < m.until]
    first = min(teams, key=lambda m: (m.team, m.party), default=None)
    return None if first is None else first.calendar


def knows_owner(log: Log, start: LogEvent, inputs: Inputs) -> bool:
    """Every source of owners is complete from the last assignment until then, and no row of the lead's was unread."""
    naming, at = {t.name for t in log.reign.schema.events if t.names_owner}, start.at
    sources = [c for c in inputs.coverage if c.type in naming]
    assigned = max((e.at for e in log.events if e.type in naming and e.at <= at), default=None)
    complete = all(
        c.until is not None and c.until >= at and (c.since is None or (assigned is not None and c.since <= assigned))
        for c in sources
    )
    unread = any(q.lead_id == start.lead_id and (q.type is None or q.type in naming) for q in inputs.quarantine)
    return bool(sources) and complete and not unread
