"""Times as exports write them, turned into instants (µs UTC) once, here.

A text with an offset is an instant. A text without is wall time in its map's zone: a skipped local
time is the first instant after the gap, a doubled one its first occurrence. A date stands for the
whole day. Fractions beyond µs are cut off. A wall time after the zones' layout (2069) is taken as
UTC: it is far behind every `as_of`; one before 1970 can't be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from engine.compiler.sql import Part, column, literal, projected, select, tree
from engine.compiler.zone_history import LAST_DATE, day_number
from engine.diagnostics import Diagnostics, error
from engine.evaluation.sources.statements import source
from engine.model.durations import DAY
from engine.model.sources import TimeMap

if TYPE_CHECKING:
    from sqlglot import exp

BAD_PATTERN = "LP608"
ISO, DATE, SECONDS, MILLISECONDS = "iso", "date", "epoch seconds", "epoch milliseconds"
_ISO_DATE = r"\d{4}-\d{1,2}-\d{1,2}"
_ISO_WALL = _ISO_DATE + r"[Tt ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
_OFFSET = r"( ?[Zz]| ?UTC| ?GMT| ?[+-]([01]\d|2[0-3])(:?[0-5]\d)?)"
_ISO_INSTANT = _ISO_WALL + _OFFSET
_ISO_MIDNIGHT = _ISO_DATE + r"([Tt ]0{1,2}:00(:00([.,]0+)?)?" + _OFFSET + "?)?"
_TIME_OF_DAY = re.compile(r"%-?[HIMSfngcX]")
_FLAT = (
    "replace(replace(replace(replace(replace(replace(upper(:text), ' UTC', 'Z'), 'UTC', 'Z'), ' GMT', 'Z'),"
    " 'GMT', 'Z'), ' +', '+'), ' -', '-')"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a text says: an instant, a wall time (both µs) or a local day (days since 1970); at most one is not NULL."""

    instant: exp.Expr
    wall: exp.Expr
    day: exp.Expr


def check_pattern(connection: duckdb.DuckDBPyConnection, time: TimeMap) -> Diagnostics:
    """Refuse a format that is neither one of ours nor a strptime pattern without zone names."""
    if time.format in {ISO, DATE, SECONDS, MILLISECONDS}:
        return ()
    way_out = f"write `{ISO}`, `{DATE}`, `{SECONDS}`, `{MILLISECONDS}` or a pattern such as `%d.%m.%Y %H:%M`"
    if "%" not in time.format:
        return (error(BAD_PATTERN, time.at, f"unknown time format `{time.format}`", way_out),)
    if "%Z" in time.format:
        return (error(BAD_PATTERN, time.at, "`%Z`, a zone's name, can't be read", "state `zone:`, or use `%z`"),)
    try:
        connection.execute("SELECT try_strptime('', ?)", [time.format]).fetchall()
    except duckdb.Error as reason:
        return (error(BAD_PATTERN, time.at, f"not a time pattern: `{time.format}` ({reason})", way_out),)
    return ()


def with_instant(rows: exp.Query, time: TimeMap, text: exp.Expr, name: str) -> exp.Query:
    """Add `name` and `name_until` (µs) to rows called `r`, in whose terms `text` is written.

    Both are the same instant, or the first and the last µs of a day; NULL if the text can't be read.
    """
    said = written(time.format, text)
    parts = {f"i_{name}": said.instant, f"w_{name}": said.wall, f"d_{name}": said.day}
    instant, wall, day = (column(part, "r") for part in parts)
    read = projected(select("SELECT r.* FROM :rows AS r", rows=rows.subquery(copy=False)), parts)
    located = select(
        "SELECT r.* FROM :rows AS r LEFT JOIN source_days AS z ON z.zone = :zone AND z.day = coalesce(:day,"
        " (:wall - ((:wall % :length) + :length) % :length) // :length)",
        rows=source(read),
        zone=time.zone,
        day=day,
        wall=wall,
        length=DAY,
    )
    values: dict[str, Part] = {
        "instant": instant,
        "wall": wall,
        "day": day,
        "length": DAY,
        "last": day_number(LAST_DATE),
    }
    first = tree(
        "CASE WHEN :instant IS NOT NULL THEN :instant"
        " WHEN z.day IS NULL"
        " THEN CASE WHEN coalesce(:day, :wall // :length) > :last THEN coalesce(:wall, :day * :length) END"
        " WHEN :day IS NOT NULL THEN z.begins"
        " WHEN :wall < z.changes_at_wall THEN :wall - z.offset_before"
        " WHEN :wall < z.resumes_at_wall THEN z.changes_at_wall - z.offset_before"
        " ELSE :wall - z.offset_after END",
        **values,
    )
    last = tree(
        "CASE WHEN :day IS NOT NULL THEN coalesce(z.ends, (:day + 1) * :length) - 1 ELSE :first END",
        first=first,
        **values,
    )
    return projected(located, {name: first, f"{name}_until": last})


def written(time_format: str, text: exp.Expr) -> Written:
    """Read a text in one of the formats of `TimeMap`."""
    nothing = tree("CAST(NULL AS BIGINT)")
    if time_format == ISO:
        return _iso(text)
    if time_format == DATE:
        return Written(nothing, nothing, day_of(text, _ISO_MIDNIGHT))
    if time_format == SECONDS:
        return Written(_epoch(text, 6), nothing, nothing)
    if time_format == MILLISECONDS:
        return Written(_epoch(text, 3), nothing, nothing)
    return _by_pattern(text, time_format)


def day_of(text: exp.Expr, pattern: str = _ISO_DATE) -> exp.Expr:
    """Days since 1970-01-01 of an ISO date, NULL for any other text; `pattern` says what may follow the date."""
    return tree(
        "CASE WHEN regexp_full_match(:text, :pattern) THEN CAST(date_diff('day', DATE '1970-01-01',"
        " try_cast(regexp_extract(:text, :date) AS DATE)) AS BIGINT) END",
        text=text,
        pattern=pattern,
        date=_ISO_DATE,
    )


def _iso(text: exp.Expr) -> Written:
    flat = tree(f"replace({_FLAT}, ',', '.')", text=text)
    return Written(
        tree(
            "CASE WHEN regexp_full_match(:text, :pattern) THEN epoch_us(try_cast(:flat AS TIMESTAMPTZ)) END",
            text=text,
            pattern=_ISO_INSTANT,
            flat=flat,
        ),
        tree(
            "CASE WHEN regexp_full_match(:text, :pattern)"
            " THEN epoch_us(try_cast(replace(upper(:text), ',', '.') AS TIMESTAMP)) END",
            text=text,
            pattern=_ISO_WALL,
        ),
        day_of(text),
    )


def _epoch(text: exp.Expr, digits: int) -> exp.Expr:
    """Whole units and their fraction, cut at µs; `digits` is how many decimal places a µs is away from the unit."""
    return tree(
        "CASE WHEN regexp_full_match(:text, :pattern) THEN (CASE WHEN starts_with(:text, '-') THEN -1 ELSE 1 END)"
        " * CAST(split_part(ltrim(:text, '+-'), '.', 1) || rpad(left(split_part(:text, '.', 2), :digits), :digits, '0')"
        " AS BIGINT) END",
        text=text,
        pattern=rf"[+-]?\d{{1,{18 - digits}}}(\.\d+)?",
        digits=digits,
    )


def _by_pattern(text: exp.Expr, pattern: str) -> Written:
    nothing = tree("CAST(NULL AS BIGINT)")
    if "%f" in pattern:
        text = tree(r"regexp_replace(:text, '([.,]\d{6})\d+', '\1')", text=text)
    if pattern.endswith("%z"):
        text = tree("regexp_replace(:text, ' ?[Zz]$', '+00:00')", text=text)
    parsed = tree("try_strptime(:text, :pattern)", text=text, pattern=pattern)
    if "%n" in pattern:
        micros = tree("(epoch_ns(:parsed) - ((epoch_ns(:parsed) % 1000) + 1000) % 1000) // 1000", parsed=parsed)
    else:
        micros = tree("epoch_us(:parsed)", parsed=parsed)
    if "%z" in pattern:
        return Written(micros, nothing, nothing)
    if _TIME_OF_DAY.search(pattern):
        return Written(nothing, micros, nothing)
    day = tree("CAST(:micros // :length AS BIGINT)", micros=micros, length=literal(DAY))
    return Written(nothing, nothing, day)
