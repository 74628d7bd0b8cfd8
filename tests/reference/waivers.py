"""Whether a waiver covers a clock, one clock at a time."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.waivers import Waiver

from .clocks import Clock
from .criteria import ask
from .rows import Row


def covers(waiver: Waiver, clock: Clock) -> bool:
    """The commitment, the span of starts, the lead and the condition as known at the start: all of them fit."""
    cycle = clock.cycle
    if (waiver.agreement, waiver.commitment) != (cycle.log.reign.agreement.name, cycle.commitment.name):
        return False
    if not waiver.since <= cycle.start.at < waiver.until:
        return False
    if waiver.leads and clock.lead.lead_id not in waiver.leads:
        return False
    return waiver.condition is None or ask(waiver.condition, clock.asked).value is True


def with_waiver(row: Row, clock: Clock, waivers: Sequence[Waiver]) -> Row:
    """The clock's row, waived if anything covers it: what it would have been stands beside, all else stays."""
    nothing = dict.fromkeys(("waiver", "waived_after", "waived_as", "waived_as_reason"))
    if row["state"] in {"not_applicable", "exempt"}:
        return {**row, **nothing}
    covering = sorted((w for w in waivers if covers(w, clock)), key=lambda w: (w.approved_by.begins, w.name))
    if not covering:
        return {**row, **nothing}
    return {
        **row,
        "state": "waived",
        "reason": "waived",
        "waiver": covering[0].name,
        "waived_after": covering[0].approved_by.begins > clock.cycle.start.at,
        "waived_as": row["state"],
        "waived_as_reason": row["reason"],
    }
