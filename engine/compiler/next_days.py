"""Times on the next business day: the first working day after a date, and when such a time of it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.local_time import first_instant_of_wall, local_day_of, utc_day
from engine.compiler.query import GivenTable
from engine.compiler.sql import column, select, tree
from engine.compiler.zone_history import FIRST_DATE, day_number
from engine.model.durations import DAY, MINUTE, DueBy, Unit

if TYPE_CHECKING:
    from engine.model.calendars import Calendar
    from engine.model.window_rows import WindowRow


def asks_for_next_days(row: WindowRow) -> bool:
    """Tell whether a row allows until a time of the next business day."""
    return isinstance(row.allowed, DueBy)


def next_day_tables(calendars: Mapping[str, Calendar], laid_out: Sequence[GivenTable]) -> tuple[GivenTable, ...]:
    """`next_days`: for each date of a calendar the first working day after it, and when that closes.

    `calendar_zones`: the zone that a calendar's dates are told in.
    """
    working = next(table for table in laid_out if table.name == "working_days").columns
    of_calendars: dict[str, list[tuple[int, int]]] = {name: [] for name in sorted(calendars)}
    for name, closes, date in zip(*(working[c][1] for c in ("calendar", "closes", "date")), strict=True):
        of_calendars[name].append((date, closes))
    rows = [
        (name, day, date, closes)
        for name, days in of_calendars.items()
        for (before, _), (date, closes) in pairwise([(_before(calendars[name]), 0), *days])
        for day in range(before, date)
    ]
    names = list(of_calendars)
    return (
        GivenTable(
            "next_days",
            {
                "calendar": ("VARCHAR", [name for name, _, _, _ in rows]),
                "day": ("BIGINT", [day for _, day, _, _ in rows]),
                "next_day": ("BIGINT", [date for _, _, date, _ in rows]),
                "closes": ("BIGINT", [closes for _, _, _, closes in rows]),
            },
        ),
        GivenTable(
            "calendar_zones",
            {"calendar": ("VARCHAR", names), "zone": ("VARCHAR", [calendars[name].zone for name in names])},
        ),
    )


def _before(calendar: Calendar) -> int:
    """The date before the first one, which is laid out too."""
    return day_number(max(calendar.first, FIRST_DATE)) - 1


def with_next_day(of: str, kept: Sequence[str]) -> exp.Query:
    """Give the columns `kept` of what `with_due` made, and its `due` filled in where it is a time of the next day.

    At the time on the wall of the calendar's zone, or at the last closing if that is earlier, and never before the
    start counts. A time that a change of the clocks doubles is the first one. NULL beyond what is laid out.
    """
    by_time = tree("o.unit = :next", next=Unit.NEXT_BUSINESS_DAY.value)
    return select(
        f"""
        SELECT {", ".join(f"o.{name}" for name in kept)},
            CASE WHEN NOT :by_time OR o.unit IS NULL THEN o.due
                WHEN n.closes < :time THEN CASE WHEN n.closes < o.deemed THEN o.deemed ELSE n.closes END
                WHEN :time < o.deemed THEN o.deemed
                WHEN o.deemed IS NOT NULL THEN :time END AS due
        FROM :of AS o
        LEFT JOIN calendar_zones AS c ON c.calendar = CASE WHEN :by_time THEN o.calendar END
        LEFT JOIN zone_days AS z ON z.zone = c.zone AND z.day = :utc_day
        LEFT JOIN next_days AS n ON n.calendar = c.calendar AND n.day = :day
        LEFT JOIN local_days AS l ON l.zone = c.zone AND l.day = n.next_day
        """,
        of=exp.to_identifier(of),
        by_time=by_time,
        time=first_instant_of_wall(tree("n.next_day * :day + o.amount * :minute", day=DAY, minute=MINUTE), "l"),
        utc_day=utc_day(column("starts", "o")),
        day=local_day_of(column("starts", "o"), "z"),
    )
