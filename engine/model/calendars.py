"""Business calendars: weekly hours, holidays and dated overrides in one time zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Location

MINUTES_A_DAY = 1440
ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open [opens, closes) in minutes of the date it begins on; `closes` > 1440 runs past midnight."""

    opens: int
    closes: int
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HolidayCountry:
    """Public holidays of an ISO 3166-1 country and, if given, its subdivision (`BY`, `CA`)."""

    country: str
    subdivision: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Override:
    """Other hours for the dates first..last (inclusive); no intervals means closed."""

    first: date
    last: date
    intervals: tuple[Interval, ...]
    reason: str
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours by weekday (Monday first, seven tuples), laid out for the dates first..last (inclusive)."""

    name: str
    title: str
    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    holidays: tuple[HolidayCountry, ...]
    overrides: tuple[Override, ...]
    first: date
    last: date
    at: Location | None = field(default=None, compare=False, repr=False)
