"""Events that come twice: the same id and content is one event, other content is the latest recorded or quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.sql import select
from engine.evaluation.sources.event_log import content_of
from engine.evaluation.sources.record_cells import FILE_STRIDE
from engine.evaluation.sources.statements import drop, make_scratch, rows

if TYPE_CHECKING:
    import duckdb

_RIVALS = """
SELECT r.source, r.event_id, CAST(r.file_no AS BIGINT) * :stride + r.row_no AS row_key, r.at, :content AS content,
  r.recorded_at IS NOT DISTINCT FROM max(r.recorded_at) OVER (PARTITION BY r.source, r.event_id) AS is_latest
FROM events_read AS r
JOIN repeated_ids AS i ON i.source = r.source AND i.event_id = r.event_id
WHERE r.fate IS NULL
"""
_SETTLED = """
SELECT r.source, r.event_id, min(r.content) AS content, min(r.content) = max(r.content) AS agree,
  min(r.at) AS first_at, min(r.row_key) AS row_key
FROM rival_events AS r WHERE r.is_latest GROUP BY r.source, r.event_id
"""
_FATES = """
SELECT r.source, CAST(r.row_key // :stride AS INTEGER) AS file_no, r.row_key % :stride AS row_no,
  CASE WHEN NOT s.agree THEN CASE WHEN s.first_at > :as_of THEN 'after as_of' ELSE 'conflicting events' END
    WHEN r.content = s.content THEN 'duplicate' ELSE 'superseded' END AS fate
FROM rival_events AS r JOIN settled_events AS s ON s.source = r.source AND s.event_id = r.event_id
WHERE NOT s.agree OR r.row_key <> s.row_key
"""


def settle(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str], as_of: int) -> None:
    """Give every row but one of each id its fate in `events_read`. Ids count within one events map."""
    repeated = select(
        "SELECT r.source, r.event_id FROM events_read AS r WHERE r.fate IS NULL"
        " GROUP BY r.source, r.event_id HAVING count(*) > 1"
    )
    make_scratch(connection, "repeated_ids", repeated)
    if rows(connection, select("SELECT count(*) FROM repeated_ids")) != [(0,)]:
        make_scratch(connection, "rival_events", select(_RIVALS, stride=FILE_STRIDE, content=content_of(attributes)))
        make_scratch(connection, "settled_events", select(_SETTLED))
        make_scratch(connection, "event_fates", select(_FATES, as_of=as_of, stride=FILE_STRIDE))
        connection.execute(
            "UPDATE events_read AS r SET fate = n.fate FROM event_fates AS n WHERE n.source = r.source"
            " AND n.file_no = r.file_no AND n.row_no = r.row_no"
        ).fetchall()
    drop(connection, "repeated_ids", "rival_events", "settled_events", "event_fates")
