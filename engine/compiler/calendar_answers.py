"""Answers to calendars' questions, through the lookups that judge leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from engine.compiler.calendar_layout import lay_out, pieces_a_day
from engine.compiler.local_time import first_instant_of_wall, utc_day, wall_of
from engine.compiler.next_days import next_day_tables, with_next_day
from engine.compiler.query import Query, Relation
from engine.compiler.question_times import iso_text, seconds_text
from engine.compiler.sql import column, select, tree
from engine.compiler.working_time import with_due, with_elapsed
from engine.model.calendars import ALWAYS, Calendar

if TYPE_CHECKING:
    from sqlglot import exp

_ASKED = """
    SELECT q.n, q.id, q.asked_calendar, q.within, q.until_text, q.laid_out, q.problem, q.zone, q.unit, q.amount,
        CASE WHEN q.calendar <> :always THEN q.calendar END AS calendar,
        CASE WHEN q.from_offset IS NULL THEN :from_instant ELSE q.from_wall - q.from_offset END AS starts,
        CASE WHEN q.until_offset IS NULL THEN :until_instant ELSE q.until_wall - q.until_offset END AS ends
    FROM questions AS q
    LEFT JOIN local_days AS f ON f.zone = q.zone AND f.day = CASE WHEN q.from_offset IS NULL THEN :from_day END
    LEFT JOIN local_days AS u ON u.zone = q.zone AND u.day = CASE WHEN q.until_offset IS NULL THEN :until_day END
"""
_DUE_COLUMNS = (
    *("n", "id", "asked_calendar", "within", "until_text", "laid_out", "problem", "zone", "starts", "ends"),
    "calendar",
)
_MEASURED = """
    SELECT q.n, q.starts, q.ends, q.calendar,
        CASE WHEN q.calendar IS NULL THEN 'hours' ELSE 'business hours' END AS unit
    FROM asked_instants AS q WHERE q.ends IS NOT NULL
"""
_TEXTS = """
    SELECT d.n, d.id, d.asked_calendar, d.within, d.until_text, d.laid_out, d.problem, d.starts, d.ends, d.due,
        e.elapsed, :starts_text AS starts_text, :ends_text AS ends_text, :due_text AS due_text
    FROM asked_dues AS d
    LEFT JOIN asked_elapsed AS e ON e.n = d.n
    LEFT JOIN zone_days AS s ON s.zone = d.zone AND s.day = :starts_day
    LEFT JOIN zone_days AS u ON u.zone = d.zone AND u.day = :ends_day
    LEFT JOIN zone_days AS w ON w.zone = d.zone AND w.day = :due_day
"""
_ERROR = """
    CASE WHEN t.problem IS NOT NULL THEN t.problem
        WHEN t.starts_text IS NULL THEN '`from` is outside 1970 to 2069'
        WHEN t.until_text IS NOT NULL AND t.ends_text IS NULL THEN '`until` is outside 1970 to 2069'
        WHEN t.ends < t.starts THEN '`until` is before `from`'
        WHEN (t.within IS NOT NULL AND t.due_text IS NULL) OR (t.until_text IS NOT NULL AND t.elapsed IS NULL)
            THEN 'beyond the laid-out days of calendar `' || t.asked_calendar || '` (' || t.laid_out || ')'
    END
"""
_LINES = """
    SELECT f.n, f.error IS NOT NULL AS failed, '{' || concat_ws(', ',
        '"id": ' || f.id,
        '"calendar": ' || CAST(to_json(f.asked_calendar) AS VARCHAR),
        CASE WHEN f.error IS NULL THEN '"from": "' || f.starts_text || '"' END,
        CASE WHEN f.error IS NULL THEN '"within": ' || CAST(to_json(f.within) AS VARCHAR) END,
        CASE WHEN f.error IS NULL AND f.within IS NOT NULL THEN '"due": "' || f.due_text || '"' END,
        CASE WHEN f.error IS NULL THEN '"until": "' || f.ends_text || '"' END,
        CASE WHEN f.error IS NULL THEN '"elapsed_seconds": ' || :seconds END,
        '"error": ' || CAST(to_json(f.error) AS VARCHAR)) || '}' AS line
    FROM answer_texts AS f
"""


def answering(calendars: Mapping[str, Calendar], zones: Iterable[str], first: date, last: date) -> Query:
    """Turn `questions` into `answers(n, failed, line)`: one JSON text for each line that was read.

    `calendars` and `zones` are those asked about, laid out as in `lay_out`.
    """
    tables = lay_out(calendars, {*zones, *(c.zone for c in calendars.values())}, first, last)
    pieces = pieces_a_day(tables)
    return Query(
        tables=(*tables, *next_day_tables(calendars, tables)),
        relations=(
            Relation("asked_instants", _instants()),
            Relation("asked_lengths", with_due("asked_instants", pieces)),
            Relation("asked_dues", with_next_day("asked_lengths", _DUE_COLUMNS)),
            Relation("asked_spans", select(_MEASURED)),
            Relation("asked_elapsed", with_elapsed("asked_spans", pieces)),
            Relation("asked_texts", _texts()),
            Relation("answer_texts", select("SELECT t.*, :error AS error FROM asked_texts AS t", error=tree(_ERROR))),
            Relation("answers", select(_LINES, seconds=seconds_text(column("elapsed", "f")))),
        ),
        outputs=("answers",),
        locations={},
    )


def _instants() -> exp.Query:
    """The instants asked about: a time without offset is read on the wall of the question's zone."""
    walls = {"from": column("from_wall", "q"), "until": column("until_wall", "q")}
    return select(
        _ASKED,
        always=ALWAYS,
        from_instant=first_instant_of_wall(walls["from"], "f"),
        until_instant=first_instant_of_wall(walls["until"], "u"),
        from_day=utc_day(walls["from"]),
        until_day=utc_day(walls["until"]),
    )


def _texts() -> exp.Query:
    starts, ends, due = (column(name, "d") for name in ("starts", "ends", "due"))
    return select(
        _TEXTS,
        starts_text=iso_text(wall_of(starts, "s"), starts),
        ends_text=iso_text(wall_of(ends, "u"), ends),
        due_text=iso_text(wall_of(due, "w"), due),
        starts_day=utc_day(starts),
        ends_day=utc_day(ends),
        due_day=utc_day(due),
    )
