"""Instants and lengths of time as people read them: `Mon 8 Jun 2026, 09:30 CEST`, `3 business hours 20 min`."""

from __future__ import annotations

from collections.abc import Iterable

from engine.model.durations import DAY, HOUR, MINUTE, SECOND
from engine.reports.cases import Case
from engine.reports.instants import Instant, Length

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: Instant | None, absent: str = "—") -> str:
    """Print an instant in its zone; seconds only where there are any."""
    if at is None:
        return absent
    local = at.local
    seconds = f":{local.second:02d}" if local.second else ""
    day = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year:04d}"
    return f"{day}, {local.hour:02d}:{local.minute:02d}{seconds} {local.tzname()}"


def stretch(starts: Instant, ends: Instant) -> str:
    """Print from when to when; the second date and zone only where they differ from the first."""
    if starts.local.date() != ends.local.date() or starts.local.tzname() != ends.local.tzname():
        return f"{moment(starts)} to {moment(ends)}"
    zone = starts.local.tzname() or ""
    return f"{moment(starts).removesuffix(zone)}to {moment(ends).rsplit(', ', 1)[1]}"


def iso(at: Instant | None) -> str:
    """Print an instant as ISO 8601 with its zone's offset; empty for none."""
    return at.local.isoformat() if at else ""


def span(length: Length | None, absent: str = "—") -> str:
    """Print a length with its two largest units; business time counts in hours, never in days."""
    if length is None:
        return absent
    micros = abs(length.microseconds)
    if micros < SECOND:
        return "0 s" if micros == 0 else "less than 1 s"
    return _working(micros) if length.working else _on_the_wall(micros)


def in_full(length: Length) -> str:
    """Print a length with all its units, in hours and never in days, so that sums add up by hand: `1 h 15 min 23 s`."""
    micros = length.microseconds
    seconds = f"{micros % MINUTE / SECOND:.6f}".rstrip("0").rstrip(".")
    parts = ((f"{micros // HOUR:,}", "h"), (f"{micros % HOUR // MINUTE}", "min"), (seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count != "0") or "0 s"


def due_range(case: Case) -> str:
    """Print when a clock is due; a range where its start is known to the day only."""
    if case.due is None:
        return "not while it stands still" if case.state == "paused" else "—"
    if case.due_last is None or case.due_last == case.due:
        return moment(case.due)
    return f"{moment(case.due)} to {moment(case.due_last)}"


def by_due(cases: Iterable[Case]) -> list[Case]:
    """Order open cases by when they are due; those that stand still come last."""
    return sorted(cases, key=lambda case: (case.due is None, case.due.at if case.due else 0))


BROKEN_AT_ONCE = {"gave_up": "gave up", "unfit": "did not qualify"}
"""What is broken although no time is over."""


def lateness(case: Case) -> str:
    """Say how late: `3 business hours 20 min late`; what was never done is `past due`, as of the run."""
    if case.reason in BROKEN_AT_ONCE:
        return BROKEN_AT_ONCE[case.reason]
    if case.late is None:
        return "not late" if case.done else "past due"
    return f"{span(case.late)} {'late' if case.done else 'past due'}"


def _on_the_wall(micros: int) -> str:
    for size, name, rest_size, rest_name in (
        (DAY, "day", HOUR, "h"),
        (HOUR, "h", MINUTE, "min"),
        (MINUTE, "min", SECOND, "s"),
    ):
        if micros >= size:
            count, rest = micros // size, micros % size // rest_size
            unit = "days" if name == "day" and count != 1 else name
            return f"{count:,} {unit} {rest} {rest_name}" if rest else f"{count:,} {unit}"
    return f"{micros // SECOND} s"


def _working(micros: int) -> str:
    hours, minutes = micros // HOUR, micros % HOUR // MINUTE
    if hours:
        unit = "business hour" if hours == 1 else "business hours"
        return f"{hours:,} {unit} {minutes} min" if minutes else f"{hours:,} {unit}"
    if minutes:
        return f"{minutes} business {'minute' if minutes == 1 else 'minutes'}"
    return f"{micros // SECOND} s of business time"
