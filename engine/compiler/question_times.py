"""Instants and windows as people write them in questions, read and written by SQL."""

from __future__ import annotations

from sqlglot import exp

from engine.compiler.sql import case_by, tree
from engine.model.durations import DAY, HOUR, MINUTE, SECOND, Unit

INSTANT_PATTERN = (
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.,]([0-9]{1,6}))?)?"
    r"(?:([Zz])|([+-])([01][0-9]):?([0-5][0-9])?)?$"
)
UNIT_PATTERN = r"^ *([0-9]{1,30}) +((?:business +)?(?:minute|hour|day)|second)s? *$"


def wall_of_text(text: exp.Expression) -> exp.Expression:
    """µs since 1970-01-01 00:00 that an ISO time shows on its wall; NULL for anything else."""
    return tree(
        """date_diff('day', DATE '1970-01-01', TRY_CAST(regexp_extract(:t, :p, 1) AS DATE)) * :day
           + TRY_CAST(regexp_extract(:t, :p, 2) AS BIGINT) * :hour
           + TRY_CAST(regexp_extract(:t, :p, 3) AS BIGINT) * :minute
           + coalesce(TRY_CAST(regexp_extract(:t, :p, 4) AS BIGINT), 0) * :second
           + CAST(rpad(regexp_extract(:t, :p, 5), 6, '0') AS BIGINT)""",
        t=text,
        p=INSTANT_PATTERN,
        day=DAY,
        hour=HOUR,
        minute=MINUTE,
        second=SECOND,
    )


def offset_of(text: exp.Expression) -> exp.Expression:
    """The offset of an ISO time in µs; NULL if it states none."""
    return tree(
        """CASE WHEN regexp_extract(:t, :p, 6) <> '' THEN 0
                WHEN regexp_extract(:t, :p, 7) <> '' THEN
                    (TRY_CAST(regexp_extract(:t, :p, 8) AS BIGINT) * :hour
                     + coalesce(TRY_CAST(regexp_extract(:t, :p, 9) AS BIGINT), 0) * :minute)
                    * CASE WHEN regexp_extract(:t, :p, 7) = '-' THEN -1 ELSE 1 END END""",
        t=text,
        p=INSTANT_PATTERN,
        hour=HOUR,
        minute=MINUTE,
    )


def unit_of(window: exp.Expression) -> exp.Expression:
    """The unit of a window like `4 business hours`; NULL for anything else."""
    words = tree("regexp_replace(regexp_extract(:t, :p, 2), ' +', ' ')", t=window, p=UNIT_PATTERN)
    return case_by(words, {unit.value.removesuffix("s"): exp.Literal.string(unit.value) for unit in Unit})


def iso_text(wall: exp.Expression, instant: exp.Expression) -> exp.Expression:
    """ISO 8601 with offset, microseconds only if there are any; NULL if either is."""
    return tree(
        """strftime(make_timestamp(:wall), CASE WHEN :wall % :second = 0 THEN :whole ELSE :exact END)
           || CASE WHEN :wall < :at THEN '-' ELSE '+' END
           || strftime(make_timestamp(abs(:wall - :at)), CASE WHEN (:wall - :at) % :minute = 0 THEN :short ELSE :long END)
        """,
        wall=wall,
        at=instant,
        second=SECOND,
        minute=MINUTE,
        whole="%Y-%m-%dT%H:%M:%S",
        exact="%Y-%m-%dT%H:%M:%S.%f",
        short="%H:%M",
        long="%H:%M:%S",
    )


def seconds_text(microseconds: exp.Expression) -> exp.Expression:
    """A JSON number of seconds, exact: whole, or with the decimals it needs."""
    return tree(
        """CAST(CAST((:us - :us % :second) // :second AS BIGINT) AS VARCHAR)
           || CASE WHEN :us % :second = 0 THEN ''
                   ELSE '.' || rtrim(lpad(CAST(:us % :second AS VARCHAR), 6, '0'), '0') END""",
        us=microseconds,
        second=SECOND,
    )
