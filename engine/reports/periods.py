"""The months, quarters and years over which objectives are judged: `2026-06`, `2026-Q2`, `2026`."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from engine.model.commitments import Period
from engine.reports.instants import Instant

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEAR_DIGITS = 4
NAME = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2]|Q[1-4]))?", re.ASCII)


def is_period(text: str) -> bool:
    """Tell whether a text names a period."""
    return NAME.fullmatch(text) is not None


def each_of(period: str) -> Period:
    """Tell a month from a quarter from a year by the form of its name."""
    if len(period) == YEAR_DIGITS:
        return Period.YEAR
    return Period.QUARTER if "Q" in period else Period.MONTH


def in_words(period: str) -> str:
    """`June 2026`, `Q2 2026`, `2026`."""
    year, _, part = period.partition("-")
    if not part:
        return year
    return f"{part} {year}" if part.startswith("Q") else f"{MONTHS[int(part) - 1]} {year}"


def period_at(at: Instant, each: Period) -> str:
    """Name the period that holds an instant, by dates of the instant's zone."""
    local = at.local
    if each is Period.YEAR:
        return f"{local.year:04d}"
    if each is Period.QUARTER:
        return f"{local.year:04d}-Q{(local.month + 2) // 3}"
    return f"{local.year:04d}-{local.month:02d}"


def period_before(period: str) -> str:
    """Name the period of the same length that ended where this one began."""
    year, _, part = period.partition("-")
    if not part:
        return f"{int(year) - 1:04d}"
    number, last, mark = (int(part[1:]), 4, "Q") if part.startswith("Q") else (int(part), 12, "")
    year_then, number_then = (int(year), number - 1) if number > 1 else (int(year) - 1, last)
    return f"{year_then:04d}-{mark}{number_then}" if mark else f"{year_then:04d}-{number_then:02d}"


def dates_of(period: str) -> tuple[date, date]:
    """Give the first date of a period, and the first one after it."""
    year, months = int(period[:YEAR_DIGITS]), {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[each_of(period)]
    _, _, part = period.partition("-")
    nth = int(part.removeprefix("Q") or 1) - 1
    after = year * 12 + nth * months + months
    return date(year, nth * months + 1, 1), date(after // 12, after % 12 + 1, 1)


def last_and_current(at: Instant, spans: Collection[Period]) -> tuple[str, ...]:
    """Name the last ended and the current period of each span, as of an instant."""
    current = [period_at(at, span) for span in Period if span in spans]
    return tuple(period for name in current for period in (period_before(name), name))


def months_of(period: str) -> tuple[str, ...]:
    """Name the months that a period holds."""
    return tuple(name for name in around(period) if each_of(name) is Period.MONTH)


def wider(period: str) -> tuple[str, ...]:
    """Name the periods that hold this one, the nearest first: a month's quarter and year."""
    year, _, part = period.partition("-")
    if not part:
        return ()
    return (year,) if part.startswith("Q") else (f"{year}-Q{(int(part) + 2) // 3}", year)


def around(period: str) -> tuple[str, ...]:
    """Name a period, the shorter ones that it holds, the latest first, and the longer ones that hold it."""
    year, _, part = period.partition("-")
    if not part:
        return (period, *(f"{year}-Q{n}" for n in (4, 3, 2, 1)), *(f"{year}-{n:02d}" for n in range(12, 0, -1)))
    if part.startswith("Q"):
        last = 3 * int(part[1:])
        return (period, *(f"{year}-{n:02d}" for n in (last, last - 1, last - 2)), year)
    return (period, *wider(period))
