"""Who works where: teams of the parties, and people in them over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Team:
    """A team and the party it belongs to; `calendar` is by what it works, where the roster says it."""

    id: str
    party: str
    name: str
    calendar: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person (by CRM user id) is in a team on the dates first..last, inclusive, in the roster's zone.

    `calendar` is by what that person works, where it is not the team's.
    """

    person: str
    name: str
    team: str
    first: date | None = None
    last: date | None = None
    calendar: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """The teams and their members."""

    name: str
    zone: str
    teams: tuple[Team, ...]
    memberships: tuple[Membership, ...]
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def calendars(self) -> tuple[str, ...]:
        """The calendars that teams and people work by, each once."""
        named = (*(team.calendar for team in self.teams), *(stay.calendar for stay in self.memberships))
        return tuple(dict.fromkeys(name for name in named if name is not None))
