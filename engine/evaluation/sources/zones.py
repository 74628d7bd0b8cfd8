"""Local dates of the zones that sources and rosters name, to turn wall time into instants by an equality join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, cast

from engine.compiler.sql import select
from engine.compiler.zone_tables import zone_tables
from engine.evaluation.sources.statements import drop, make_scratch
from engine.model.durations import DAY

if TYPE_CHECKING:
    import duckdb

SOURCE_DAYS = "source_days"
_COLUMNS = ("begins", "ends", "offset_before", "changes_at_wall", "resumes_at_wall", "offset_after")
_RUNS = {"zone": "VARCHAR", **dict.fromkeys(("day", "days", *_COLUMNS), "BIGINT")}
_EXPANDED = """
SELECT r.zone, r.day + r.n AS day, r.begins + r.n * :day AS begins, r.ends + r.n * :day AS ends, r.offset_before,
  r.changes_at_wall + r.n * :day AS changes_at_wall, r.resumes_at_wall + r.n * :day AS resumes_at_wall, r.offset_after
FROM (SELECT s.*, unnest(range(s.days)) AS n FROM source_day_runs AS s) AS r
"""


def lay_out_days(connection: duckdb.DuckDBPyConnection, zones: Iterable[str]) -> None:
    """Make the scratch table `source_days`: the columns of `local_days` that instants need.

    Days that are alike enter as one row and are told apart by the engine: 300 rows a zone, not 36,000.
    """
    runs = list(_runs(zones))
    values = [list(column) for column in zip(*runs, strict=True)] if runs else [[] for _ in _RUNS]
    lists = ", ".join(f"unnest(CAST(? AS {kind}[])) AS {name}" for name, kind in _RUNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE source_day_runs AS SELECT {lists}", values).fetchall()
    make_scratch(connection, SOURCE_DAYS, select(_EXPANDED, day=DAY))
    drop(connection, "source_day_runs")


def _runs(zones: Iterable[str]) -> Iterator[tuple[str | int, ...]]:
    """Give (zone, first day, number of days, the values of the first day)."""
    _, local_days = zone_tables(zones)
    rows = zip(*(local_days.columns[name][1] for name in ("zone", "day", *_COLUMNS)), strict=True)
    for (zone, _), alike in groupby(rows, key=_run_of):
        (_, day, *values), *others = alike
        yield (str(zone), cast("int", day), 1 + len(others), *cast("list[int]", values))


def _run_of(row: tuple[str | int | None, ...]) -> tuple[str | int | None, tuple[int, ...]]:
    """What is the same on all days of a run: the zone, and all values relative to the day's midnight on the wall."""
    zone, *numbers = row
    day, begins, ends, before, changes, resumes, after = cast("list[int]", numbers)
    midnight = day * DAY
    return zone, (begins - midnight, ends - midnight, before, changes - midnight, resumes - midnight, after)
