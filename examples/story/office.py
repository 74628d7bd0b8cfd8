"""When the two offices work. Written here again on purpose: the sample must not lean on the engine it is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRIDAY = 4
SATURDAY = 5


@dataclass(frozen=True)
class Office:
    """Opens at nine on working days; closes at `closes`, on Fridays at `closes_friday` (local hours)."""

    zone: ZoneInfo
    closes: int
    closes_friday: int
    closed: frozenset[date]

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """When the office opens and closes on a local date (UTC), or None."""
        if day.weekday() >= SATURDAY or day in self.closed:
            return None
        closes = self.closes_friday if day.weekday() == FRIDAY else self.closes
        return self._instant(day, 9), self._instant(day, closes)

    def after(self, at: datetime, minutes: int) -> datetime:
        """The instant (UTC) when the office has worked `minutes` since `at`; seconds are carried along."""
        left = timedelta(minutes=minutes)
        day = at.astimezone(self.zone).date()
        while True:
            hours = self.opening(day)
            if hours and hours[1] > at:
                begins = max(hours[0], at)
                if begins + left < hours[1]:
                    return begins + left
                left -= hours[1] - begins
            day += timedelta(days=1)

    def on_friday(self, at: datetime) -> bool:
        """Whether `at` falls on a Friday where the office stands."""
        return at.astimezone(self.zone).weekday() == FRIDAY

    def _instant(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)


def _days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"2026-{text}") for text in texts)


MUNICH = Office(
    ZoneInfo("Europe/Berlin"), 18, 16, _days("01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "05-25", "06-04")
)
NEW_YORK = Office(ZoneInfo("America/New_York"), 18, 17, _days("01-01", "01-19", "02-12", "02-16", "05-25", "06-19"))
