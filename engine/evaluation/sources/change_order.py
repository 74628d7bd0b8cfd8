"""The relation `field_changes`: what each field held before its first change, and after each one, in one order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.sql import column, is_in, select
from engine.evaluation.sources.field_changes import CHANGES_READ, content_of_change
from engine.evaluation.sources.joined_histories import JOINED, join_histories
from engine.evaluation.sources.quarantine import fault, keep_reasons, set_aside
from engine.evaluation.sources.record_cells import FILE_STRIDE
from engine.evaluation.sources.statements import drop, make_scratch, make_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from engine.model.lead_schema import LeadField

ASIDE = ("after as_of", "duplicate", "ignored field", "ignored row", "no time, skipped")
DOUBTFUL = ("missing time", "unreadable time", "conflicting changes")
BEGINNING = -(1 << 62)
_RIVALS = """
SELECT n.source, n.file_no, n.row_no,
  CASE WHEN n.first <> n.last THEN 'conflicting changes' ELSE 'duplicate' END AS fate,
  n.first = n.last AND n.nth > 1 AND n.nth_of_record = 1 AS copied
FROM (
  SELECT r.source, r.file_no, r.row_no, min(:content) OVER same AS first, max(:content) OVER same AS last,
    row_number() OVER (PARTITION BY r.source, r.field, r.change_id
                       ORDER BY r.record = r.lead_id DESC, r.record,
                                CAST(r.file_no AS BIGINT) * :stride + r.row_no) AS nth,
    row_number() OVER (PARTITION BY r.source, r.field, r.change_id, r.record
                       ORDER BY CAST(r.file_no AS BIGINT) * :stride + r.row_no) AS nth_of_record
  FROM changes_read AS r WHERE r.fate IS NULL
  WINDOW same AS (PARTITION BY r.source, r.field, r.change_id)
) AS n WHERE n.nth > 1 OR n.first <> n.last
"""
_ORDERED = """
SELECT r.*, r.record = r.lead_id AS own,
  row_number() OVER (PARTITION BY r.lead_id, r.field, r.copied
                     ORDER BY r.at, r.place NULLS LAST, r.sequence NULLS LAST, r.change_id, r.source) AS nth,
  row_number() OVER of_record AS nth_of_record, lag(r.value) OVER of_record AS value_was,
  lag(r.currency) OVER of_record AS currency_was, lag(r.tells) OVER of_record AS tells_was
FROM (
  SELECT c.*, n.row_no IS NOT NULL AS copied, CASE WHEN regexp_full_match(c.sequence, '[+-]?\\d{1,28}(\\.\\d{1,9})?')
    THEN CAST(c.sequence AS DECIMAL(38, 9)) END AS place
  FROM changes_read AS c
  LEFT JOIN (SELECT f.source, f.file_no, f.row_no FROM change_fates AS f WHERE f.copied) AS n
    ON n.source = c.source AND n.file_no = c.file_no AND n.row_no = c.row_no
  WHERE c.fate IS NULL OR n.row_no IS NOT NULL
) AS r
WINDOW of_record AS (PARTITION BY r.lead_id, r.field, r.record
                     ORDER BY r.at, r.place NULLS LAST, r.sequence NULLS LAST, r.change_id, r.source)
"""
_DOUBTS = "SELECT DISTINCT r.lead_id, r.field FROM changes_read AS r WHERE :doubtful AND r.field IS NOT NULL"
_CHANGES = """
SELECT CAST(row_number() OVER (ORDER BY s.lead_id, s.field, s.nth) - 1 AS BIGINT) AS ord, s.lead_id, s.field,
  s.nth, s.change_id, s.at, s.until,
  CASE WHEN d.lead_id IS NULL THEN s.value END AS value,
  CASE WHEN d.lead_id IS NULL THEN s.currency END AS currency, s.tells AND d.lead_id IS NULL AS tells,
  s.holds OR d.lead_id IS NOT NULL AS holds,
  CASE WHEN d.lead_id IS NULL THEN s.value_before END AS value_before,
  CASE WHEN d.lead_id IS NULL THEN s.currency_before END AS currency_before,
  s.tells_before AND d.lead_id IS NULL AS tells_before
FROM (
  SELECT b.lead_id, b.field, 0 AS nth, CAST(NULL AS VARCHAR) AS change_id, :beginning AS at, :beginning AS until,
    b.value, b.currency, b.tells, true AS holds, CAST(NULL AS VARCHAR) AS value_before,
    CAST(NULL AS VARCHAR) AS currency_before, true AS tells_before
  FROM held_before AS b
  UNION ALL
  SELECT n.lead_id, n.field, 0 AS nth, CAST(NULL AS VARCHAR) AS change_id, :beginning AS at, :beginning AS until,
    CAST(NULL AS VARCHAR) AS value, CAST(NULL AS VARCHAR) AS currency, false AS tells, true AS holds,
    CAST(NULL AS VARCHAR) AS value_before, CAST(NULL AS VARCHAR) AS currency_before, true AS tells_before
  FROM doubtful_histories AS n
  ANTI JOIN held_before AS b ON b.lead_id = n.lead_id AND b.field = n.field
  UNION ALL
  SELECT r.lead_id, r.field, r.nth, r.change_id, r.at, r.until, r.value, r.currency, r.tells, r.holds,
    CASE WHEN r.nth_of_record = 1 THEN r.old_value ELSE r.value_was END AS value_before,
    CASE WHEN r.nth_of_record = 1 THEN r.old_currency ELSE r.currency_was END AS currency_before,
    CASE WHEN r.nth_of_record = 1 THEN NOT r.old_unreadable ELSE r.tells_was END AS tells_before
  FROM changes_joined AS r WHERE r.at <= :as_of
) AS s
LEFT JOIN doubtful_histories AS d ON d.lead_id = s.lead_id AND d.field = s.field
ORDER BY s.lead_id, s.field, s.nth
"""


def lay_down_changes(connection: duckdb.DuckDBPyConnection, fields: Sequence[LeadField], as_of: int) -> None:
    """Make the relation `field_changes` and say what became of the other rows; `leads` must be there.

    Row 0 of a lead's field is what it held before its first recorded change, also if that came after `as_of`;
    `tells` is false where the history doesn't say what the field held. A change that has no readable time, or
    that contradicts another of its id, leaves all of the field's history untold. `holds` is false for a change of a
    merged lead that counts as a moment only. What was before is by the record that changed, changes that it shares
    with another one included (`copied`, which count once); where its history begins, it is the old value, or nothing
    if there is no cell for one.
    """
    make_scratch(connection, "change_fates", select(_RIVALS, content=content_of_change(), stride=FILE_STRIDE))
    connection.execute(
        f"UPDATE {CHANGES_READ} AS r SET fate = n.fate FROM change_fates AS n WHERE n.source = r.source"
        " AND n.file_no = r.file_no AND n.row_no = r.row_no AND r.fate IS NULL"
    ).fetchall()
    connection.execute(
        f"UPDATE {CHANGES_READ} AS r SET fate = 'unknown lead'"
        " WHERE r.fate IS NULL AND r.at <= ? AND r.lead_id NOT IN (SELECT lead_id FROM leads)",
        [as_of],
    ).fetchall()
    make_scratch(connection, "changes_in_order", select(_ORDERED))
    make_scratch(connection, "doubtful_histories", select(_DOUBTS, doubtful=is_in(column("fate", "r"), DOUBTFUL)))
    join_histories(connection, fields, as_of)
    make_table(connection, "field_changes", select(_CHANGES, beginning=BEGINNING, as_of=as_of))
    _say_what_became_of_the_rest(connection, as_of)
    drop(connection, "change_fates", "changes_in_order", "doubtful_histories", *JOINED)


def _say_what_became_of_the_rest(connection: duckdb.DuckDBPyConnection, as_of: int) -> None:
    connection.execute(
        f"UPDATE {CHANGES_READ} AS r SET fate = 'after as_of' WHERE r.fate IS NULL AND r.at > ?", [as_of]
    ).fetchall()
    aside = is_in(column("fate", "r"), ASIDE)
    fault(
        connection,
        select(
            "SELECT r.file_no, r.row_no, r.lead_id, r.type, r.fate AS reason FROM changes_read AS r"
            " WHERE r.fate IS NOT NULL AND NOT :aside",
            aside=aside,
        ),
    )
    keep_reasons(
        connection,
        "change_reasons",
        select(
            "SELECT r.file_no, r.row_no, r.lead_id, r.type, r.reasons FROM changes_read AS r"
            " WHERE r.fate IS NULL AND r.reasons IS NOT NULL"
        ),
    )
    set_aside(
        connection,
        select(
            "SELECT r.fate AS reason, r.file_no, count(*) AS rows FROM changes_read AS r"
            " WHERE :aside GROUP BY r.fate, r.file_no",
            aside=aside,
        ),
    )
    drop(connection, "change_reasons")
