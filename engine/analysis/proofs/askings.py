"""When a condition is asked, and which instants its lengths of time reach back to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.model.durations import DAY, HOUR, Unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.model.durations import Duration

# A day in the middle of a week and of summer, so late that the longest ages that a log can tell of lie before it.
DAY_ASKED = date(2068, 6, 13)
NOON, LAST = 12 * HOUR, DAY - 1
BEYOND = -(2**61)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asking:
    """The instant `at` (µs UTC) at which conditions are asked, in the zone whose dates count."""

    zone: str
    at: int

    def first_counted(self, length: Duration) -> int:
        """Give the first instant of `in_last`."""
        wall = length.microseconds
        return self._midnight_before(length.amount) if wall is None else self.at - wall + 1

    def first_fresh(self, length: Duration) -> int:
        """Give the first instant at which a value can have been set and still be fresh."""
        wall = length.microseconds
        return self._midnight_before(length.amount) if wall is None else self.at - wall

    @property
    def midnight(self) -> int:
        """The first instant of the date of the asking, in the zone."""
        return self._midnight_before(0)

    def _midnight_before(self, days: int) -> int:
        if days >= (DAY_ASKED - EPOCH.date()).days:
            return BEYOND
        return _instant(self.zone, DAY_ASKED - timedelta(days=days), 0)


def askings(zone: str, lengths: Collection[Duration]) -> tuple[tuple[Asking, ...], bool]:
    """Give the instants at which lengths can reach back in different orders, and whether these are all orders.

    Hours are told apart from days by the time of the day; where both end near one midnight, changes of the clocks
    make further orders, which nobody lists.
    """
    hours = {length.microseconds or 0 for length in lengths if length.unit is not Unit.DAYS}
    midnights = {length.amount * DAY for length in lengths if length.unit is Unit.DAYS}
    near = [hour - day for hour in hours for day in midnights if -DAY - HOUR < hour - day < 2 * DAY + HOUR]
    if not near:
        return (Asking(zone, _instant(zone, DAY_ASKED, NOON)),), True
    turns = {between + step for between in near for step in (-1, 0, 1)}
    times = (NOON, *sorted({0, LAST, *(turn for turn in turns if 0 <= turn < DAY)}))
    return tuple(Asking(zone, _instant(zone, DAY_ASKED, at)) for at in times), False


def _instant(zone: str, day: date, since_midnight: int) -> int:
    clock = (EPOCH + timedelta(microseconds=since_midnight)).time()
    at = datetime.combine(day, clock, ZoneInfo(zone))
    return (at.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
