"""Dates and periods of an instant in a zone, one at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine.model.commitments import Period

from .calendar import EPOCH, MICROSECOND, end_of_date, local


def instant(moment: datetime) -> int:
    """µs UTC of an aware datetime."""
    return (moment - EPOCH) // MICROSECOND


def local_date(zone: str, at: int) -> date:
    """The date on the wall in `zone` at an instant (µs UTC)."""
    return local(at, zone).date()


def begin_of(zone: str, day: date) -> int:
    """The first instant of a date in `zone`: 00:00, or the first instant after the gap that skips it."""
    return end_of_date(zone, day - timedelta(days=1))


def days_before(zone: str, at: int, days: int) -> int:
    """The first instant of the date that lies `days` before the date of `at`."""
    return begin_of(zone, local_date(zone, at) - timedelta(days=days))


def period_of(zone: str, at: int, each: Period) -> str:
    """The label of the month, quarter or year of an instant: `2026-06`, `2026-Q2`, `2026`."""
    day = local_date(zone, at)
    match each:
        case Period.MONTH:
            return f"{day.year:04d}-{day.month:02d}"
        case Period.QUARTER:
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case Period.YEAR:
            return f"{day.year:04d}"
