"""Instants and windows as people write them in questions, read and written by SQL."""

from __future__ import annotations

from sqlglot import exp

from engine.compiler.sql import case_by, tree
from engine.model.durations import DAY, HOUR, MINUTE, SECOND, Unit

_INSTANT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,6})?)?"
    r"([Zz]|[+-][01][0-9](:?[0-5][0-9])?)?"
)
_BY_TIME = r" *next +business +day +(00:0[1-9]|00:[1-5][0-9]|(0[1-9]|1[0-9]|2[0-3]):[0-5][0-9]|24:00) *"
UNIT_PATTERN = r"^ *([0-9]{1,30}) +((?:business +)?(?:minute|hour|day)|second)s? *$"


def wall_of_text(text: exp.Expr) -> exp.Expr:
    """µs since 1970-01-01 00:00 that an ISO time shows on its wall; NULL for anything else.

    One regular expression says whether it is one; its parts are then where they must be.
    """
    return tree(
        """CASE WHEN regexp_full_match(:t, :pattern) THEN
               date_diff('day', DATE '1970-01-01', TRY_CAST(left(:t, 10) AS DATE)) * :day
               + TRY_CAST(substr(:t, 12, 2) AS BIGINT) * :hour + TRY_CAST(substr(:t, 15, 2) AS BIGINT) * :minute
               + CASE WHEN substr(:t, 17, 1) = ':' THEN TRY_CAST(substr(:t, 18, 2) AS BIGINT) * :second ELSE 0 END
               + CASE WHEN substr(:t, 20, 1) IN ('.', ',')
                   THEN TRY_CAST(rpad(regexp_extract(substr(:t, 21), '^[0-9]+'), 6, '0') AS BIGINT) ELSE 0 END
           END""",
        t=text,
        pattern=_INSTANT,
        day=DAY,
        hour=HOUR,
        minute=MINUTE,
        second=SECOND,
    )


def offset_of(text: exp.Expr) -> exp.Expr:
    """The offset of an ISO time in µs; NULL if it states none. Only for texts that show a time on a wall."""
    return tree(
        """CASE WHEN right(:t, 1) IN ('Z', 'z') THEN 0
                WHEN left(right(:t, 6), 1) IN ('+', '-') THEN :with_colon
                WHEN left(right(:t, 5), 1) IN ('+', '-') THEN :without_colon
                WHEN left(right(:t, 3), 1) IN ('+', '-') THEN :hours_only END""",
        t=text,
        with_colon=_signed(tree("right(:t, 6)", t=text), tree("right(:t, 2)", t=text)),
        without_colon=_signed(tree("right(:t, 5)", t=text), tree("right(:t, 2)", t=text)),
        hours_only=_signed(tree("right(:t, 3)", t=text), tree("'00'")),
    )


def _signed(offset: exp.Expr, minutes: exp.Expr) -> exp.Expr:
    return tree(
        """(TRY_CAST(substr(:offset, 2, 2) AS BIGINT) * :hour + TRY_CAST(:minutes AS BIGINT) * :minute)
           * CASE WHEN left(:offset, 1) = '-' THEN -1 ELSE 1 END""",
        offset=offset,
        minutes=minutes,
        hour=HOUR,
        minute=MINUTE,
    )


def unit_of(window: exp.Expr) -> exp.Expr:
    """The unit of a window like `4 business hours`; NULL for anything else."""
    words = tree("regexp_replace(regexp_extract(:t, :p, 2), ' +', ' ')", t=window, p=UNIT_PATTERN)
    lengths = case_by(words, {unit.value.removesuffix("s"): exp.Literal.string(unit.value) for unit in Unit})
    return tree(
        "CASE WHEN regexp_full_match(:t, :by) THEN :next ELSE :lengths END",
        t=window,
        by=_BY_TIME,
        next=Unit.NEXT_BUSINESS_DAY.value,
        lengths=lengths,
    )


def amount_of(window: exp.Expr) -> exp.Expr:
    """How many of its unit, or the minute of `next business day 16:00`; NULL where it is too many."""
    return tree(
        """CASE WHEN regexp_full_match(:t, :by)
               THEN TRY_CAST(left(right(rtrim(:t), 5), 2) AS BIGINT) * 60 + TRY_CAST(right(rtrim(:t), 2) AS BIGINT)
               ELSE TRY_CAST(regexp_extract(:t, :p, 1) AS BIGINT) END""",
        t=window,
        by=_BY_TIME,
        p=UNIT_PATTERN,
    )


def iso_text(wall: exp.Expr, instant: exp.Expr) -> exp.Expr:
    """ISO 8601 with offset, microseconds only if there are any; NULL if either is."""
    return tree(
        """strftime(make_timestamp(:wall), :whole)
           || CASE WHEN :wall % :second = 0 THEN '' ELSE strftime(make_timestamp(:wall), :fraction) END
           || CASE WHEN :wall < :at THEN '-' ELSE '+' END
           || strftime(make_timestamp(abs(:wall - :at)), :minutes)
           || CASE WHEN (:wall - :at) % :minute = 0 THEN ''
                   ELSE strftime(make_timestamp(abs(:wall - :at)), :seconds) END
        """,
        wall=wall,
        at=instant,
        second=SECOND,
        minute=MINUTE,
        whole="%Y-%m-%dT%H:%M:%S",
        fraction=".%f",
        minutes="%H:%M",
        seconds=":%S",
    )


def seconds_text(microseconds: exp.Expr) -> exp.Expr:
    """A JSON number of seconds, exact: whole, or with the decimals it needs."""
    return tree(
        """CAST(CAST((:us - :us % :second) // :second AS BIGINT) AS VARCHAR)
           || CASE WHEN :us % :second = 0 THEN ''
                   ELSE '.' || rtrim(lpad(CAST(:us % :second AS VARCHAR), 6, '0'), '0') END""",
        us=microseconds,
        second=SECOND,
    )
