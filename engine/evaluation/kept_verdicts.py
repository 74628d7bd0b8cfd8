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
    (µs UTC) before and after looked. A verdict is a state, its reason and when it was due; an open clock has none yet.
    `what` is `restated` for a verdict that became another, `gone` and `late` for clocks that only one run has although
    the other looked late enough to know them; for those that it looked too early for it is `new`, and `decided` for one
    that was open in the earlier look: which of the two looked earlier doesn't matter. `between_as_before` and
    `between_as_after` tell whether the run between gives the same verdict; NULL where there is no such run.

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
    found = connection.execute(_query(seen, between="between" in sides))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _query(seen: Mapping[str, int], *, between: bool) -> str:
    columns = ", ".join(f"{side[0]}.{name} AS {name}_{side}" for name in OF_A_CLOCK for side in ("before", "after"))
    middle = [f"{_verdict('m')} IS NOT DISTINCT FROM {_verdict(side)}" if between else "NULL" for side in ("b", "a")]
    joined = "LEFT JOIN between AS m ON m.clock_id = coalesce(b.clock_id, a.clock_id)" if between else ""
    earlier = "b" if seen["before"] <= seen["after"] else "a"
    return f"""
        SELECT CASE WHEN a.clock_id IS NULL THEN CASE WHEN b.started_at > {seen["after"]:d} THEN 'new' ELSE 'gone' END
                    WHEN b.clock_id IS NULL THEN CASE WHEN a.started_at > {seen["before"]:d} THEN 'new' ELSE 'late' END
                    WHEN {earlier}.state IN {OPEN} THEN 'decided' ELSE 'restated' END AS what,
               coalesce(b.policy, a.policy) AS policy, coalesce(b.commitment, a.commitment) AS commitment,
               coalesce(b.lead_id, a.lead_id) AS lead_id, coalesce(b.clock_id, a.clock_id) AS clock_id,
               {middle[0]} AS between_as_before, {middle[1]} AS between_as_after, {columns}
        FROM before AS b FULL JOIN after AS a ON a.clock_id = b.clock_id {joined}
        WHERE {_verdict("a")} IS DISTINCT FROM {_verdict("b")}
        ORDER BY policy, commitment, lead_id, coalesce(b.started_at, a.started_at), clock_id
    """


def _verdict(side: str) -> str:
    """What a side says of a clock, NULL where it has no such clock; all open clocks are alike."""
    decided = f"struct_pack(state := {side}.state, reason := coalesce({side}.reason, ''), due_at := {side}.due_at)"
    still = "struct_pack(state := 'open', reason := '', due_at := CAST(NULL AS BIGINT))"
    return f"CASE WHEN {side}.clock_id IS NULL THEN NULL WHEN {side}.state IN {OPEN} THEN {still} ELSE {decided} END"
