"""DuckDB, the embedded engine: runs a query table by table and gives its relations."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.compiler.query import GivenTable, Query, Relation
from engine.evaluation.results import Row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COUNT = "rows_of_it"


GIB = 1 << 30
MOST_MEMORY = 5 * GIB
"""What tables may take of memory, in bytes: with all else a run stays within 8 GiB."""
MOST_AFTERWARDS = 2 * GIB
"""The same once everything is judged and a report is made of it."""


def connect(threads: int | None = None) -> DuckDBPyConnection:
    """Open an in-memory database: no network, no extensions from outside, its zone UTC.

    What doesn't fit into memory goes to a folder that nobody else can read and that is removed at the end.
    """
    import duckdb  # noqa: PLC0415 - 0.2 s that only a run should pay

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": f"{_memory()}B",
        "temp_directory": _overflow(),
    }
    if threads is not None:
        settings["threads"] = threads
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _memory() -> int:
    """Three fifths of the machine's memory, and not more than a large run needs."""
    if not hasattr(os, "sysconf"):  # not every system tells
        return MOST_MEMORY
    return min(MOST_MEMORY, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 5)


def give_up_memory(connection: DuckDBPyConnection) -> None:
    """Leave memory to whoever reads the finished tables; most of them go to the overflow if they are large."""
    connection.execute(f"SET memory_limit = '{min(MOST_AFTERWARDS, _memory())}B'")


def beside(connection: DuckDBPyConnection, name: str) -> DuckDBPyConnection:
    """Open a second database in the same memory, whose tables don't meet those of the first."""
    other = connection.cursor()
    other.execute(f"ATTACH ':memory:' AS {_quoted(name)}")
    other.execute(f"USE {_quoted(name)}")
    other.execute("SET TimeZone = 'UTC'")
    other.execute(f"SET memory_limit = '{_memory()}B'")
    return other


def show_beside(connection: DuckDBPyConnection, views: Mapping[str, tuple[DuckDBPyConnection, str]]) -> None:
    """Make tables of other connections of the same memory readable here, under names of their own."""
    for name, (other, table) in views.items():
        database = other.execute("SELECT current_database()").fetchall()[0][0]
        connection.execute(f"CREATE OR REPLACE VIEW {_quoted(name)} AS FROM {_quoted(database)}.main.{_quoted(table)}")


@cache
def _overflow() -> str:
    folder = tempfile.mkdtemp(prefix="leadpact-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def create_given(connection: DuckDBPyConnection, table: GivenTable) -> None:
    """Create a given table; its columns travel as JSON, several times faster than as lists."""
    columns = dict(table.columns)
    if table.counts:
        columns[COUNT] = ("BIGINT", [*table.counts])
    unnested = ", ".join(
        f"""unnest(from_json(?, '["{sql_type}"]')) AS {_quoted(name)}""" for name, (sql_type, _) in columns.items()
    )
    rows = f"SELECT {unnested}"
    if table.counts:
        names = ", ".join(f"b.{_quoted(n)} + n.range * {table.steps.get(n, 0)} AS {_quoted(n)}" if n in table.steps
                          else f"b.{_quoted(n)}" for n in table.columns)  # fmt: skip
        rows = f"SELECT {names} FROM ({rows}) AS b JOIN range({max(table.counts)}) AS n ON n.range < b.{COUNT}"
    values = [json.dumps(values) for _, values in columns.values()]
    connection.execute(f"CREATE OR REPLACE TABLE {_quoted(table.name)} AS {rows}", values)


def run_query(connection: DuckDBPyConnection, query: Query, on_step: Callable[[str], None]) -> None:
    """Create every given table that isn't there yet and every relation, in order."""
    found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()")
    there = {name for (name,) in found.fetchall()}
    for table in query.tables:
        if table.name not in there:
            create_given(connection, table)
    for relation in query.relations:
        on_step(relation.name)
        create(connection, relation.name, text_of(relation))


def text_of(relation: Relation) -> str:
    """Print a relation as DuckDB reads it."""
    return relation.query.sql(dialect="duckdb", copy=False)  # printing for DuckDB changes nothing in a tree


def create(connection: DuckDBPyConnection, name: str, text: str) -> None:
    """Make the table of a relation, in place of one that is there."""
    connection.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS {text}")


@dataclass(frozen=True, slots=True)
class DuckRelations:
    """The relations of a finished run; every row order is total, so that it never depends on threads."""

    connection: DuckDBPyConnection

    def rows(self, relation: str) -> list[Row]:
        """All rows of a relation, ordered by its columns from left to right; KeyError if there is none."""
        return self._fetched(relation, "", [])

    def rows_of(self, relation: str, lead_id: str) -> list[Row]:
        """The rows of one lead, in the same order."""
        return self._fetched(relation, "WHERE lead_id = ?", [lead_id])

    def rows_started_in(self, relation: str, periods: Collection[str]) -> list[Row]:
        """The rows of clocks that started in a month, quarter or year among `periods`, in the same order."""
        among = f"IN ({', '.join('?' * len(periods))})" if periods else "IN (NULL)"
        where = f"WHERE month {among} OR quarter {among} OR year {among}"
        return self._fetched(relation, where, [*periods] * 3)

    def explain(self, leads: Sequence[str], relations: Sequence[Relation]) -> None:
        """Lay down `explained(lead_id)` and the relations over it, in place of those for other leads."""
        create_given(self.connection, GivenTable("explained", {"lead_id": ("VARCHAR", list(leads))}))
        for relation in relations:
            create(self.connection, relation.name, text_of(relation))

    def save(self, relations: Sequence[str], folder: Path) -> list[Path]:
        """Write relations as Parquet files into an existing folder; each file appears whole or not at all.

        Raises OSError if a file can't be written.
        """
        import duckdb  # noqa: PLC0415 - see `connect`

        saved = []
        for name in relations:
            path = folder / f"{name}.parquet"
            partial = path.with_suffix(".parquet.partial")
            target = str(partial).replace("'", "''")
            sorted_rows = f"SELECT * FROM {_quoted(name)} ORDER BY ALL"
            try:
                self.connection.execute(f"COPY ({sorted_rows}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            except duckdb.IOException as fault:
                raise OSError(str(fault)) from fault
            partial.replace(path)
            saved.append(path)
        return saved

    def has(self, relation: str) -> bool:
        """Tell whether there is a relation of that name; those of databases beside this one don't count."""
        known = "SELECT 1 FROM information_schema.tables WHERE table_name = ? AND table_catalog = current_database()"
        return bool(self.connection.execute(known, [relation]).fetchall())

    def _fetched(self, relation: str, where: str, values: list[str]) -> list[Row]:
        import duckdb  # noqa: PLC0415 - see `connect`

        try:
            found = self.connection.execute(f"SELECT * FROM {_quoted(relation)} {where} ORDER BY ALL", values)
        except duckdb.CatalogException as fault:
            raise KeyError(relation) from fault
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
