"""Zones as tables for equality joins: the local day of an instant, and the instants of a local day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from engine.compiler.query import GivenTable
from engine.compiler.zone_history import EPOCH, FIRST_DATE, LAST_DATE, ZoneHistory, day_number, zone_history
from engine.model.durations import DAY

MOST = 31  # days that one row stands for


def zone_tables(
    zones: Iterable[str], first: date = FIRST_DATE, last: date = LAST_DATE
) -> tuple[GivenTable, GivenTable]:
    """`zone_days` (a row per zone and UTC day) and `local_days` (a row per zone and local date).

    Laid out for the UTC days first..last (inclusive). Days count from 1970-01-01, everything else
    is µs. `zone_days.changes_at` is the start of the next UTC day where the offset does not change.
    In `local_days` the first occurrence of a wall time `w` of that day is `w - offset_before` if
    w < changes_at_wall, else `changes_at_wall - offset_before` if w < resumes_at_wall (skipped),
    else `w - offset_after`. A row stands for a stretch of days, at most a month, on which no offset
    changes. Raises KeyError for an unknown zone.
    """
    return _laid_out(tuple(sorted(set(zones))), first, last)


@lru_cache(maxsize=64)
def _laid_out(zones: tuple[str, ...], first: date, last: date) -> tuple[GivenTable, GivenTable]:
    """Built once for many policy sets: a plan judges by two, a test run by one for each scenario."""
    histories = [zone_history(name) for name in zones]
    utc_days = range(day_number(first), day_number(last) + 1)
    dates = range(utc_days.start - 1, utc_days.stop + 1)
    days, local = _Rows(DAYS), _Rows(LOCAL_DAYS)
    for history in histories:
        _add_zone_days(days, history, utc_days)
        _add_local_days(local, history, dates)
    rising = {"day": 1, "begins": DAY, "ends": DAY, "changes_at_wall": DAY, "resumes_at_wall": DAY}
    return (
        GivenTable("zone_days", days.columns(), days.counts, {"day": 1, "changes_at": DAY}),
        GivenTable("local_days", local.columns(), local.counts, rising),
    )


DAYS = {"zone": "VARCHAR", **dict.fromkeys(("day", "offset_before", "changes_at", "offset_after"), "BIGINT")}
LOCAL_DAYS = {
    "zone": "VARCHAR",
    **dict.fromkeys(("day", "begins", "ends"), "BIGINT"),
    **dict.fromkeys(("month", "quarter", "year"), "VARCHAR"),
    **dict.fromkeys(("offset_before", "changes_at_wall", "resumes_at_wall", "offset_after"), "BIGINT"),
}


@dataclass(slots=True)
class _Rows:
    types: dict[str, str]
    rows: list[tuple[str | int, ...]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, count: int, *row: str | int) -> None:
        """Append a row that stands for `count` days."""
        self.rows.append(row)
        self.counts.append(count)

    def columns(self) -> dict[str, tuple[str, list[Any]]]:
        """Turn rows into columns."""
        values = [list(column) for column in zip(*self.rows, strict=True)] or [[] for _ in self.types]
        return {name: (kind, of) for (name, kind), of in zip(self.types.items(), values, strict=True)}


def _add_zone_days(rows: _Rows, history: ZoneHistory, of: range) -> None:
    day = of.start
    for at, before, after in zip(history.changes, history.offsets, history.offsets[1:], strict=False):
        changed = at // DAY
        if day <= changed < of.stop:
            _add_unchanged(rows, history.name, range(day, changed), before)
            rows.add(1, history.name, changed, before, at, after)
            day = changed + 1
    _add_unchanged(
        rows, history.name, range(day, of.stop), history.offsets[bisect_left(history.changes, of.stop * DAY)]
    )


def _add_unchanged(rows: _Rows, zone: str, days: range, offset: int) -> None:
    for day in days[::MOST]:
        rows.add(min(MOST, days.stop - day), zone, day, offset, (day + 1) * DAY, offset)


def _add_local_days(rows: _Rows, history: ZoneHistory, dates: range) -> None:
    day = dates.start
    for i, (leaves, resumes) in enumerate(zip(history.leaves, history.resumes, strict=True)):
        touched = min(leaves, resumes) // DAY
        untouched = (max(leaves, resumes) - 1) // DAY + 1
        _add_plain_dates(rows, history.name, range(day, min(touched, dates.stop)), history.offsets[i])
        for changed in range(max(touched, dates.start), min(untouched, dates.stop)):
            _add_changed_date(rows, changed, history, i)
        day = max(day, untouched)
    _add_plain_dates(rows, history.name, range(day, dates.stop), history.offsets[-1])


def _add_plain_dates(rows: _Rows, zone: str, dates: range, offset: int) -> None:
    for first, count in _months(dates):
        day = day_number(first)
        ends = (day + 1) * DAY
        rows.add(count, zone, day, day * DAY - offset, ends - offset, *_periods(first), offset, ends, ends, offset)


def _add_changed_date(rows: _Rows, day: int, history: ZoneHistory, i: int) -> None:
    """Add a date that a change touches: it begins with its first instant and ends after its last."""
    before, after = history.offsets[i], history.offsets[i + 1]
    leaves, resumes, midnight = history.leaves[i], history.resumes[i], (day + 1) * DAY
    last_run_reaches_it = resumes < midnight
    ends = midnight - after if last_run_reaches_it else min(midnight, leaves) - before
    periods = _periods(EPOCH + timedelta(days=day))
    rows.add(1, history.name, day, history.opening(day * DAY), ends, *periods, before, leaves, resumes, after)


def _months(dates: range) -> Iterator[tuple[date, int]]:
    """Cut dates at months: the first date of each piece, and how many it has."""
    day, beyond = EPOCH + timedelta(days=dates.start), EPOCH + timedelta(days=dates.stop)
    while day < beyond:
        following = min((day.replace(day=1) + timedelta(days=32)).replace(day=1), beyond)
        yield day, (following - day).days
        day = following


def _periods(day: date) -> tuple[str, str, str]:
    return f"{day.year}-{day.month:02}", f"{day.year}-Q{(day.month + 2) // 3}", str(day.year)
