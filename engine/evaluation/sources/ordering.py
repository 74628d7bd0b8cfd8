"""The relation `events`: what happened to known leads by as_of, in one order that no file or thread decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.sql import column, is_in, projected, select
from engine.evaluation.sources.event_log import EVENTS_READ
from engine.evaluation.sources.quarantine import fault, keep_reasons, set_aside
from engine.evaluation.sources.statements import drop, make_table

if TYPE_CHECKING:
    import duckdb

ASIDE = ("after as_of", "duplicate", "ignored event type", "ignored row", "no time, skipped", "superseded")
_EVENTS = """
SELECT r.event_id, r.lead_id, r.type, r.at, r.until, r.recorded_at, r.actor, r.source, r.sequence,
  CASE WHEN regexp_full_match(r.sequence, '[+-]?\\d{1,28}(\\.\\d{1,9})?')
    THEN CAST(r.sequence AS DECIMAL(38, 9)) END AS place
FROM events_read AS r WHERE r.fate IS NULL
"""
_ORDERED = """
SELECT r.event_id, r.lead_id, r.type, r.at, r.until, r.recorded_at, r.actor, r.source FROM :fit AS r
ORDER BY r.lead_id, r.at, r.place NULLS LAST, r.sequence NULLS LAST, r.event_id, r.source
"""


def lay_down_events(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str], as_of: int) -> None:
    """Make the relation `events` and say what became of the other rows; `leads` must be there."""
    connection.execute(
        "UPDATE events_read AS r SET fate = 'after as_of' WHERE r.fate IS NULL AND r.at > ?", [as_of]
    ).fetchall()
    connection.execute(
        "UPDATE events_read SET fate = 'unknown lead' WHERE fate IS NULL AND lead_id NOT IN (SELECT lead_id FROM leads)"
    ).fetchall()
    texts = {f"a_{name}": column(f"a_{name}", "r") for name in attributes}
    fit = projected(select(_EVENTS), texts)
    events = select(_ORDERED, fit=fit.subquery(copy=False))
    numbered = select(
        "SELECT CAST(row_number() OVER () - 1 AS BIGINT) AS ord, r.* FROM :events AS r",
        events=projected(events, texts).subquery(copy=False),
    )
    make_table(connection, "events", numbered)
    _say_what_became_of_the_rest(connection)


def _say_what_became_of_the_rest(connection: duckdb.DuckDBPyConnection) -> None:
    aside = is_in(column("fate", "r"), ASIDE)
    fault(
        connection,
        select(
            "SELECT r.file_no, r.row_no, r.lead_id, r.type, r.fate AS reason FROM events_read AS r"
            " WHERE r.fate IS NOT NULL AND NOT :aside",
            aside=aside,
        ),
    )
    keep_reasons(
        connection,
        "event_reasons",
        select(
            "SELECT r.file_no, r.row_no, r.lead_id, r.type, r.reasons FROM events_read AS r"
            " WHERE r.fate IS NULL AND r.reasons IS NOT NULL"
        ),
    )
    set_aside(
        connection,
        select(
            "SELECT r.fate AS reason, r.file_no, count(*) AS rows FROM events_read AS r"
            " WHERE :aside GROUP BY r.fate, r.file_no",
            aside=aside,
        ),
    )


def forget_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the rows that were read, once events and coverage are made of them."""
    drop(connection, EVENTS_READ, "event_reasons")
