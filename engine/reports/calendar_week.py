"""What a calendar says of each date: the hours it really has, and why they differ from the weekday's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from engine.compiler.calendar_dates import CalendarDate, calendar_dates, shifts
from engine.compiler.zone_history import zone_history
from engine.model.calendars import Calendar, Interval
from engine.reports.instants import Length

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayView:
    """A date with the intervals that begin on it; `working` is what DST leaves or makes of them.

    `holiday` and `override` are the names of what applies to the date, empty if nothing does.
    """

    day: date
    hours: tuple[Interval, ...]
    working: Length
    holiday: str
    override: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar with some of its weeks (Monday first, laid-out dates only) and all its special dates."""

    name: str
    title: str
    zone: str
    first: date
    last: date
    weekly: tuple[tuple[Interval, ...], ...]
    weeks: tuple[tuple[DayView, ...], ...]
    special_days: tuple[DayView, ...]


def calendar_view(calendar: Calendar, around: date, weeks: int) -> CalendarView:
    """Show `weeks` weeks from the Monday on or before `around`, and every holiday and override laid out."""
    monday = around - timedelta(days=around.weekday())
    days = _days(calendar)
    shown = [day for day in days if monday <= day.day < monday + weeks * WEEK]
    return CalendarView(
        calendar.name,
        calendar.title,
        calendar.zone,
        calendar.first,
        calendar.last,
        calendar.weekly,
        tuple(tuple(of_week) for _, of_week in groupby(shown, lambda day: day.day.isocalendar()[:2])),
        tuple(day for day in days if day.holiday or day.override),
    )


def _days(calendar: Calendar) -> list[DayView]:
    dates = list(calendar_dates(calendar, calendar.first, calendar.last))
    worked: dict[date, int] = {}
    for shift in shifts(calendar, zone_history(calendar.zone), calendar.first, calendar.last):
        worked[shift.day] = worked.get(shift.day, 0) + shift.closes - shift.opens
    return [_view(of_date, worked.get(of_date.day, 0)) for of_date in dates]


def _view(of_date: CalendarDate, working: int) -> DayView:
    return DayView(of_date.day, of_date.intervals, Length(working, working=True), of_date.holiday, of_date.override)
