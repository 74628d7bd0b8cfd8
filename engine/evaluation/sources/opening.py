"""A file of any format, opened so that it can be queried."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

import duckdb
from sqlglot import exp

from engine.compiler.sql import literal, select
from engine.diagnostics import Diagnostic, did_you_mean, error
from engine.evaluation.sources.csv_rows import CsvRows
from engine.evaluation.sources.encodings import as_utf8, beginning
from engine.evaluation.sources.files import DataFile
from engine.evaluation.sources.headers import delimiter_of, header_of
from engine.evaluation.sources.json_rows import JsonRows
from engine.evaluation.sources.rows import Rows
from engine.evaluation.sources.statements import rows
from engine.evaluation.sources.stored_rows import ParquetRows, TableRows
from engine.model.sources import FileFormat, Table

NO_HEADER, UNREADABLE, NO_TABLE = "LP603", "LP605", "LP606"
UNREADABLE_ERRORS = (OSError, EOFError, UnicodeError, zlib.error, duckdb.Error)


def open_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, file: DataFile, wanted: Iterable[str], scratch: Path
) -> Rows | Diagnostic:
    """Open one file of a table; `scratch` is a folder for copies in another encoding.

    Raises one of UNREADABLE_ERRORS if its bytes are not what its format or encoding says.
    """
    match table.format:
        case FileFormat.CSV:
            return _open_csv(table, file, wanted, scratch)
        case FileFormat.JSONL:
            return JsonRows(as_utf8(file.path, table.encoding, scratch))
        case FileFormat.PARQUET:
            return _open_parquet(connection, file)
        case FileFormat.DUCKDB:
            return _open_stored(connection, table, file)


def unreadable(table: Table, file: DataFile, reason: Exception) -> Diagnostic:
    """Say that the engine could not read a file, and why."""
    if isinstance(reason, UnicodeError):
        return error(
            UNREADABLE,
            table.at,
            f"`{file.name}` is not text in `{table.encoding}`",
            "state the encoding it was exported in: `encoding: cp1252` is usual for spreadsheets",
        )
    first_line = next(iter(str(reason).splitlines()), "").strip()
    return error(
        UNREADABLE,
        table.at,
        f"`{file.name}` can't be read as {table.format.value}: {first_line}",
        "export it again, or state its `format`, `delimiter` and `encoding`",
    )


def _open_csv(table: Table, file: DataFile, wanted: Iterable[str], scratch: Path) -> Rows | Diagnostic:
    start = beginning(file.path, table.encoding)
    delimiter = table.delimiter or delimiter_of(start, wanted)
    header = header_of(start, delimiter)
    if not header:
        message = f"`{file.name}` has no header in its first line" if start else f"`{file.name}` is empty"
        return error(NO_HEADER, table.at, message, "the first line of a CSV file must name its columns")
    return CsvRows(as_utf8(file.path, table.encoding, scratch), delimiter, header)


def _open_parquet(connection: duckdb.DuckDBPyConnection, file: DataFile) -> Rows:
    return ParquetRows(
        file.path, _columns_of(connection, select("SELECT * FROM read_parquet(:file)", file=str(file.path)))
    )


def _open_stored(connection: duckdb.DuckDBPyConnection, table: Table, file: DataFile) -> Rows | Diagnostic:
    catalog = attached_name(file)
    connection.execute(f"ATTACH {literal(str(file.path)).sql(dialect='duckdb')} AS {catalog} (READ_ONLY)").fetchall()
    there = {
        (schema, name): name if schema == "main" else f"{schema}.{name}"
        for schema, name in rows(connection, _tables_in(catalog))
    }
    chosen = [place for place, name in there.items() if table.table in {name, None}]
    if len(chosen) != 1:
        return _which_table(table, file, list(there.values()))
    schema, name = chosen[0]
    stored = exp.table_(name, db=schema, catalog=catalog, quoted=True)
    return TableRows(stored, _columns_of(connection, select("SELECT * FROM :stored AS r", stored=stored)))


def attached_name(file: DataFile) -> str:
    """Under which name a DuckDB file is attached."""
    return f"source_file_{file.number}"


def _tables_in(catalog: str) -> exp.Query:
    return select(
        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = :catalog ORDER BY ALL",
        catalog=catalog,
    )


def _which_table(table: Table, file: DataFile, there: list[str]) -> Diagnostic:
    if table.table is None:
        return error(NO_TABLE, table.at, f"`{file.name}` holds {len(there)} tables", "name one with `table:`")
    near = did_you_mean(table.table, there)
    way_out = f"did you mean `{near}`?" if near else "it holds " + (", ".join(f"`{n}`" for n in there) or "no table")
    return error(NO_TABLE, table.at, f"no table `{table.table}` in `{file.name}`", way_out)


def _columns_of(connection: duckdb.DuckDBPyConnection, query: exp.Query) -> tuple[str, ...]:
    described = connection.execute(f"DESCRIBE {query.sql(dialect='duckdb')}").fetchall()
    return tuple(str(name) for name, *_ in described)
