"""Who owns a lead at an instant, and whose people act."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.lead_schema import LeadSchema

from .rows import LogEvent, MembershipRow


def owner_at(events: Sequence[LogEvent], schema: LeadSchema, at: int) -> str | None:
    """The owner that the latest assignment at or before `at` names; None without one, or if it names nobody."""
    naming = {t.name: t.names_owner for t in schema.events if t.names_owner}
    assignments = [e for e in events if e.type in naming and e.at <= at]
    if not assignments:
        return None
    latest = max(assignments, key=lambda e: (e.at, e.ord))
    return latest.says(naming[latest.type])


def is_of_party(memberships: Sequence[MembershipRow], actor: str | None, party: str, at: int) -> bool | None:
    """Whether the actor is of the party at that instant; None for an empty actor."""
    if not actor:
        return None
    return any(m.actor == actor and m.party == party and m.since <= at < m.until for m in memberships)


def team_at(memberships: Sequence[MembershipRow], actor: str | None, at: int) -> str | None:
    """The actor's team at that instant, the first by name if there are several."""
    return min((m.team for m in memberships if m.actor == actor and m.since <= at < m.until), default=None)
