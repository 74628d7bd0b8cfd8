"""A commitment's figures by owner, team and segment, in the order in which reports show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.evaluation.results import Row
from engine.model.commitments import Period
from engine.reports.commitments import BreakdownRow, period_verdicts


def breakdowns(rows: Iterable[Row], each: Mapping[str, Period], chosen: tuple[str, ...]) -> tuple[BreakdownRow, ...]:
    """Judge rows of `attainment` by each value of each dimension, in the chosen periods."""
    grouped: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        if row["dimension"] != "all":
            grouped[row["dimension"], row["value"]].append(row)
    found = [
        BreakdownRow(dimension, value, verdict)
        for (dimension, value), group in grouped.items()
        for verdict in period_verdicts(group, each)
        if verdict.period in chosen
    ]
    return tuple(sorted(found, key=_order))


def _order(row: BreakdownRow) -> tuple[str, str, str, int, bool, str]:
    """Most broken first within a period; a value that is not known comes last."""
    verdict = row.verdict
    return row.dimension, verdict.period, verdict.version, -verdict.tally.broken, row.value is None, row.value or ""
