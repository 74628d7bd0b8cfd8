"""Waivers: what both parties agreed not to count, by lead or by condition, over a span of clock starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Location
from engine.model.conditions import Condition


@dataclass(frozen=True, slots=True)
class Approval:
    """Who of which party approved, and on which date; `begins` is 00:00 of it in the agreement's zone (µs UTC)."""

    party: str
    name: str
    on: date
    begins: int


@dataclass(frozen=True, slots=True)
class Waiver:
    """Clocks of a commitment that started in [since, until) (µs UTC) and that both parties leave out of its share.

    `leads` empty are all; `condition` is asked at the clock's start and must be met. Where both are given, both hold.
    """

    name: str
    agreement: str
    commitment: str
    leads: tuple[str, ...]
    condition: Condition | None
    since: int
    until: int
    reason: str
    requested_by: str
    approved_by: Approval
    at: Location | None = field(default=None, compare=False, repr=False)
