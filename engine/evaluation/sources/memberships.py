"""Who belongs to which team, from which instant until which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.compiler.sql import select
from engine.compiler.zone_history import day_number
from engine.evaluation.sources.statements import drop, make_table
from engine.model.people import Roster

if TYPE_CHECKING:
    from datetime import date

    import duckdb

ALWAYS = 1 << 62
_MEMBERSHIPS = """
SELECT m.actor, m.team, m.party, m.calendar,
  CASE WHEN m.first IS NULL THEN -:always ELSE coalesce(f.begins, -:always) END AS since,
  CASE WHEN m.last IS NULL THEN :always ELSE coalesce(l.ends, :always) END AS until
FROM roster_rows AS m
LEFT JOIN source_days AS f ON f.zone = m.zone AND f.day = m.first
LEFT JOIN source_days AS l ON l.zone = m.zone AND l.day = m.last
ORDER BY m.actor, since, m.team, m.party, until, m.calendar
"""


def lay_down_memberships(connection: duckdb.DuckDBPyConnection, rosters: Sequence[Roster]) -> None:
    """Make the relation `memberships`: half-open instants (µs), ±2^62 where a membership has no bound."""
    rows = [
        (m.person, m.team, team.party, m.calendar or team.calendar, roster.zone, _day(m.first), _day(m.last))
        for roster in rosters
        for team in roster.teams
        for m in roster.memberships
        if m.team == team.id
    ]
    columns = [list(values) for values in zip(*rows, strict=True)] if rows else [[] for _ in range(7)]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE roster_rows AS SELECT unnest(CAST(? AS VARCHAR[])) AS actor,"
        " unnest(CAST(? AS VARCHAR[])) AS team, unnest(CAST(? AS VARCHAR[])) AS party,"
        " unnest(CAST(? AS VARCHAR[])) AS calendar,"
        " unnest(CAST(? AS VARCHAR[])) AS zone, unnest(CAST(? AS BIGINT[])) AS first,"
        " unnest(CAST(? AS BIGINT[])) AS last",
        columns,
    ).fetchall()
    make_table(connection, "memberships", select(_MEMBERSHIPS, always=ALWAYS))
    drop(connection, "roster_rows")


def _day(date: date | None) -> int | None:
    return None if date is None else day_number(date)
