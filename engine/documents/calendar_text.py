"""A calendar for a terminal: its hours, some weeks as they really are, and every special date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from engine.diagnostics import visible
from engine.documents.time_words import MONTHS, WEEKDAYS, span
from engine.model.calendars import MINUTES_A_DAY, Interval
from engine.reports.calendar_week import CalendarView, DayView


def calendar_text(view: CalendarView) -> str:
    """Lay a calendar out in lines of at most 100 characters; instants are wall times of its zone."""
    blocks = [_head(view), *(_week(of_week) for of_week in view.weeks), _special(view)]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _head(view: CalendarView) -> list[str]:
    head = f"{view.name}: {visible(view.title)} ({view.zone}), laid out {view.first} to {view.last}"
    return [head, *(f"  {WEEKDAYS[i]}  {_hours(hours)}" for i, hours in enumerate(view.weekly))]


def _week(days: Sequence[DayView]) -> list[str]:
    first, total = days[0].day, sum(d.working.microseconds for d in days)
    week = f"Week {first.isocalendar().week} of {first.isocalendar().year}, {total // 3_600_000_000} working hours"
    return [week, *(f"  {line}" for line in _lines(days))]


def _special(view: CalendarView) -> list[str]:
    return (
        ["Holidays and other hours", *(f"  {line}" for line in _lines(view.special_days))] if view.special_days else []
    )


def _lines(days: Sequence[DayView]) -> Iterator[str]:
    for day in days:
        why = visible(", ".join(reason for reason in (day.holiday, day.override) if reason))
        worked = span(day.working) if day.working.microseconds else ""
        yield f"{_date(day.day):<16}  {_hours(day.hours):<26}  {worked:<22}  {why}".rstrip()


def _date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year:04d}"


def _hours(intervals: Sequence[Interval]) -> str:
    return ", ".join(f"{_clock(i.opens)}–{_clock(i.closes)}" for i in intervals) or "closed"  # noqa: RUF001 - hours are written with a dash


def _clock(minute: int) -> str:
    return "24:00" if minute == MINUTES_A_DAY else f"{minute // 60 % 24:02d}:{minute % 60:02d}"
