"""Random calendars, and the instants at which they go wrong first."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from engine.compiler.zone_history import zone_history
from engine.model.calendars import Calendar, HolidayCountry, Interval, Override
from engine.model.durations import DAY, HOUR, MINUTE
from tests.reference import calendar as reference

# Each zone with a date near which its wall does something unusual.
UNUSUAL = [
    ("America/New_York", date(2026, 3, 8)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # midnight is skipped
    ("America/Sao_Paulo", date(2019, 2, 17)),  # the hour before midnight is doubled
    ("Pacific/Apia", date(2011, 12, 30)),  # the whole date is skipped
    ("Asia/Kathmandu", date(2026, 6, 1)),  # 5:45 from UTC, no change
    ("America/St_Johns", date(2006, 10, 29)),  # a minute after midnight, back to the day before
    ("America/Havana", date(2026, 11, 1)),  # the hour after midnight is doubled
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("UTC", date(2024, 2, 29)),
]


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar of some weeks around an unusual date; shifts of two dates do not overlap on the wall."""
    zone, near = draw(st.sampled_from(UNUSUAL))
    minutes = st.integers(0, 95).map(lambda quarter: quarter * 15) | st.integers(0, 1440)
    days = [sorted(draw(st.lists(minutes, unique=True, max_size=6))) for _ in range(7)]
    weekly = []
    for n, marks in enumerate(days):
        tomorrow = days[(n + 1) % 7]
        until = 1440 + (tomorrow[0] if tomorrow else draw(st.integers(0, 600)))
        closes = [*marks, draw(st.integers(1440, until))][1 : len(marks) + 1 : 2]
        weekly.append(tuple(Interval(a, b) for a, b in zip(marks[::2], closes, strict=True)))
    first = near - timedelta(days=draw(st.integers(0, 12)))
    overrides = tuple(
        Override(day, day + timedelta(days=draw(st.integers(0, 2))), hours, "other hours")
        for day in draw(st.lists(st.integers(-2, 14).map(lambda n: first + timedelta(days=n)), max_size=3))
        for hours in [draw(st.sampled_from([(), (Interval(600, 840),), (Interval(0, 1440),)]))]
    )
    holidays = draw(st.sampled_from([(), (HolidayCountry("US"),), (HolidayCountry("DE", "BY"), HolidayCountry("BR"))]))
    last = near + timedelta(days=draw(st.integers(1, 25)))
    return Calendar("random", "Random", zone, tuple(weekly), holidays, overrides, first, last)


def interesting_instants(calendar: Calendar, random: Random, count: int) -> list[int]:
    """Openings, closings, changes of the zone and midnights, a microsecond around them, and any others."""
    zone = zone_history(calendar.zone)
    begins = reference.instants(calendar.zone, calendar.first, 0)[0] - DAY
    ends = reference.instants(calendar.zone, calendar.last, 1440)[0] + DAY
    edges = [at for i in reference.intervals(calendar) for at in (i.opens, i.closes)]
    edges += [at + hour for at in zone.changes if begins < at < ends for hour in (-HOUR, 0, HOUR)]
    edges += range(begins - begins % DAY, ends, DAY)
    near = [random.choice(edges) + random.choice([-MINUTE, -1, 0, 0, 1, MINUTE]) for _ in range(count // 2)]
    return near + [random.randrange(begins, ends) for _ in range(count - len(near))]
