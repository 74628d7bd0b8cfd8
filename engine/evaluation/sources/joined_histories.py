"""Two histories of one field become one: what was recorded of a merged lead, beside what the one that stays recorded.

Every change of the lead that stays counts as it was recorded. One of a merged lead counts while the one that stays has
no value of its own: what one of the two knew was known. A value that nobody can read is one. All of them stay moments,
whatever the other held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compiler.sql import column, select, tree, union_all
from engine.evaluation.sources.statements import make_scratch
from engine.model.lead_schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    from sqlglot import exp

    from engine.model.lead_schema import LeadField

JOINED = ("values_of_records", "last_changes", "changes_joined", "held_before")
_LAST = """
SELECT n.lead_id, n.field, n.value, n.currency FROM (
  SELECT r.lead_id, r.field, r.value, r.currency,
    row_number() OVER (PARTITION BY r.lead_id, r.field ORDER BY r.nth DESC) AS place
  FROM changes_in_order AS r WHERE r.at <= :as_of AND NOT r.copied
) AS n WHERE n.place = 1
"""
_JOINED = """
SELECT r.*, r.own OR coalesce(
  last_value(CASE WHEN r.own THEN CASE WHEN NOT r.tells OR r.value IS NOT NULL THEN 1 ELSE 0 END END IGNORE NULLS)
    OVER (PARTITION BY r.lead_id, r.field ORDER BY r.nth ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
  max(CASE WHEN r.own AND r.nth_of_record = 1
      THEN CASE WHEN r.old_unreadable OR r.old_value IS NOT NULL THEN 1 ELSE 0 END END)
    OVER (PARTITION BY r.lead_id, r.field),
  CASE WHEN v.unreadable THEN 1 WHEN v.value IS NULL THEN 0
    WHEN v.value = n.value AND v.currency IS NOT DISTINCT FROM n.currency THEN 0 ELSE 1 END
) = 0 AS holds
FROM changes_in_order AS r
LEFT JOIN values_of_records AS v ON v.lead_id = r.lead_id AND v.field = r.field
LEFT JOIN last_changes AS n ON n.lead_id = r.lead_id AND n.field = r.field
WHERE NOT r.copied
"""
_BEFORE = """
SELECT b.lead_id, b.field, b.value, b.currency, b.tells FROM (
  SELECT r.lead_id, r.field, r.old_value AS value, r.old_currency AS currency, r.tells_old AS tells,
    row_number() OVER (PARTITION BY r.lead_id, r.field
                       ORDER BY r.old_unreadable OR r.old_value IS NOT NULL DESC, r.own DESC, r.at, r.nth, r.record
                      ) AS place
  FROM changes_in_order AS r
  SEMI JOIN (SELECT h.lead_id, h.field FROM changes_joined AS h WHERE h.holds) AS s
    ON s.lead_id = r.lead_id AND s.field = r.field
  WHERE r.nth_of_record = 1
) AS b WHERE b.place = 1
"""


def join_histories(connection: duckdb.DuckDBPyConnection, fields: Sequence[LeadField], as_of: int) -> None:
    """Make `changes_joined`, the changes of `changes_in_order` with whether each `holds`, and `held_before`.

    A change that was told under another id too is there once. `held_before` has what a lead's field held before its
    first change: the old value of the one that stays, else of a merged one, whether changes of that hold or not. Where
    the one that stays recorded no change, its record says what it has: the merged one's history is its own if it ends
    in that value, and else there is none.
    """
    make_scratch(connection, "values_of_records", _values(fields))
    make_scratch(connection, "last_changes", select(_LAST, as_of=as_of))
    make_scratch(connection, "changes_joined", select(_JOINED))
    make_scratch(connection, "held_before", select(_BEFORE))


def _values(fields: Sequence[LeadField]) -> exp.Query:
    """What the records of leads that others were merged into hold today, as texts in the spelling of changes.

    Rows of records are quarantined without a type; those of events and changes with theirs.
    """
    nothing = tree("CAST(NULL AS VARCHAR)")
    found = [
        select(
            "SELECT l.lead_id, CAST(:field AS VARCHAR) AS field, CAST(:value AS VARCHAR) AS value, :named AS currency,"
            " :value IS NULL AND g.lead_id IS NOT NULL AS unreadable"
            " FROM leads AS l SEMI JOIN merges AS m ON m.survivor = l.lead_id"
            " LEFT JOIN (SELECT DISTINCT f.lead_id FROM source_faults AS f WHERE f.type IS NULL AND f.reason = :why)"
            " AS g ON g.lead_id = l.lead_id",
            field=of.name,
            why=f"unreadable value of {of.name}",
            value=column(f"f_{of.name}", "l"),
            named=column(f"c_{of.name}", "l") if of.type is FieldType.MONEY else nothing,
        )
        for of in fields
    ]
    none = select(
        "SELECT m.lead_id, m.lead_id AS field, m.lead_id AS value, m.lead_id AS currency, false AS unreadable"
        " FROM merges AS m WHERE 1 = 0"
    )
    return union_all([none, *found])
