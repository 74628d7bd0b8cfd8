"""Who is told how far a clock has come, earliest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.reports.instants import Instant


@dataclass(frozen=True, slots=True)
class Alert:
    """`who`, a role or the owner (`person`, if there is one), is told at `tells`; `is_due`: by the time of the run."""

    alert_id: str
    kind: str
    percent: int
    who: str
    person: str | None
    reached: Instant
    tells: Instant
    is_due: bool


def alerts(rows: Iterable[Row], zone: str) -> tuple[Alert, ...]:
    """Give rows of `alerts` in the order in which they are told."""
    return tuple(
        Alert(
            row["alert_id"],
            row["kind"],
            row["percent"],
            row["who"],
            row["person"],
            Instant(row["at"], zone),
            Instant(row["tell_at"], zone),
            row["is_due"],
        )
        for row in sorted(rows, key=lambda row: (row["tell_at"], row["percent"], row["who"], row["alert_id"]))
    )
