"""What was not taken: rows in quarantine, each with its reason and its own text, and counts of rows set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.sql import select
from engine.evaluation.sources import malformed
from engine.evaluation.sources.raw_tables import Reading
from engine.evaluation.sources.statements import append, make_scratch, make_table, rows

if TYPE_CHECKING:
    import duckdb

FAULTS, SET_ASIDE = "source_faults", "source_set_aside"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty scratch tables that `fault` and `set_aside` fill."""
    for name, columns in (
        (FAULTS, "file_no INTEGER, row_no BIGINT, lead_id VARCHAR, type VARCHAR, reason VARCHAR"),
        (SET_ASIDE, "reason VARCHAR, file_no INTEGER, rows BIGINT"),
        ("raw_rows", "file_no INTEGER, row_no BIGINT, raw VARCHAR"),
        ("source_files", "file_no INTEGER, file VARCHAR"),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})").fetchall()


def fault(connection: duckdb.DuckDBPyConnection, found: exp.Query) -> None:
    """Put rows into quarantine: SELECT file_no, row_no, reason and, where known, lead_id and type."""
    append(connection, FAULTS, found)


def set_aside(connection: duckdb.DuckDBPyConnection, counted: exp.Query) -> None:
    """Count rows that were left out for a good reason: SELECT reason, file_no, rows."""
    append(connection, SET_ASIDE, counted)


def lay_down(reading: Reading) -> None:
    """Make the relations `quarantine` and `set_aside`.

    The text of a quarantined row is fetched from its file by a second reading, so that runs without
    any keep no copy of their input.
    """
    connection = reading.connection
    connection.execute(
        "INSERT INTO source_files SELECT unnest(CAST(? AS INTEGER[])), unnest(CAST(? AS VARCHAR[]))",
        [[file.number for file in reading.files], [file.name for file in reading.files]],
    ).fetchall()
    _fetch_raw(reading)
    make_table(connection, "quarantine", select(_QUARANTINE))
    make_table(connection, "set_aside", select(_SET_ASIDE))


def _fetch_raw(reading: Reading) -> None:
    connection = reading.connection
    faulty = {number for (number,) in rows(connection, select("SELECT DISTINCT file_no FROM source_faults"))}
    for table in reading.raw.values():
        for file, content in table.files:
            if file.number in faulty:
                reading.on_step(f"fetching the quarantined rows of {file.name}")
                malformed.forget_rejected(connection)
                whole = malformed.numbered(file, content.whole())
                if malformed.has_gaps(connection, {file.number}):
                    whole = malformed.renumbered(whole)
                append(connection, "raw_rows", _faulty_only(whole))
    malformed.forget_rejected(connection)


def _faulty_only(whole: exp.Query) -> exp.Query:
    return select(
        "SELECT r.file_no, r.row_no, r.raw FROM :rows AS r SEMI JOIN source_faults AS f"
        " ON f.file_no = r.file_no AND f.row_no = r.row_no",
        rows=whole.subquery(copy=False),
    )


def keep_reasons(connection: duckdb.DuckDBPyConnection, name: str, found: exp.Query) -> None:
    """Quarantine single cells: SELECT file_no, row_no, lead_id, type and `reasons`, a list with gaps."""
    make_scratch(
        connection,
        name,
        select(
            "SELECT r.file_no, r.row_no, r.lead_id, r.type, unnest(r.reasons) AS reason FROM :rows AS r",
            rows=found.subquery(copy=False),
        ),
    )
    fault(connection, select("SELECT r.* FROM :rows AS r WHERE r.reason IS NOT NULL", rows=exp.to_table(name)))


_QUARANTINE = """
SELECT f.file, q.row_no, q.lead_id, max(q.type) AS type, q.reason, max(q.raw) AS raw
FROM (
  SELECT a.file_no, a.row_no, a.lead_id, a.type, a.reason, b.raw FROM source_faults AS a
  LEFT JOIN raw_rows AS b ON a.file_no = b.file_no AND a.row_no = b.row_no
  UNION ALL
  SELECT m.file_no, m.row_no, CAST(NULL AS VARCHAR) AS lead_id, CAST(NULL AS VARCHAR) AS type,
    'malformed row' AS reason, m.raw FROM malformed_rows AS m
) AS q
JOIN source_files AS f ON f.file_no = q.file_no
GROUP BY f.file, q.row_no, q.lead_id, q.reason
ORDER BY f.file, q.row_no, q.reason, q.lead_id
"""
_SET_ASIDE = """
SELECT s.reason, f.file, CAST(sum(s.rows) AS BIGINT) AS rows FROM source_set_aside AS s
JOIN source_files AS f ON f.file_no = s.file_no
GROUP BY s.reason, f.file HAVING sum(s.rows) > 0 ORDER BY s.reason, f.file
"""
