"""Merged leads: from a merge on, the one that stays has the log of both, and the other is counted no more.

Of several merges of one lead the latest counts. A chain is followed to its end; a circle is followed nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.compiler.sql import column, is_in, projected, select, tree
from engine.evaluation.sources.cells import IGNORE, any_other, key_of
from engine.evaluation.sources.event_log import EVENTS_READ
from engine.evaluation.sources.field_changes import CHANGES_READ
from engine.evaluation.sources.instants import with_instant
from engine.evaluation.sources.quarantine import fault, set_aside
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.statements import append, drop, make_table, source
from engine.model.sources import MergesMap, Table

if TYPE_CHECKING:
    import duckdb

MERGES_READ = "merges_read"
ASIDE = ("after as_of", "duplicate", "ignored row", "no time, skipped", "superseded")
_LATEST = """
UPDATE merges_read AS r SET fate = n.fate FROM (
  SELECT m.file_no, m.row_no, CASE
    WHEN m.at < max(m.at) OVER one THEN 'superseded'
    WHEN min(m.survivor) OVER same <> max(m.survivor) OVER same THEN 'conflicting merges'
    WHEN row_number() OVER (PARTITION BY m.lead_id, m.at ORDER BY m.file_no, m.row_no) > 1 THEN 'duplicate' END AS fate
  FROM merges_read AS m WHERE m.fate IS NULL
  WINDOW one AS (PARTITION BY m.lead_id), same AS (PARTITION BY m.lead_id, m.at)
) AS n WHERE n.file_no = r.file_no AND n.row_no = r.row_no AND n.fate IS NOT NULL
"""
_FOLLOWED = """
CREATE OR REPLACE TEMP TABLE merges_followed AS
WITH RECURSIVE reached AS (
  SELECT m.lead_id, m.survivor FROM merges_read AS m WHERE m.fate IS NULL
  UNION
  SELECT r.lead_id, m.survivor FROM reached AS r JOIN merges_read AS m ON m.lead_id = r.survivor AND m.fate IS NULL
)
SELECT r.lead_id, r.survivor, l.lead_id IS NOT NULL AS known FROM reached AS r
LEFT JOIN leads AS l ON l.lead_id = r.survivor
ANTI JOIN (SELECT m.lead_id FROM merges_read AS m WHERE m.fate IS NULL) AS gone ON gone.lead_id = r.survivor
"""
_NOWHERE = """
UPDATE merges_read AS r SET fate = CASE
  WHEN r.lead_id NOT IN (SELECT lead_id FROM merges_followed) THEN 'circular merges'
  WHEN r.lead_id IN (SELECT lead_id FROM merges_followed WHERE NOT known) THEN 'unknown lead' END
WHERE r.fate IS NULL
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty scratch table of all merges; `fate` says why a row is none, NULL if it is one."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {MERGES_READ}"
        ' (file_no INTEGER, row_no BIGINT, lead_id VARCHAR, survivor VARCHAR, "at" BIGINT, fate VARCHAR)'
    ).fetchall()


def read_map(
    connection: duckdb.DuckDBPyConnection, mapped: MergesMap, raw: Mapping[Table, RawTable], as_of: int
) -> None:
    """Add the rows of one map; a row that names no lead to stay tells of no merge."""
    table = raw[mapped.table]
    texts = {
        "lead_id": key_of(mapped.lead, table.cells),
        "survivor": key_of(mapped.into, table.cells),
        "t_at": column(table.cells[mapped.merged.column], "r"),
        "other_row": any_other([mapped.lead, mapped.into], table.cells, IGNORE),
    }
    rows = projected(select("SELECT r.file_no, r.row_no FROM :raw AS r", raw=source(table.name)), texts)
    timed = with_instant(rows, mapped.merged, column("t_at", "r"), "at")
    fate = tree(
        "CASE WHEN r.other_row THEN 'ignored row' WHEN :skips AND r.t_at IS NULL THEN 'no time, skipped'"
        " WHEN r.lead_id IS NULL THEN 'missing lead id' WHEN r.t_at IS NULL THEN 'missing time'"
        " WHEN r.at IS NULL THEN 'unreadable time' WHEN r.at > :as_of THEN 'after as_of'"
        " WHEN r.lead_id = r.survivor THEN 'merged into itself' END",
        skips=mapped.merged.empty == "skip",
        as_of=as_of,
    )
    found = select(
        "SELECT r.file_no, r.row_no, r.lead_id, r.survivor, r.at, :fate AS fate FROM :rows AS r"
        " WHERE r.survivor IS NOT NULL",
        fate=fate,
        rows=timed.subquery(copy=False),
    )
    append(connection, MERGES_READ, found)


def follow(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the relation `merges(lead_id, survivor, at)`, and give each merged lead's events to the one that stays.

    So are the recorded changes of its fields (`change_order` makes one history of two); its record goes with it.
    `leads` and the events and changes that were read must be there.
    """
    for statement in (_LATEST, _FOLLOWED, _NOWHERE):
        connection.execute(statement).fetchall()
    merges = select(
        "SELECT r.lead_id, f.survivor, r.at FROM merges_read AS r JOIN merges_followed AS f ON f.lead_id = r.lead_id"
        " WHERE r.fate IS NULL ORDER BY r.lead_id"
    )
    make_table(connection, "merges", merges)
    gone = "lead_id IN (SELECT lead_id FROM merges)"
    for statement in (
        f"UPDATE {EVENTS_READ} AS r SET lead_id = m.survivor FROM merges AS m WHERE m.lead_id = r.lead_id",
        f"UPDATE {CHANGES_READ} AS r SET lead_id = m.survivor FROM merges AS m WHERE m.lead_id = r.lead_id",
        f"DELETE FROM leads WHERE {gone}",
    ):
        connection.execute(statement).fetchall()
    _say_what_became_of_the_rest(connection)
    drop(connection, MERGES_READ, "merges_followed")


def _say_what_became_of_the_rest(connection: duckdb.DuckDBPyConnection) -> None:
    aside = is_in(column("fate", "r"), ASIDE)
    bad = "SELECT r.file_no, r.row_no, r.lead_id, r.fate AS reason FROM merges_read AS r WHERE r.fate IS NOT NULL"
    fault(connection, select(f"{bad} AND NOT :aside", aside=aside))
    left = "SELECT r.fate AS reason, r.file_no, count(*) AS rows FROM merges_read AS r"
    set_aside(connection, select(f"{left} WHERE :aside GROUP BY r.fate, r.file_no", aside=aside))
