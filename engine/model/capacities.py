"""Capacities: what the people of a party can give to leads in a week, beside the attempts that were promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from engine.diagnostics import Location
from engine.model.calendars import ALWAYS, MINUTES_A_DAY, Calendar
from engine.model.durations import MINUTE, Duration

MINUTES_AN_HOUR = 60
DAYS_A_WEEK = 7
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people work by a calendar."""

    calendar: str
    people: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many people of a party work by which calendar, and the share of their hours that goes to leads.

    `selling_time` is a fraction of 1; `attempt_takes` a length on the wall.
    """

    party: str
    people: tuple[Headcount, ...]
    selling_time: Fraction
    attempt_takes: Duration
    at: Location | None = field(default=None, compare=False, repr=False)

    def selling_hours(self, calendars: Mapping[str, Calendar]) -> Fraction:
        """The hours of an ordinary week that all its people together give to leads."""
        hours = (each.people * hours_a_week(calendars, each.calendar) for each in self.people)
        return sum(hours, Fraction()) * self.selling_time

    def hours_for(self, attempts: Fraction) -> Fraction:
        """How many hours so many attempts take."""
        return attempts * Fraction(self.attempt_takes.microseconds or 0, MINUTES_AN_HOUR * MINUTE)


def hours_a_week(calendars: Mapping[str, Calendar], name: str) -> Fraction:
    """The hours of a calendar's ordinary week, without holidays and exceptions.

    Raises KeyError for a calendar that there is not.
    """
    if name == ALWAYS:
        return Fraction(DAYS_A_WEEK * MINUTES_A_DAY, MINUTES_AN_HOUR)
    minutes = sum(hours.closes - hours.opens for day in calendars[name].weekly for hours in day)
    return Fraction(minutes, MINUTES_AN_HOUR)


def a_week(number_a_year: Fraction) -> Fraction:
    """The part of a year's number that falls on a week: 7 of 365 days."""
    return number_a_year * DAYS_A_WEEK / DAYS_A_YEAR


def tenths(number: Fraction, whole: Callable[[Fraction], int] = lambda tens: floor(tens + Fraction(1, 2))) -> str:
    """Say a number with one decimal, or none where it is whole; `whole` rounds its tenfold, half up unless given."""
    told = whole(abs(number) * 10)
    return f"{'-' if number < 0 and told else ''}{told // 10:,}{f'.{told % 10}' if told % 10 else ''}"


def so_many(number: Fraction, units: str) -> str:
    """Say a number with one decimal and what it counts, named in the plural: `1 hour`, `1.5 hours`."""
    told = tenths(number)
    return f"{told} {units[:-1] if told == '1' else units}"
