"""Rows that break their file's shape: put aside by the reader, numbered, and the numbers of the others set right.

The reader numbers what it rejects by line, blank ones included: in a file that has both, row numbers after a blank
line count it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.sql import select
from engine.evaluation.sources.csv_rows import HEADER_LINES, REJECTED, SCANS, CsvRows
from engine.evaluation.sources.files import DataFile
from engine.evaluation.sources.json_rows import JsonRows
from engine.evaluation.sources.rows import Rows
from engine.evaluation.sources.statements import append, drop, rows

if TYPE_CHECKING:
    import duckdb
    from sqlglot import exp

MALFORMED, GAPS = "malformed_rows", "row_gaps"
_SHOWN = 10_000


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables: malformed rows, and how many of them precede the other rows of their file."""
    for name, columns in (
        (MALFORMED, "file_no INTEGER, row_no BIGINT, raw VARCHAR"),
        (GAPS, "file_no INTEGER, after_row BIGINT, skipped BIGINT"),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})").fetchall()


def forget_rejected(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what the reader noted of the last file."""
    drop(connection, REJECTED, SCANS)


def collect(connection: duckdb.DuckDBPyConnection, file: DataFile, content: Rows) -> None:
    """Keep the malformed rows of the file just read."""
    if not isinstance(content, CsvRows | JsonRows):
        return
    rejected = select(
        "SELECT e.line - :header AS row_no, trim(min(e.csv_line), :newlines) AS line,"
        " row_number() OVER (ORDER BY e.line) AS skipped FROM rejected_rows AS e GROUP BY e.line",
        newlines="\r\n",
        header=HEADER_LINES if isinstance(content, CsvRows) else 0,
    )
    append(connection, GAPS, _gaps(file, rejected))
    append(connection, MALFORMED, _shown(file, rejected))
    forget_rejected(connection)
    if isinstance(content, JsonRows):
        append(connection, MALFORMED, renumbered(numbered(file, content.broken())))
        forget_rejected(connection)


def numbered(file: DataFile, content: exp.Query) -> exp.Query:
    """Add the file's number to its rows."""
    return select(
        "SELECT CAST(:file AS INTEGER) AS file_no, r.* FROM :rows AS r",
        file=file.number,
        rows=content.subquery(copy=False),
    )


def has_gaps(connection: duckdb.DuckDBPyConnection, file_numbers: set[int]) -> bool:
    """Tell whether any of these files has malformed rows between its others."""
    with_gaps = {number for (number,) in rows(connection, select("SELECT DISTINCT file_no FROM row_gaps"))}
    return bool(with_gaps & file_numbers)


def renumbered(content: exp.Query) -> exp.Query:
    """Count the malformed rows too: `row_no` becomes the place in the file."""
    return select(
        "SELECT r.* REPLACE (r.row_no + coalesce(g.skipped, 0) AS row_no) FROM :rows AS r"
        " ASOF LEFT JOIN row_gaps AS g ON r.file_no = g.file_no AND r.row_no > g.after_row",
        rows=content.subquery(copy=False),
    )


def _gaps(file: DataFile, rejected: exp.Query) -> exp.Query:
    return select(
        "SELECT CAST(:file AS INTEGER) AS file_no, e.row_no - e.skipped AS after_row, max(e.skipped) AS skipped"
        " FROM :rejected AS e GROUP BY e.row_no - e.skipped",
        file=file.number,
        rejected=rejected.subquery(copy=False),
    )


def _shown(file: DataFile, rejected: exp.Query) -> exp.Query:
    return select(
        "SELECT CAST(:file AS INTEGER) AS file_no, e.row_no, CAST(to_json(left(e.line, :shown)) AS VARCHAR) AS raw"
        " FROM :rejected AS e",
        file=file.number,
        shown=_SHOWN,
        rejected=rejected.subquery(copy=False),
    )
