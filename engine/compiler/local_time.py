"""Local dates and periods of instants, through `zone_days` and `local_days`."""

from __future__ import annotations

from sqlglot import exp

from engine.compiler.sql import column, select, tree
from engine.model.durations import DAY


def with_local_day(of: str, instant: str, zone: exp.Expr, name: str) -> exp.Query:
    """Add column `name`: the local date, in days since 1970-01-01, of column `instant` in a zone.

    `zone` is a literal, or a column of the relation under the alias `o`. NULL beyond the years laid out.
    """
    at = column(instant, "o")
    return select(
        """SELECT o.*, :day AS :name FROM :of AS o
           LEFT JOIN zone_days AS z ON z.zone = :zone AND z.day = :utc_day""",
        of=exp.to_identifier(of),
        name=exp.to_identifier(name, quoted=True),
        day=local_day_of(at, "z"),
        zone=zone,
        utc_day=utc_day(at),
    )


def with_periods(of: str, instant: str, zone: exp.Expr) -> exp.Query:
    """Add `month` (`2026-06`), `quarter` (`2026-Q2`) and `year` of an instant; arguments as above."""
    at = column(instant, "o")
    return select(
        """SELECT o.*, l.month AS "month", l.quarter AS "quarter", l.year AS "year" FROM :of AS o
           LEFT JOIN zone_days AS z ON z.zone = :zone AND z.day = :utc_day
           LEFT JOIN local_days AS l ON l.zone = z.zone AND l.day = :day""",
        of=exp.to_identifier(of),
        zone=zone,
        utc_day=utc_day(at),
        day=local_day_of(at, "z"),
    )


def utc_day(instant: exp.Expr) -> exp.Expr:
    """Days since 1970-01-01 UTC; NULL before, where no calendar and no zone is laid out."""
    return tree("CASE WHEN :at >= 0 THEN CAST((:at - :at % :day) // :day AS BIGINT) END", at=instant, day=DAY)


def wall_of(instant: exp.Expr, zone_days: str) -> exp.Expr:
    """The time on the wall, in µs since 1970-01-01 00:00, given the alias of the instant's `zone_days` row."""
    return tree(
        ":at + CASE WHEN :at < :changes THEN :before ELSE :after END",
        at=instant,
        changes=column("changes_at", zone_days),
        before=column("offset_before", zone_days),
        after=column("offset_after", zone_days),
    )


def local_day_of(instant: exp.Expr, zone_days: str) -> exp.Expr:
    """The local date in days since 1970-01-01, given the alias of the instant's `zone_days` row."""
    wall = wall_of(instant, zone_days)
    # A day is added and taken back: the wall may show 1969, and `//` is exact for non-negative numbers only.
    return tree(
        "CAST((:wall + :day - (:wall + :day) % :day) // :day AS BIGINT) - 1",
        wall=wall,
        day=DAY,
    )


def first_instant_of_wall(wall: exp.Expr, local_days: str) -> exp.Expr:
    """The instant of a time on the wall, given the alias of its `local_days` row.

    The first occurrence of a doubled time; the first instant after the gap for a skipped one.
    """
    return tree(
        """CASE WHEN :wall < :changes THEN :wall - :before
                WHEN :wall < :resumes THEN :changes - :before
                ELSE :wall - :after END""",
        wall=wall,
        changes=column("changes_at_wall", local_days),
        resumes=column("resumes_at_wall", local_days),
        before=column("offset_before", local_days),
        after=column("offset_after", local_days),
    )
