"""Merged leads: from a merge on, the one that stays has the log of both, and the other is counted no more.

Of several merges of one lead the latest counts, and one whose time is told before one of which nobody knows when. A
chain is followed to its end; a circle is followed nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.sql import column, is_in, projected, select, tree
from engine.evaluation.sources.cells import IGNORE, any_other, key_of
from engine.evaluation.sources.event_log import EVENTS_READ
from engine.evaluation.sources.field_changes import CHANGES_READ
from engine.evaluation.sources.instants import with_instant
from engine.evaluation.sources.quarantine import fault, set_aside
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.statements import append, drop, make_table, source
from engine.model.sources import MergesMap, Table, TimeMap

if TYPE_CHECKING:
    import duckdb

MERGES_READ = "merges_read"
ASIDE = ("after as_of", "duplicate", "ignored row", "no time, skipped", "superseded")
_TIMED_FIRST = """
UPDATE merges_read AS r SET fate = 'superseded' WHERE r.fate IS NULL AND r.at IS NULL AND r.lead_id IN (
  SELECT m.lead_id FROM merges_read AS m WHERE m.at IS NOT NULL AND (m.fate IS NULL OR m.fate = 'after as_of'))
"""
_ON_THE_WAY = """
UPDATE merges_read AS r SET fate = 'superseded' WHERE r.fate IS NULL AND r.at IS NULL AND EXISTS (
  SELECT 1 FROM merges_read AS onward
  JOIN merges_read AS direct ON direct.survivor = onward.survivor AND direct.fate IS NULL AND direct.at IS NULL
  WHERE onward.lead_id = r.survivor AND onward.fate IS NULL AND direct.lead_id = r.lead_id)
"""
_LATEST = """
UPDATE merges_read AS r SET fate = n.fate FROM (
  SELECT m.file_no, m.row_no, m.nth, CASE
    WHEN m.at < max(m.at) OVER one THEN 'superseded'
    WHEN min(m.survivor) OVER same <> max(m.survivor) OVER same THEN 'conflicting merges'
    WHEN row_number() OVER (PARTITION BY m.lead_id, m.at ORDER BY m.file_no, m.row_no, m.nth) > 1 THEN 'duplicate'
    END AS fate
  FROM merges_read AS m WHERE m.fate IS NULL
  WINDOW one AS (PARTITION BY m.lead_id), same AS (PARTITION BY m.lead_id, m.at)
) AS n WHERE n.file_no = r.file_no AND n.row_no = r.row_no AND n.nth = r.nth AND n.fate IS NOT NULL
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
    """Make the empty scratch table of all merges: a row for each lead of a row of the file, `nth` in its list.

    `fate` says why it is none, NULL if it is one.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {MERGES_READ}"
        ' (file_no INTEGER, row_no BIGINT, nth BIGINT, lead_id VARCHAR, survivor VARCHAR, "at" BIGINT, fate VARCHAR)'
    ).fetchall()


def read_map(
    connection: duckdb.DuckDBPyConnection, mapped: MergesMap, raw: Mapping[Table, RawTable], as_of: int
) -> None:
    """Add the rows of one map; a row that names no lead to stay tells of no merge."""
    table, time = raw[mapped.table], mapped.merged
    texts = {
        "leads": key_of(mapped.lead, table.cells),
        "survivor": key_of(mapped.into, table.cells),
        "t_at": exp.null() if time is None else column(table.cells[time.column], "r"),
        "other_row": any_other([mapped.lead, mapped.into], table.cells, IGNORE),
    }
    rows = projected(select("SELECT r.file_no, r.row_no FROM :raw AS r", raw=source(table.name)), texts)
    timed = (
        select("SELECT r.*, NULL AS at FROM :rows AS r", rows=rows.subquery(copy=False))
        if time is None
        else with_instant(rows, time, column("t_at", "r"), "at")
    )
    found = select(
        "SELECT r.file_no, r.row_no, r.nth, r.lead_id, r.survivor, CAST(r.at AS BIGINT) AS at, :fate AS fate"
        " FROM :rows AS r WHERE r.survivor IS NOT NULL",
        fate=_fate(time, as_of),
        rows=_one_by_one(timed, mapped.separated_by).subquery(copy=False),
    )
    append(connection, MERGES_READ, found)


def _fate(time: TimeMap | None, as_of: int) -> exp.Expr:
    without_lead = tree("CASE WHEN r.lead_id = r.survivor THEN 'merged into itself' END")
    if time is None:
        return tree(
            "CASE WHEN r.other_row THEN 'ignored row' WHEN r.lead_id IS NULL THEN 'missing lead id' ELSE :further END",
            further=without_lead,
        )
    return tree(
        "CASE WHEN r.other_row THEN 'ignored row' WHEN :skips AND r.t_at IS NULL THEN 'no time, skipped'"
        " WHEN r.lead_id IS NULL THEN 'missing lead id' WHEN r.t_at IS NULL THEN 'missing time'"
        " WHEN r.at IS NULL THEN 'unreadable time' WHEN r.at > :as_of THEN 'after as_of' ELSE :further END",
        skips=time.empty == "skip",
        as_of=as_of,
        further=without_lead,
    )


def _one_by_one(rows: exp.Query, separated_by: str | None) -> exp.Query:
    """Give a row for each lead of a cell, its place as `nth`; a cell that lists none gives none."""
    if separated_by is None:
        return select("SELECT r.*, r.leads AS lead_id, 1 AS nth FROM :rows AS r", rows=rows.subquery(copy=False))
    listed = select(
        "SELECT r.*, trim(unnest(string_split(r.leads, :mark))) AS lead_id,"
        " generate_subscripts(string_split(r.leads, :mark), 1) AS nth FROM :rows AS r",
        mark=separated_by,
        rows=rows.subquery(copy=False),
    )
    return select("SELECT r.* FROM :rows AS r WHERE r.lead_id <> ''", rows=listed.subquery(copy=False))


def follow(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the relation `merges(lead_id, survivor, at, traced)`, and give the merged leads' events to those that stay.

    So are the recorded changes of its fields (`change_order` makes one history of two); its record goes with it.
    `at` is NULL where nobody knows when, and `traced` tells whether any record, event or change is of the merged lead.
    `leads` and the events and changes that were read must be there.
    """
    for statement in (_TIMED_FIRST, _ON_THE_WAY, _LATEST, _FOLLOWED, _NOWHERE):
        connection.execute(statement).fetchall()
    merges = select(
        "SELECT r.lead_id, f.survivor, r.at, t.lead_id IS NOT NULL AS traced"
        " FROM merges_read AS r JOIN merges_followed AS f ON f.lead_id = r.lead_id"
        f" LEFT JOIN (SELECT lead_id FROM leads UNION SELECT lead_id FROM {EVENTS_READ} UNION SELECT lead_id FROM"
        f" {CHANGES_READ}) AS t ON t.lead_id = r.lead_id WHERE r.fate IS NULL ORDER BY r.lead_id"
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
