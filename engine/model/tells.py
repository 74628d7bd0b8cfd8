"""Who is told that a clock has come so far, and by whose calendar."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Location

OWNER = "owner"
"""Whoever owns the lead then, in place of a role."""


@dataclass(frozen=True, slots=True)
class Tell:
    """`who` is told when `percent` of the allowed time is gone, as soon as `calendar` is open: else the clock's own."""

    percent: int
    who: str
    calendar: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)
