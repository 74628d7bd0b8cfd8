"""A calendar for a terminal: its hours, some weeks as they really are, and every special date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.diagnostics import visible
from engine.documents.agreement_words import day as date_words
from engine.documents.agreement_words import hours
from engine.documents.time_words import WEEKDAYS, span
from engine.reports.calendar_week import CalendarView, DayView


def calendar_text(view: CalendarView) -> str:
    """Lay a calendar out in lines of at most 100 characters; instants are wall times of its zone."""
    blocks = [_head(view), *(_week(of_week) for of_week in view.weeks), _special(view)]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _head(view: CalendarView) -> list[str]:
    head = f"{view.name}: {visible(view.title)} ({view.zone}), laid out {view.first} to {view.last}"
    return [head, *(f"  {WEEKDAYS[i]}  {hours(of_day)}" for i, of_day in enumerate(view.weekly))]


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
        yield f"{date_words(day.day):<16}  {hours(day.hours):<26}  {worked:<22}  {why}".rstrip()
