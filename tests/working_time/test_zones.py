"""The tables of zones agree with zoneinfo on every day of a century."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import duckdb
import pytest

from engine.compiler.local_time import first_instant_of_wall, with_local_day, with_periods
from engine.compiler.query import GivenTable
from engine.compiler.sql import column, literal, select
from engine.compiler.zone_tables import zone_tables
from engine.evaluation.engines.duckdb import create_given
from engine.model.durations import DAY, HOUR
from tests.reference import calendar as reference

ZONES = [
    "America/Boa_Vista",  # a week of summer time
    "Asia/Gaza",
    "America/Argentina/Tucuman",
    "Africa/Monrovia",  # seconds in the offset
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Europe/Dublin",
    "Antarctica/Troll",  # two hours
    "America/Havana",
]


def rows_of(table: GivenTable, *columns: str) -> list[tuple]:
    """The rows that a table stands for, in the order of zone and day."""
    connection = duckdb.connect()
    create_given(connection, table)
    return connection.execute(
        f"SELECT {', '.join(columns or table.columns)} FROM {table.name} ORDER BY zone, day"
    ).fetchall()


@pytest.mark.parametrize("name", ZONES)
def test_offsets_are_those_of_zoneinfo(name: str) -> None:
    """Seven probes on each UTC day, and a microsecond around each change."""
    days, _ = zone_tables([name])
    zone = ZoneInfo(name)
    rows = rows_of(days, "day", "offset_before", "changes_at", "offset_after")
    assert [row[0] for row in rows] == list(range(36525))
    for day, before, changes_at, after in rows:
        instants = [day * DAY, day * DAY + DAY - 1]
        if before != after:
            instants += [changes_at - 1, changes_at, *range(day * DAY, (day + 1) * DAY, 4 * HOUR)]
        for at in instants:
            offset = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(zone).utcoffset()
            assert offset == timedelta(microseconds=before if at < changes_at else after)


@pytest.mark.parametrize("name", sorted({*ZONES, "Europe/Berlin", "America/Sao_Paulo"} - {"Africa/Monrovia"}))
def test_local_dates_begin_and_end_with_their_first_and_last_instant(name: str) -> None:
    _, dates = zone_tables([name])
    rows = rows_of(dates, "day", "begins", "ends", "offset_before", "offset_after")
    epoch = datetime(1970, 1, 1, tzinfo=UTC).date()
    for (day, begins, ends, before, after), (_, next_begins, *_) in pairwise(rows):
        if before == after:
            assert (begins, ends) == (day * DAY - before, (day + 1) * DAY - before)
        else:
            date = epoch + timedelta(days=day)
            assert begins == min(reference.instants(name, date, 0))
            assert ends == reference.end_of_date(name, date)
        assert next_begins <= ends or before != after


def test_a_range_of_dates_gives_the_same_rows_as_the_whole_century() -> None:
    first, last = datetime(2011, 12, 1, tzinfo=UTC).date(), datetime(2012, 4, 30, tzinfo=UTC).date()
    names = ["Pacific/Apia", "Europe/Berlin"]
    for whole, part in zip(zone_tables(names), zone_tables(names, first, last), strict=True):
        known, rows = set(rows_of(whole)), rows_of(part)
        assert len(rows) >= 2 * 150
        assert set(rows) <= known


def test_local_day_period_and_wall_are_read_by_joins() -> None:
    connection = duckdb.connect()
    for table in zone_tables(["Pacific/Apia"]):
        create_given(connection, table)
    before_the_gap = 1325239200 * 10**6 - 1  # the last µs of 2011-12-29 in Apia
    instants = [before_the_gap, before_the_gap + 1, -1, None]
    connection.execute("CREATE TABLE q AS SELECT unnest(range(4)) AS n, unnest(?::BIGINT[]) AS at", [instants])
    connection.execute("CREATE TABLE d AS " + with_local_day("q", "at", literal("Pacific/Apia"), "day").sql("duckdb"))
    connection.execute("CREATE TABLE p AS " + with_periods("d", "at", literal("Pacific/Apia")).sql("duckdb"))
    rows = connection.execute("SELECT day, month, quarter, year FROM p ORDER BY n").fetchall()
    assert rows == [
        (15337, "2011-12", "2011-Q4", "2011"),
        (15339, "2011-12", "2011-Q4", "2011"),
        (None, None, None, None),
        (None, None, None, None),
    ]
    connection.execute("CREATE TABLE w AS SELECT 15338 AS day, ?::BIGINT AS wall", [15338 * DAY + 12 * HOUR])
    skipped = select(
        "SELECT w.day, :found AS found FROM w JOIN local_days AS l ON l.day = w.day",
        found=first_instant_of_wall(column("wall", "w"), "l"),
    )
    assert connection.execute(skipped.sql("duckdb")).fetchall() == [(15338, before_the_gap + 1)]
