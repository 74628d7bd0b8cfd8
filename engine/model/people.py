"""Who works where: teams of the parties, and people in them over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Team:
    """A team and the party it belongs to."""

    id: str
    party: str
    name: str
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person (by CRM user id) is in a team on the dates first..last, inclusive, in the roster's zone."""

    person: str
    name: str
    team: str
    first: date | None = None
    last: date | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """The teams and their members."""

    name: str
    zone: str
    teams: tuple[Team, ...]
    memberships: tuple[Membership, ...]
    at: Location | None = field(default=None, compare=False, repr=False)
