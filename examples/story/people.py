"""The people of the sample company, as `policies/rosters/revenue_teams.yaml` lists them, and how they work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from story.dice import Dice
from story.office import MUNICH, NEW_YORK, Office

INTEGRATION = "integration"
MARKETERS = ("u101", "u102")


@dataclass(frozen=True)
class Rep:
    """A sales person: the share of leads answered in time moves by `speed` percent, `grit` is how many give up late."""

    id: str
    office: Office
    speed: int
    grit: int
    first: date = date(2025, 1, 1)
    last: date = date(2030, 1, 1)


REPS = (
    Rep("u201", MUNICH, 3, 85),
    Rep("u202", MUNICH, 2, 90),
    Rep("u203", MUNICH, -1, 85, first=date(2026, 5, 4)),
    Rep("u301", MUNICH, 4, 95),
    Rep("u302", MUNICH, -9, 60),
    Rep("u303", MUNICH, -2, 80, last=date(2026, 3, 31)),
    Rep("u304", MUNICH, 3, 90, first=date(2026, 3, 16)),
    Rep("u401", NEW_YORK, 3, 90),
    Rep("u402", NEW_YORK, -6, 72),
)


def rep_for(office: Office, day: date, dice: Dice) -> Rep:
    """Someone of the office who works there on that day."""
    return dice.pick([rep for rep in REPS if rep.office is office and rep.first <= day <= rep.last])
