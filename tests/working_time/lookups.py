"""Ask the lookups of business time through DuckDB, many questions at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from engine.compiler.calendar_layout import lay_out, pieces_a_day
from engine.compiler.working_time import with_due, with_elapsed
from engine.evaluation.engines.duckdb import create_given
from engine.model.calendars import Calendar, HolidayCountry, Interval, Override
from engine.model.durations import Unit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFICE = (Interval(9 * 60, 17 * 60),)
WEEKDAYS = (OFFICE,) * 5 + ((),) * 2


def instant(text: str) -> int:
    """µs of an ISO time with offset."""
    since = datetime.fromisoformat(text) - EPOCH
    return (since.days * 86400 + since.seconds) * 10**6 + since.microseconds


def calendar_of(
    zone: str = "America/New_York",
    weekly: tuple[tuple[Interval, ...], ...] = WEEKDAYS,
    holidays: tuple[HolidayCountry, ...] = (),
    overrides: tuple[Override, ...] = (),
    dates: tuple[date, date] = (date(2025, 1, 1), date(2027, 12, 31)),
) -> Calendar:
    return Calendar("desk", "Desk", zone, weekly, holidays, overrides, *dates)


@dataclass
class Lookups:
    """Calendars laid out in a DuckDB of their own; questions are rows (starts, …) in order."""

    calendars: Mapping[str, Calendar]
    zones: Sequence[str]
    first: date = date(2020, 1, 1)
    last: date = date(2030, 12, 31)

    def __post_init__(self) -> None:
        self.connection = duckdb.connect()
        tables = lay_out(self.calendars, self.zones, self.first, self.last)
        self.pieces = pieces_a_day(tables)
        for table in tables:
            create_given(self.connection, table)

    def due(self, questions: Sequence[tuple[int, str | None, str, Unit, int]]) -> list[tuple[int | None, int | None]]:
        """(deemed, due) of every (starts, calendar, zone, unit, amount)."""
        starts, calendars, zones, units, amounts = map(list, zip(*questions, strict=True))
        self.connection.execute(
            """CREATE OR REPLACE TABLE questions AS SELECT unnest(range(?)) AS n, unnest(?::BIGINT[]) AS starts,
               unnest(?::VARCHAR[]) AS calendar, unnest(?::VARCHAR[]) AS zone, unnest(?::VARCHAR[]) AS unit,
               unnest(?::BIGINT[]) AS amount""",
            [len(starts), starts, calendars, zones, [u.value for u in units], amounts],
        )
        query = with_due("questions", self.pieces).sql(dialect="duckdb")
        self.connection.execute("CREATE OR REPLACE TABLE answers AS " + query)
        return self.connection.execute("SELECT deemed, due FROM answers ORDER BY n").fetchall()

    def elapsed(self, questions: Sequence[tuple[int, int | None, str | None, Unit]]) -> list[int | None]:
        """Elapsed µs of every (starts, ends, calendar, unit)."""
        starts, ends, calendars, units = map(list, zip(*questions, strict=True))
        self.connection.execute(
            """CREATE OR REPLACE TABLE spans AS SELECT unnest(range(?)) AS n, unnest(?::BIGINT[]) AS starts,
               unnest(?::BIGINT[]) AS ends, unnest(?::VARCHAR[]) AS calendar, unnest(?::VARCHAR[]) AS unit""",
            [len(starts), starts, ends, calendars, [u.value for u in units]],
        )
        query = with_elapsed("spans", self.pieces).sql(dialect="duckdb")
        self.connection.execute("CREATE OR REPLACE TABLE answers AS " + query)
        return [e for (e,) in self.connection.execute("SELECT elapsed FROM answers ORDER BY n").fetchall()]
