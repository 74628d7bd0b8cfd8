"""Business time the slow, obvious way: walk the open intervals of a calendar one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from engine.model.calendars import Calendar
from engine.model.durations import Unit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Open:
    """An open interval in µs, and the date that its shift begins on."""

    day: date
    opens: int
    closes: int


def due(calendar: Calendar | None, zone: str, unit: Unit, amount: int, at: int) -> int | None:
    """When a window that starts at `at` ends; None beyond the laid-out dates, or without a calendar to count in."""
    start = deemed(calendar, unit, at)
    if amount == 0 or start is None:
        return start
    if unit is Unit.DAYS:
        return end_of_date(zone, local(at, zone).date() + timedelta(days=amount))
    if not unit.while_open and calendar is not None and unit.needs_calendar:
        by_days = unit is Unit.BUSINESS_DAYS
        return (_close_of_later_day if by_days else _by_time_of_next_day)(calendar, start, amount, at)
    length = {"seconds": 10**6, "minutes": 60 * 10**6, "hours": 3600 * 10**6}[unit.value.removeprefix("business ")]
    left = amount * length
    if unit.on_the_wall:
        return at + left
    for interval in intervals(calendar):
        here = max(0, interval.closes - max(start, interval.opens))
        if left <= here:
            return max(start, interval.opens) + left
        left -= here
    return None


def deemed(calendar: Calendar | None, unit: Unit, at: int) -> int | None:
    """The start, or the next opening for a business unit that starts while closed."""
    if not unit.needs_calendar:
        return at
    if calendar is None or not laid_out(calendar, at):
        return None
    return next((max(at, interval.opens) for interval in intervals(calendar) if at < interval.closes), None)


def elapsed(calendar: Calendar | None, first: int, last: int) -> int | None:
    """µs from first to last during which the calendar was open; 0 for an end before the start."""
    if last < first:
        return 0
    if calendar is None or not laid_out(calendar, first) or not laid_out(calendar, last):
        return None
    return sum(max(0, min(last, i.closes) - max(first, i.opens)) for i in intervals(calendar))


def laid_out(calendar: Calendar, at: int) -> bool:
    """Whether the instant lies between the first 00:00 of the first date and of the date after the last."""
    begins, ends = _ends_of_layout(calendar)
    return begins <= at < ends


@lru_cache
def _ends_of_layout(calendar: Calendar) -> tuple[int, int]:
    return min(instants(calendar.zone, calendar.first, 0)), min(instants(calendar.zone, calendar.last, 1440))


@lru_cache
def intervals(calendar: Calendar) -> tuple[Open, ...]:
    """The open intervals that begin on the day before the first date (its night shift) to the last date."""
    found: list[Open] = []
    for day in dates(calendar.first - timedelta(days=1), calendar.last):
        for hours in sorted(hours_of(calendar, day)):
            opens = min(instants(calendar.zone, day, hours[0]))
            closes = max(instants(calendar.zone, day, hours[1]))
            opens = max(opens, found[-1].closes) if found else opens
            if opens < closes:
                found.append(Open(day, opens, closes))
    return tuple(found)


def hours_of(calendar: Calendar, day: date) -> list[tuple[int, int]]:
    """(opens, closes) in minutes: a dated override's, else none on a holiday, else the weekday's."""
    for override in reversed(calendar.overrides):
        if override.first <= day <= override.last:
            return [(i.opens, i.closes) for i in override.intervals]
    for place in calendar.holidays:
        if day in _holidays(place.country, place.subdivision, day.year):
            return []
    return [(i.opens, i.closes) for i in calendar.weekly[day.weekday()]]


@lru_cache
def _holidays(country: str, subdivision: str | None, year: int) -> set[date]:
    return set(holidays.country_holidays(country, subdiv=subdivision, years=[year]))


def instants(zone: str, day: date, minute: int) -> list[int]:
    """When a wall shows `minute` minutes after 00:00 of a date: once, twice, or, skipped, at the gap's end."""
    wall = datetime(day.year, day.month, day.day) + minute * MINUTE  # noqa: DTZ001 - a time on a wall has no zone
    while True:
        guesses = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
        shown = [at for at in guesses if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall]
        if shown:
            return [(at - EPOCH) // MICROSECOND for at in shown]
        wall += MINUTE


@lru_cache
def end_of_date(zone: str, day: date) -> int:
    """The instant after the last one whose local date is not later than `day`."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=24 + 13)
    while (at - MICROSECOND).astimezone(ZoneInfo(zone)).date() > day:
        at -= MINUTE
    return (at - EPOCH) // MICROSECOND


def local(at: int, zone: str) -> datetime:
    """The instant as a wall of the zone shows it."""
    return (EPOCH + at * MICROSECOND).astimezone(ZoneInfo(zone))


def dates(first: date, last: date) -> Iterable[date]:
    """Every date of first..last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _by_time_of_next_day(calendar: Calendar, start: int, minute: int, at: int) -> int | None:
    """Walk the dates after that of the real start to the first on which it opens."""
    today, closes = local(at, calendar.zone).date(), {i.day: i.closes for i in intervals(calendar)}
    for day in sorted(closes):
        if day > today:
            return max(start, min(closes[day], *instants(calendar.zone, day, minute)))
    return None


def _close_of_later_day(calendar: Calendar, start: int, amount: int, _at: int) -> int | None:
    closes = {interval.day: interval.closes for interval in intervals(calendar)}
    today = next(interval.day for interval in intervals(calendar) if start < interval.closes)
    later = [day for day in sorted(closes) if day > today]
    return closes[later[amount - 1]] if amount <= len(later) else None
