"""Calendars laid out to tables, so that business time becomes equality joins and whole numbers.

A *position* is the working time since the layout began, in µs: instants and positions turn into
each other through one row of `calendar_days` and one of `calendar_slices`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache, reduce
from math import gcd

from engine.compiler.calendar_dates import Shift, shifts
from engine.compiler.query import GivenTable
from engine.compiler.zone_history import FIRST_DATE, LAST_DATE, day_number, zone_history
from engine.compiler.zone_tables import zone_tables
from engine.model.calendars import Calendar
from engine.model.durations import DAY


def lay_out(
    calendars: Mapping[str, Calendar], zones: Iterable[str], first: date = FIRST_DATE, last: date = LAST_DATE
) -> tuple[GivenTable, ...]:
    """Give the lookups of business time for these calendars (by name) and of dates for these zones.

    Calendars have rows for their own dates, zones for the UTC days first..last (inclusive).

    `calendar_days`: a row per calendar and UTC day that its dates first..last touch. `base` is the
    position at which the UTC day begins, `slice_length` the length of the calendar's slices (NULL
    without any hours); `opens_k`, `closes_k`, `working_day_k` for k = 1..K are its open pieces in
    order, empty ones first; `next_opens` and `next_working_day` say what opens first after this UTC
    day. Only instants in [known_from, known_until) have a position: the dates first..last.
    `calendar_slices`: where each slice of working time opens. `working_days`: the last close of each,
    as an instant and as a position, and its date.
    `zone_days` and `local_days`: see `zone_tables`.
    """
    layouts = [_layout(name, calendars[name]) for name in sorted(calendars)]
    pieces = max((len(of_day) for layout in layouts for of_day in layout.pieces.values()), default=1)
    slices = [(layout.name, i, at) for layout in layouts for i, at in enumerate(layout.slices)]
    closes = [
        (layout.name, i, at, position, day)
        for layout in layouts
        for i, (at, position, day) in enumerate(
            zip(layout.last_closes, layout.last_positions, layout.dates, strict=True)
        )
    ]
    return (
        _days_table(layouts, pieces),
        _table("calendar_slices", ["calendar", "slice", "opens"], slices),
        _table("working_days", ["calendar", "working_day", "closes", "position", "date"], closes),
        *zone_tables(zones, first, last),
    )


def pieces_a_day(tables: Iterable[GivenTable]) -> int:
    """K, the number of open pieces in a row of `calendar_days`."""
    days = next(table for table in tables if table.name == "calendar_days")
    return sum(name.startswith("opens_") for name in days.columns)


@dataclass(slots=True)
class _Piece:
    opens: int
    closes: int
    working_day: int


@dataclass(slots=True)
class _Layout:
    name: str
    known_from: int
    known_until: int
    shifts: list[Shift]
    working_days: list[int] = field(default_factory=list)
    last_closes: list[int] = field(default_factory=list)
    last_positions: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    slice_length: int | None = None
    slices: list[int] = field(default_factory=list)
    pieces: dict[int, list[_Piece]] = field(default_factory=dict)


@lru_cache(maxsize=64)
def _layout(name: str, calendar: Calendar) -> _Layout:
    """Lay out one calendar; the date before the first is included for its shift that runs past midnight.

    Kept, since one run may compile many policy sets with the same calendars; nobody changes what it gives.
    """
    zone = zone_history(calendar.zone)
    first, last = max(calendar.first, FIRST_DATE), min(calendar.last, LAST_DATE)
    layout = _Layout(
        name,
        max(0, zone.opening(day_number(first) * DAY)),
        zone.opening((day_number(last) + 1) * DAY),
        shifts(calendar, zone, first - timedelta(days=1), last),
    )
    position = 0
    for i, shift in enumerate(layout.shifts):
        if i and shift.day == layout.shifts[i - 1].day:
            layout.last_closes.pop()
            layout.last_positions.pop()
            layout.dates.pop()
        position += shift.closes - shift.opens
        layout.last_closes.append(shift.closes)
        layout.last_positions.append(position)
        layout.dates.append(day_number(shift.day))
        layout.working_days.append(len(layout.last_closes) - 1)
        _cut_at_utc_midnight(layout, shift, layout.working_days[-1])
    if layout.shifts:
        layout.slice_length = reduce(gcd, {shift.closes - shift.opens for shift in layout.shifts})
        for shift in layout.shifts:
            layout.slices += range(shift.opens, shift.closes, layout.slice_length)
    return layout


def _cut_at_utc_midnight(layout: _Layout, shift: Shift, working_day: int) -> None:
    for day in range(shift.opens // DAY, (shift.closes - 1) // DAY + 1):
        piece = _Piece(max(shift.opens, day * DAY), min(shift.closes, (day + 1) * DAY), working_day)
        layout.pieces.setdefault(day, []).append(piece)


def _days_table(layouts: Sequence[_Layout], pieces: int) -> GivenTable:
    names = ["calendar", "day", "known_from", "known_until", "base", "slice_length", "next_opens", "next_working_day"]
    names += [f"{column}_{k}" for k in range(1, pieces + 1) for column in ("opens", "closes", "working_day")]
    return _table("calendar_days", names, [row for layout in layouts for row in _day_rows(layout, pieces)])


def _day_rows(layout: _Layout, pieces: int) -> list[tuple[str | int | None, ...]]:
    rows: list[tuple[str | int | None, ...]] = []
    following = 0
    first = layout.known_from // DAY
    base = sum(p.closes - p.opens for day, of_day in layout.pieces.items() if day < first for p in of_day)
    for day in range(first, (layout.known_until - 1) // DAY + 1):
        while following < len(layout.shifts) and layout.shifts[following].opens < (day + 1) * DAY:
            following += 1
        next_opens, next_working_day = (
            (layout.shifts[following].opens, layout.working_days[following])
            if following < len(layout.shifts)
            else (None, None)
        )
        of_day = layout.pieces.get(day, [])
        row: list[str | int | None] = [
            layout.name,
            day,
            layout.known_from,
            layout.known_until,
            base,
            layout.slice_length,
        ]
        row += [next_opens, next_working_day]
        row += [day * DAY, day * DAY, None] * (pieces - len(of_day))
        for piece in of_day:
            row += [piece.opens, piece.closes, piece.working_day]
            base += piece.closes - piece.opens
        rows.append(tuple(row))
    return rows


def _table(name: str, columns: Sequence[str], rows: Sequence[tuple[str | int | None, ...]]) -> GivenTable:
    values = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in columns]
    return GivenTable(
        name,
        {
            column: ("VARCHAR" if column == "calendar" else "BIGINT", of_column)
            for column, of_column in zip(columns, values, strict=True)
        },
    )
