"""Verdicts as runs left them behind, in Parquet files of clocks, held against each other clock by clock."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.evaluation.engines.duckdb import connect
from engine.evaluation.results import Row

OF_A_CLOCK = ("version", "state", "reason", "started_at", "due_at", "stopped_at", "node")
OPEN = "('running', 'at_risk', 'paused')"


class NoVerdictsError(Exception):
    """A file that holds no clocks as a run writes them; the text names it."""


def turned(sides: Mapping[str, Path], seen: Mapping[str, int]) -> list[Row]:
    """Give every clock that two runs don't tell alike, in an order of its own.

    `sides` are the files of clocks of `before` and `after`, and perhaps of a run `between`; `seen` tells as of when
    (µs UTC) before and after looked. `what` is `restated` for a verdict that became another, `gone` and `late` for
    clocks that one run has and the other should have had, `decided` for one that was open, `new` for one that began
    since. States of `between` are empty where there is no such run, and `none` where it has no such clock.

    Raises:
        NoVerdictsError: a file is none.
    """
    import duckdb  # noqa: PLC0415 - 0.2 s that only a comparison should pay

    connection = connect()
    for side, path in sides.items():
        told = str(path).replace("'", "''")
        columns = ", ".join(("policy", "commitment", "lead_id", "clock_id", *OF_A_CLOCK))
        try:
            connection.execute(f"CREATE TABLE {side} AS SELECT {columns} FROM read_parquet('{told}')")
        except duckdb.Error as fault:
            raise NoVerdictsError(f"`{path}` holds no verdicts of a run") from fault
    found = connection.execute(_query(between="between" in sides), [seen["before"]])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _query(*, between: bool) -> str:
    columns = ", ".join(f"{side[0]}.{name} AS {name}_{side}" for name in OF_A_CLOCK for side in ("before", "after"))
    middle = "coalesce(m.state, 'none')" if between else "''"
    joined = "LEFT JOIN between AS m ON m.clock_id = coalesce(b.clock_id, a.clock_id)" if between else ""
    return f"""
        SELECT CASE WHEN a.clock_id IS NULL THEN 'gone'
                    WHEN b.clock_id IS NULL THEN CASE WHEN a.started_at > ? THEN 'new' ELSE 'late' END
                    WHEN b.state IN {OPEN} THEN 'decided' ELSE 'restated' END AS what,
               coalesce(b.policy, a.policy) AS policy, coalesce(b.commitment, a.commitment) AS commitment,
               coalesce(b.lead_id, a.lead_id) AS lead_id, coalesce(b.clock_id, a.clock_id) AS clock_id,
               {middle} AS state_between, {columns}
        FROM before AS b FULL JOIN after AS a ON a.clock_id = b.clock_id {joined}
        WHERE a.state IS DISTINCT FROM b.state AND NOT (coalesce(b.state IN {OPEN} AND a.state IN {OPEN}, FALSE))
        ORDER BY policy, commitment, lead_id, coalesce(b.started_at, a.started_at), clock_id
    """
