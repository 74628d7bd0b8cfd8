"""The hours of a calendar on each date: weekly hours, less holidays, replaced by overrides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.compiler.holiday_dates import holiday_names
from engine.compiler.zone_history import ZoneHistory, day_number
from engine.model.calendars import Calendar, Interval
from engine.model.durations import DAY, MINUTE


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date with the intervals that begin on it, and why they differ from the weekday's, if they do."""

    day: date
    intervals: tuple[Interval, ...]
    holiday: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """An open interval [opens, closes) in instants, and the date it begins on."""

    day: date
    opens: int
    closes: int


def calendar_dates(calendar: Calendar, first: date, last: date) -> Iterator[CalendarDate]:
    """Give every date of first..last (inclusive); where overrides overlap, the last one written holds."""
    names = holiday_names(calendar.holidays, first, last)
    replaced = {}
    for override in calendar.overrides:
        start, end = max(first, override.first), min(last, override.last)
        for offset in range((end - start).days + 1):
            replaced[start + timedelta(days=offset)] = override
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        holiday = names.get(day, "")
        if day in replaced:
            yield CalendarDate(day, replaced[day].intervals, holiday, replaced[day].reason)
        else:
            yield CalendarDate(day, () if holiday else calendar.weekly[day.weekday()], holiday)


def shifts(calendar: Calendar, zone: ZoneHistory, first: date, last: date) -> list[Shift]:
    """Turn the hours of first..last into instants, in order and without overlap.

    What a DST gap swallows whole is no shift. Where the doubled hour after midnight belongs to the
    shift before and to the one after, it counts once, for the one before.
    """
    found: list[Shift] = []
    reached: int | None = None
    for date_of in calendar_dates(calendar, first, last):
        midnight = day_number(date_of.day) * DAY
        for interval in sorted(date_of.intervals, key=lambda interval: (interval.opens, interval.closes)):
            opens = zone.opening(midnight + interval.opens * MINUTE)
            closes = zone.closing(midnight + interval.closes * MINUTE)
            opens = opens if reached is None else max(opens, reached)
            if opens < closes:
                found.append(Shift(date_of.day, opens, closes))
                reached = closes
    return found
