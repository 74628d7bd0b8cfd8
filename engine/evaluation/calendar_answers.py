"""Answers questions to calendars in bulk: lines in, lines out, every line answered in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import available_timezones

from engine.compiler.calendar_answers import answering
from engine.compiler.calendar_questions import reading
from engine.compiler.query import Query
from engine.compiler.zone_history import EPOCH, FIRST_DATE, LAST_DATE
from engine.evaluation.engines.duckdb import connect, run_query
from engine.model.durations import DAY
from engine.model.policy_set import PolicySet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BYTES_AT_ONCE = 1 << 25
LINES_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Answered:
    """How many lines were answered, and how many of the answers are errors."""

    lines: int
    errors: int


def answer(policies: PolicySet, questions: BinaryIO, answers: BinaryIO, threads: int | None = None) -> Answered:
    """Answer JSON Lines in UTF-8: `{"calendar": …, "from": …, "within": …}`, `until` instead of or beside `within`.

    `id` (any JSON) comes back; `zone` replaces the calendar's zone for reading, printing and `days`.
    An answer carries `due`, `elapsed_seconds`, or `error` with the reason. Calendars and zones are
    laid out only if they are asked about. Memory is bounded by the longest line and 32 MB of lines.
    """
    lines = errors = 0
    for text in _pieces(questions):
        with connect(threads) as connection:
            connection.execute(
                """CREATE TABLE lines AS SELECT unnest(range(len(l.parts))) AS n, unnest(l.parts) AS line
                   FROM (SELECT string_split(?, chr(10)) AS parts) AS l""",
                [text.removesuffix("\n")],
            )
            run_query(connection, reading(policies.calendars, available_timezones()), _quietly)
            run_query(connection, _answering(policies, connection), _quietly)
            for block, count, failed in connection.execute(
                """SELECT string_agg(a.line, chr(10) ORDER BY a.n), count(*), count(CASE WHEN a.failed THEN 1 END)
                   FROM answers AS a GROUP BY a.n // ? ORDER BY min(a.n)""",
                [LINES_AT_ONCE],
            ).fetchall():
                answers.write(block.encode() + b"\n")
                lines, errors = lines + count, errors + failed
    return Answered(lines, errors)


def answer_one(policies: PolicySet, question: Mapping[str, str]) -> dict[str, Any]:
    """Answer one question by the same path; the answer as `answer` would print it."""
    found = BytesIO()
    answer(policies, BytesIO(json.dumps(dict(question)).encode()), found)
    return dict(json.loads(found.getvalue()))


def _pieces(questions: BinaryIO) -> Iterator[str]:
    """Whole lines, some 32 MB at a time; bytes that are no UTF-8 stay visible as U+FFFD."""
    while block := questions.read(BYTES_AT_ONCE):
        yield (block + questions.readline()).decode("utf-8", errors="replace")


def _answering(policies: PolicySet, connection: DuckDBPyConnection) -> Query:
    spans = connection.execute("SELECT calendar, zone, earliest, latest FROM question_spans").fetchall()
    calendars = {name: policies.calendars[name] for name, *_ in spans if name in policies.calendars}
    earliest = [_date(at) for *_, at, _ in spans] + [calendar.first for calendar in calendars.values()]
    latest = [_date(at) for *_, at in spans] + [calendar.last for calendar in calendars.values()]
    return answering(
        calendars,
        {zone for _, zone, *_ in spans},
        max(FIRST_DATE, min(earliest, default=EPOCH) - timedelta(days=3)),
        min(LAST_DATE, max(latest, default=EPOCH) + timedelta(days=3)),
    )


def _date(at: int) -> date:
    return EPOCH + timedelta(days=min(max(0, at // DAY), (LAST_DATE - EPOCH).days))


def _quietly(_step: str) -> None:
    """Say nothing: an answer takes no time worth telling."""
