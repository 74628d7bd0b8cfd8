"""When the offset of a zone changes, and what a time on its wall means as an instant."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from engine.model.durations import DAY, MICROSECOND, SECOND

EPOCH = date(1970, 1, 1)
FIRST_DATE = EPOCH
LAST_DATE = date(2069, 12, 31)
_DAYS = (LAST_DATE - EPOCH).days + 1
_PROBE = 3 * DAY


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True)
class ZoneHistory:
    """The offsets of a zone from 1970 to 2069, in µs: local time = instant + offset.

    `changes[i]` is the instant from which `offsets[i + 1]` is valid instead of `offsets[i]`.
    `leaves[i]` is the time on the wall at which the old offset ends, `resumes[i]` the one at which
    the new offset begins: `resumes > leaves` skips wall time, `resumes < leaves` doubles it.
    """

    name: str
    changes: tuple[int, ...]
    offsets: tuple[int, ...]
    leaves: tuple[int, ...]
    resumes: tuple[int, ...]

    def opening(self, wall: int) -> int:
        """The instant at which something opens at `wall` (µs since 1970-01-01 00:00 on the wall).

        The first instant after the gap for a skipped time, the first occurrence of a doubled one.
        """
        run = bisect_right(self.leaves, wall)
        if run and wall < self.resumes[run - 1]:
            return self.changes[run - 1]
        return wall - self.offsets[run]

    def closing(self, wall: int) -> int:
        """Like `opening` for the end of an interval: the second occurrence of a doubled time."""
        run = bisect_right(self.resumes, wall)
        if run < len(self.changes) and wall >= self.leaves[run]:
            return self.changes[run]
        return wall - self.offsets[run]


@cache
def zone_history(name: str) -> ZoneHistory:
    """Find the changes of a zone in the tzdata package, whose version a run records.

    A probe every three days: since 1970 no zone has changed its offset twice within six. Raises
    ZoneInfoNotFoundError (a KeyError) for a name that the package does not have.
    """
    zone = ZoneInfo(name)
    probes = range(-_PROBE // SECOND, (_DAYS * DAY + 2 * _PROBE) // SECOND, _PROBE // SECOND)
    found = [datetime.fromtimestamp(second, zone).utcoffset() for second in probes]
    changes: list[int] = []
    offsets = [_microseconds(found[0])]
    for i in range(1, len(found)):
        if found[i] != found[i - 1]:
            changes.append(_first_second_of(found[i], zone, probes[i - 1], probes[i]) * SECOND)
            offsets.append(_microseconds(found[i]))
    return ZoneHistory(
        name,
        tuple(changes),
        tuple(offsets),
        tuple(at + before for at, before in zip(changes, offsets, strict=False)),
        tuple(at + after for at, after in zip(changes, offsets[1:], strict=True)),
    )


def _first_second_of(offset: timedelta | None, zone: ZoneInfo, before: int, after: int) -> int:
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def _microseconds(offset: timedelta | None) -> int:
    return (offset or timedelta()) // timedelta(microseconds=MICROSECOND)
