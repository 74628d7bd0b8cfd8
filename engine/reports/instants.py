"""Points and lengths of time as views carry them: whole microseconds, with what is needed to print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time, µs UTC, to be printed in `zone` (IANA)."""

    at: int
    zone: str

    @property
    def local(self) -> datetime:
        """The same instant as a wall time of `zone`."""
        return (EPOCH + timedelta(microseconds=self.at)).astimezone(_zone(self.zone))


def midnight(day: date, zone: str) -> Instant:
    """The first instant of a date; a midnight that a change of the clocks skips is the first one after the gap."""
    begins = datetime(day.year, day.month, day.day, tzinfo=_zone(zone))
    return Instant((begins - EPOCH) // timedelta(microseconds=1), zone)


@dataclass(frozen=True, slots=True)
class Length:
    """A length in µs, on the wall or, if `working`, while a calendar was open."""

    microseconds: int
    working: bool = False


def instant(at: int | None, zone: str) -> Instant | None:
    """Give None for no instant."""
    return None if at is None else Instant(at, zone)


def length(microseconds: int | None, *, working: bool = False) -> Length | None:
    """Give None for no length."""
    return None if microseconds is None else Length(microseconds, working)
