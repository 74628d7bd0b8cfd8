"""Lengths of time as a policy writes them: a whole amount and a unit, never a bare number."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.diagnostics import Location

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Unit(StrEnum):
    """How a length is measured: on the wall, by dates of the policy's zone, or while a calendar is open."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_MINUTES = "business minutes"
    BUSINESS_HOURS = "business hours"
    BUSINESS_DAYS = "business days"
    NEXT_BUSINESS_DAY = "next business day"

    @property
    def on_the_wall(self) -> bool:
        """True for units that run day and night."""
        return self in WALL_LENGTH

    @property
    def while_open(self) -> bool:
        """True for business minutes and business hours: they run while the calendar is open."""
        return self in WORKING_LENGTH

    @property
    def needs_calendar(self) -> bool:
        """True for every business unit."""
        return self.while_open or self in {Unit.BUSINESS_DAYS, Unit.NEXT_BUSINESS_DAY}


WALL_LENGTH = {Unit.SECONDS: SECOND, Unit.MINUTES: MINUTE, Unit.HOURS: HOUR}
WORKING_LENGTH = {Unit.BUSINESS_MINUTES: MINUTE, Unit.BUSINESS_HOURS: HOUR}


@dataclass(frozen=True, slots=True)
class Duration:
    """`amount` whole units, zero or more."""

    amount: int
    unit: Unit
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def microseconds(self) -> int | None:
        """Length on the wall or in working time; None for `days` and `business days`, which count dates."""
        length = WALL_LENGTH.get(self.unit) or WORKING_LENGTH.get(self.unit)
        return None if length is None else self.amount * length

    def __str__(self) -> str:
        unit = self.unit.value
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"


@dataclass(frozen=True, slots=True)
class DueBy:
    """A time on the next business day, in minutes after 00:00 of the calendar's zone; at the latest when it closes.

    It stands wherever a length of time is allowed: its amount is the minute, and it has no length.
    """

    minute: int
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def unit(self) -> Unit:
        """The one unit that is a day rather than a length."""
        return Unit.NEXT_BUSINESS_DAY

    @property
    def amount(self) -> int:
        """The minute of that day."""
        return self.minute

    @property
    def microseconds(self) -> None:
        """None: how long it is depends on the start."""
        return

    def __str__(self) -> str:
        return f"{self.unit.value} {self.minute // 60:02}:{self.minute % 60:02}"


Allowed = Duration | DueBy
"""What a commitment allows: a length of time, or a time on the next business day."""
