"""Who had the lead while a clock ran: owners beside a breach with their shares, and hand-overs at the last minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.reports.instants import Instant, Length, length


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """How much of a broken clock's time an owner (None: nobody) had the lead; beside one of them it stands at due.

    `time` is in the clock's own measure; None where it reaches beyond the calendar.
    """

    owner: str | None
    time: Length | None
    at_due: bool


@dataclass(frozen=True, slots=True)
class LateHandOver:
    """The lead changed hands with less than a tenth of a clock's time left."""

    at: Instant
    from_owner: str | None
    to_owner: str | None
    left: Length
    whole: Length


Shares = Mapping[str, tuple[OwnerShare, ...]]
"""The shares by clock id; those of a clock add up to its whole time until due."""


def shares_by_clock(rows: Iterable[Row]) -> Shares:
    """Group rows shaped like `clock_shares`: whom the breach stands beside first, then the longest share first."""
    found: dict[str, list[OwnerShare]] = defaultdict(list)
    for row in rows:
        time = length(row["share"], working=row["in_business"])
        found[row["clock_id"]].append(OwnerShare(row["owner"], time, row["at_due"]))
    return {clock: tuple(sorted(shares, key=_order)) for clock, shares in found.items()}


def share_of_one(row: Row) -> tuple[OwnerShare, ...]:
    """Give a row of `breaches` whose lead was in one hand all the time its only share; () for other rows."""
    if row.get("answered_for") is None:
        return ()
    return (OwnerShare(row["owner"], Length(row["answered_for"], row["in_business"]), at_due=True),)


def late_hand_overs(rows: Iterable[Row], zone: str) -> tuple[LateHandOver, ...]:
    """Give rows of `late_hand_overs`, earliest first."""
    return tuple(
        LateHandOver(
            Instant(row["at"], zone),
            row["from_owner"],
            row["to_owner"],
            Length(row["time_left"], row["in_business"]),
            Length(row["whole"], row["in_business"]),
        )
        for row in sorted(rows, key=lambda row: row["at"])
    )


def _order(share: OwnerShare) -> tuple[bool, int, bool, str]:
    return not share.at_due, -(share.time.microseconds if share.time else 0), share.owner is None, share.owner or ""
