"""Zones as tables for equality joins: the local day of an instant, and the instants of a local day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from engine.compiler.query import GivenTable
from engine.compiler.zone_history import EPOCH, FIRST_DATE, LAST_DATE, ZoneHistory, day_number, zone_history
from engine.model.durations import DAY


def zone_tables(
    zones: Iterable[str], first: date = FIRST_DATE, last: date = LAST_DATE
) -> tuple[GivenTable, GivenTable]:
    """`zone_days` (a row per zone and UTC day) and `local_days` (a row per zone and local date).

    Laid out for the UTC days first..last (inclusive). Days count from 1970-01-01, everything else
    is µs. `zone_days.changes_at` is the start of the next UTC day where the offset does not change.
    In `local_days` the first occurrence of a wall time `w` of that day is `w - offset_before` if
    w < changes_at_wall, else `changes_at_wall - offset_before` if w < resumes_at_wall (skipped),
    else `w - offset_after`. Raises KeyError for an unknown zone.
    """
    histories = [zone_history(name) for name in sorted(set(zones))]
    utc_days = range(day_number(first), day_number(last) + 1)
    dates = range(utc_days.start - 1, utc_days.stop + 1)
    by_instant = [_zone_days(history, utc_days) for history in histories]
    by_date = [_local_days(history, dates) for history in histories]
    texts = _period_texts(dates)
    names = [history.name for history in histories]
    return (
        GivenTable(
            "zone_days",
            {
                "zone": ("VARCHAR", _repeated(names, len(utc_days))),
                "day": ("BIGINT", [*utc_days] * len(names)),
                "offset_before": ("BIGINT", _joined(rows.before for rows in by_instant)),
                "changes_at": ("BIGINT", _joined(rows.changes for rows in by_instant)),
                "offset_after": ("BIGINT", _joined(rows.after for rows in by_instant)),
            },
        ),
        GivenTable(
            "local_days",
            {
                "zone": ("VARCHAR", _repeated(names, len(dates))),
                "day": ("BIGINT", [*dates] * len(names)),
                "begins": ("BIGINT", _joined(rows.begins for rows in by_date)),
                "ends": ("BIGINT", _joined(rows.ends for rows in by_date)),
                "month": ("VARCHAR", texts.months * len(names)),
                "quarter": ("VARCHAR", texts.quarters * len(names)),
                "year": ("VARCHAR", texts.years * len(names)),
                "offset_before": ("BIGINT", _joined(rows.before for rows in by_date)),
                "changes_at_wall": ("BIGINT", _joined(rows.changes for rows in by_date)),
                "resumes_at_wall": ("BIGINT", _joined(rows.resumes for rows in by_date)),
                "offset_after": ("BIGINT", _joined(rows.after for rows in by_date)),
            },
        ),
    )


@dataclass(slots=True)
class _Rows:
    before: list[int] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    resumes: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def _zone_days(history: ZoneHistory, days: range) -> _Rows:
    rows = _Rows(changes=[(day + 1) * DAY for day in days])
    for at, before in zip(history.changes, history.offsets, strict=False):
        nth = at // DAY - days.start
        if 0 <= nth < len(days):
            rows.before += [before] * (nth + 1 - len(rows.before))
            rows.after += [before] * (nth - len(rows.after))
            rows.changes[nth] = at
    last = history.offsets[bisect_left(history.changes, days.stop * DAY)]
    rows.before += [last] * (len(days) - len(rows.before))
    rows.after += [last] * (len(days) - len(rows.after))
    return rows


def _local_days(history: ZoneHistory, days: range) -> _Rows:
    rows = _Rows()
    day = days.start
    for i, (leaves, resumes) in enumerate(zip(history.leaves, history.resumes, strict=True)):
        touched = min(leaves, resumes) // DAY
        untouched = (max(leaves, resumes) - 1) // DAY + 1
        _add_plain_days(rows, day, min(touched, days.stop), history.offsets[i])
        for changed in range(max(touched, days.start), min(untouched, days.stop)):
            _add_changed_day(rows, changed, history, i)
        day = max(day, untouched)
    _add_plain_days(rows, day, days.stop, history.offsets[-1])
    return rows


def _add_plain_days(rows: _Rows, first: int, beyond: int, offset: int) -> None:
    count = max(0, beyond - first)
    rows.before += [offset] * count
    rows.after += [offset] * count
    rows.changes += range((first + 1) * DAY, (first + 1 + count) * DAY, DAY)
    rows.resumes += range((first + 1) * DAY, (first + 1 + count) * DAY, DAY)
    rows.begins += range(first * DAY - offset, (first + count) * DAY - offset, DAY)
    rows.ends += range((first + 1) * DAY - offset, (first + 1 + count) * DAY - offset, DAY)


def _add_changed_day(rows: _Rows, day: int, history: ZoneHistory, i: int) -> None:
    """Add a date that a change touches: it begins with its first instant and ends after its last."""
    before, after = history.offsets[i], history.offsets[i + 1]
    midnight = (day + 1) * DAY
    last_run_reaches_it = history.resumes[i] < midnight
    rows.before.append(before)
    rows.after.append(after)
    rows.changes.append(history.leaves[i])
    rows.resumes.append(history.resumes[i])
    rows.begins.append(history.opening(day * DAY))
    rows.ends.append(midnight - after if last_run_reaches_it else min(midnight, history.leaves[i]) - before)


@dataclass(frozen=True, slots=True)
class _Texts:
    months: list[str]
    quarters: list[str]
    years: list[str]


@cache
def _period_texts(days: range) -> _Texts:
    dates = [EPOCH + timedelta(days=day) for day in days]
    return _Texts(
        [f"{day.year}-{day.month:02}" for day in dates],
        [f"{day.year}-Q{(day.month + 2) // 3}" for day in dates],
        [str(day.year) for day in dates],
    )


def _joined(columns: Iterable[list[int]]) -> list[int]:
    return [value for column in columns for value in column]


def _repeated(names: list[str], times: int) -> list[str]:
    return [name for name in names for _ in range(times)]
