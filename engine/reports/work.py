"""What a change asks of people, as a plan shows it: acts, and the hours that attempts take."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.reports.instants import Length


@dataclass(frozen=True, slots=True)
class Work:
    """What a promise asks its party to do over `span`: acts at most, and attempts missing in broken cadences."""

    commitment: str
    party: str
    span: Length
    acts_before: int
    acts_after: int
    missing_before: int
    missing_after: int


@dataclass(frozen=True, slots=True)
class AttemptHours:
    """The attempts of a week that a party's cadences ask for at the most, what they take, and its selling hours."""

    attempts: Fraction
    hours: Fraction
    selling: Fraction


@dataclass(frozen=True, slots=True)
class HoursAWeek:
    """A party's attempts beside its capacity on both sides; None where a side states no capacity."""

    party: str
    before: AttemptHours | None
    after: AttemptHours | None
