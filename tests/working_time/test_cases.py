"""The cases of business time that must come out right, one by one, through SQL."""

from __future__ import annotations

from datetime import date

import pytest

from engine.model.calendars import HolidayCountry, Interval, Override
from engine.model.durations import Unit
from tests.working_time.lookups import Lookups, calendar_of, instant

EVERY_DAY = 7
CLOSED: tuple[Interval, ...] = ()
CHRISTMAS = (
    Override(date(2026, 12, 24), date(2026, 12, 24), (Interval(540, 780),), "Christmas Eve"),
    Override(date(2026, 12, 25), date(2026, 12, 25), CLOSED, "Christmas"),
)
NIGHT = ((Interval(22 * 60, 30 * 60),),) * EVERY_DAY
LUNCH = ((Interval(480, 720), Interval(810, 1080)),) * 5 + (CLOSED,) * 2
CALENDARS = {
    "office": calendar_of(),
    "christmas": calendar_of(overrides=CHRISTMAS),
    "night": calendar_of(weekly=NIGHT),
    "night off": calendar_of(weekly=NIGHT, holidays=(HolidayCountry("US"),)),
    "open all the same": calendar_of(
        holidays=(HolidayCountry("US"),),
        overrides=(Override(date(2026, 12, 25), date(2026, 12, 25), (Interval(600, 720),), "sale"),),
    ),
    "round the clock": calendar_of(weekly=((Interval(0, 1440),),) * EVERY_DAY),
    "lunch": calendar_of("Europe/Berlin", LUNCH),
    "azores": calendar_of("Atlantic/Azores", ((Interval(0, 1440),),) * EVERY_DAY),
    "closed": calendar_of(weekly=(CLOSED,) * EVERY_DAY),
    "spring gap": calendar_of(weekly=((Interval(120, 180), Interval(540, 600)),) * EVERY_DAY),
    "one hour": calendar_of(weekly=((Interval(60, 120),),) * EVERY_DAY),
    "mexico": calendar_of("America/Mexico_City", dates=(date(2022, 1, 1), date(2023, 12, 31))),
    "leap year": calendar_of(dates=(date(2028, 1, 1), date(2028, 12, 31))),
}
NEW_YORK = "America/New_York"
MINUTES, HOURS, DAYS = Unit.MINUTES, Unit.HOURS, Unit.DAYS
B_MINUTES, B_HOURS, B_DAYS = Unit.BUSINESS_MINUTES, Unit.BUSINESS_HOURS, Unit.BUSINESS_DAYS

DUE = {
    "a Saturday arrival is due on Monday": ("office", "2026-01-10T16:30-05:00", 1, B_HOURS, "2026-01-12T10:00-05:00"),
    "the last half hour of Friday": ("office", "2026-01-09T16:30-05:00", 1, B_HOURS, "2026-01-12T09:30-05:00"),
    "exactly at closing is closed": ("office", "2026-01-09T17:00-05:00", 1, B_HOURS, "2026-01-12T10:00-05:00"),
    "four hours from Saturday": ("office", "2026-01-10T16:30-05:00", 4, B_HOURS, "2026-01-12T13:00-05:00"),
    "used up exactly at closing": ("office", "2026-01-08T13:00-05:00", 4, B_HOURS, "2026-01-08T17:00-05:00"),
    "the wall skips an hour": (None, "2026-03-08T01:30-05:00", 1, HOURS, "2026-03-08T03:30-04:00"),
    "the wall repeats an hour": (None, "2026-11-01T00:30-04:00", 2, HOURS, "2026-11-01T01:30-05:00"),
    "round the clock over midnight": (
        "round the clock",
        "2026-01-10T23:50-05:00",
        20,
        B_MINUTES,
        "2026-01-11T00:10-05:00",
    ),
    "from the lunch break": ("lunch", "2026-01-12T12:30+01:00", 30, B_MINUTES, "2026-01-12T14:00+01:00"),
    "across the lunch break": ("lunch", "2026-01-12T11:45+01:00", 30, B_MINUTES, "2026-01-12T13:45+01:00"),
    "across Christmas": ("christmas", "2026-12-24T12:30-05:00", 1, B_HOURS, "2026-12-28T09:30-05:00"),
    "a holiday takes the shift that begins on it, not the one that runs into it": (
        "night off",
        "2026-12-25T05:30-05:00",
        1,
        B_HOURS,
        "2026-12-26T22:30-05:00",
    ),
    "other hours replace a holiday": (
        "open all the same",
        "2026-12-24T16:30-05:00",
        1,
        B_HOURS,
        "2026-12-25T10:30-05:00",
    ),
    "a business day from Monday": ("office", "2026-01-12T10:00-05:00", 1, B_DAYS, "2026-01-13T17:00-05:00"),
    "a business day from Saturday": ("office", "2026-01-10T10:00-05:00", 1, B_DAYS, "2026-01-13T17:00-05:00"),
    "a business day from Friday evening": ("office", "2026-01-09T18:00-05:00", 1, B_DAYS, "2026-01-13T17:00-05:00"),
    "a half day is a day": ("christmas", "2026-12-23T10:00-05:00", 1, B_DAYS, "2026-12-24T13:00-05:00"),
    "a leap day is a working day": ("leap year", "2028-02-28T10:00-05:00", 1, B_DAYS, "2028-02-29T17:00-05:00"),
    "a leap day is a date": (None, "2028-02-28T10:00-05:00", 1, DAYS, "2028-03-01T00:00-05:00"),
    "the last summer of a zone": ("mexico", "2022-10-28T16:30-05:00", 1, B_HOURS, "2022-10-31T09:30-06:00"),
    "a zone that gave up its summer time": ("mexico", "2023-03-31T16:30-06:00", 1, B_HOURS, "2023-04-03T09:30-06:00"),
    "days are dates": (None, "2026-03-20T10:00+01:00", 14, DAYS, "2026-04-04T00:00+02:00"),
    "a window of zero, open": ("office", "2026-01-12T10:00-05:00", 0, B_HOURS, "2026-01-12T10:00-05:00"),
    "a window of zero, closed": ("office", "2026-01-10T10:00-05:00", 0, B_MINUTES, "2026-01-12T09:00-05:00"),
    "a window of zero at closing": ("office", "2026-01-09T17:00-05:00", 0, B_HOURS, "2026-01-12T09:00-05:00"),
    "zero business days, closed": ("office", "2026-01-10T10:00-05:00", 0, B_DAYS, "2026-01-12T09:00-05:00"),
    "zero days": (None, "2026-01-10T10:00-05:00", 0, DAYS, "2026-01-10T10:00-05:00"),
    "zero minutes": (None, "2026-01-10T10:00-05:00", 0, MINUTES, "2026-01-10T10:00-05:00"),
    "a night shift is one working day": ("night", "2026-01-13T02:00-05:00", 1, B_DAYS, "2026-01-14T06:00-05:00"),
    "the night before the first date counts": ("night", "2025-01-01T05:00-05:00", 2, B_HOURS, "2025-01-01T23:00-05:00"),
    "a skipped opening is no opening": (
        "spring gap",
        "2026-03-08T00:30-05:00",
        30,
        B_MINUTES,
        "2026-03-08T09:30-04:00",
    ),
    "a doubled hour is open twice": ("one hour", "2026-11-01T00:00-04:00", 2, B_HOURS, "2026-11-01T02:00-05:00"),
    "beyond the layout": ("office", "2027-12-31T16:59-05:00", 2, B_MINUTES, None),
    "the last minute of the layout": ("office", "2027-12-31T16:59-05:00", 1, B_MINUTES, "2027-12-31T17:00-05:00"),
    "closed for good": ("office", "2027-12-31T17:00-05:00", 0, B_MINUTES, None),
    "before the layout": ("office", "2024-12-31T23:59:59-05:00", 1, B_MINUTES, None),
    "after the layout": ("office", "2028-01-01T00:00-05:00", 0, B_MINUTES, None),
    "before 1970": ("office", "1969-12-31T12:00-05:00", 1, B_DAYS, None),
    "without hours": ("closed", "2026-01-12T10:00-05:00", 1, B_HOURS, None),
    "days without hours": ("closed", "2026-01-12T10:00-05:00", 1, B_DAYS, None),
    "a calendar nobody knows": ("nowhere", "2026-01-12T10:00-05:00", 1, B_HOURS, None),
    "business hours without a calendar": (None, "2026-01-12T10:00-05:00", 1, B_HOURS, None),
    "an absurd amount of hours": (None, "2026-01-12T10:00-05:00", 2**62, HOURS, None),
    "an absurd amount of business days": ("office", "2026-01-12T10:00-05:00", 2**62, B_DAYS, None),
}

ELAPSED = {
    "a night shift that loses an hour": ("night", "2026-03-07T20:00-05:00", "2026-03-08T12:00-04:00", 7 * 3600),
    "a night shift that gains an hour": ("night", "2026-10-31T20:00-04:00", "2026-11-01T12:00-05:00", 9 * 3600),
    "a weekend is no time": ("office", "2026-01-09T17:00-05:00", "2026-01-12T09:00-05:00", 0),
    "elapsed up to closing": ("office", "2026-01-08T13:00-05:00", "2026-01-09T08:00-05:00", 4 * 3600),
    "from Friday to Monday": ("office", "2026-01-09T15:00-05:00", "2026-01-12T11:00-05:00", 4 * 3600),
    "an end before the start": ("office", "2026-01-12T11:00-05:00", "2026-01-12T10:00-05:00", 0),
    "no end yet": ("office", "2026-01-12T11:00-05:00", None, None),
    "an end beyond the layout": ("office", "2026-01-12T11:00-05:00", "2028-01-03T11:00-05:00", None),
    "a doubled midnight counts once": ("azores", "2026-10-24T00:00+00:00", "2026-10-26T00:00-01:00", 49 * 3600),
    "no hours, no time": ("closed", "2026-01-12T11:00-05:00", "2026-01-14T11:00-05:00", 0),
}


@pytest.fixture(scope="module")
def lookups() -> Lookups:
    return Lookups(CALENDARS, ["Europe/Berlin", NEW_YORK])


@pytest.mark.parametrize("case", DUE)
def test_a_window_is_due_when_the_agreement_says(lookups: Lookups, case: str) -> None:
    calendar, start, amount, unit, expected = DUE[case]
    zone = "Europe/Berlin" if "+0" in start else NEW_YORK
    ((_, due),) = lookups.due([(instant(start), calendar, zone, unit, amount)])
    assert due == (None if expected is None else instant(expected))


@pytest.mark.parametrize("case", ELAPSED)
def test_working_time_is_what_lies_in_open_hours(lookups: Lookups, case: str) -> None:
    calendar, start, end, seconds = ELAPSED[case]
    (elapsed,) = lookups.elapsed([(instant(start), end and instant(end), calendar, B_HOURS)])
    assert elapsed == (None if seconds is None else seconds * 10**6)


def test_wall_units_and_days_elapse_on_the_wall(lookups: Lookups) -> None:
    start, end = instant("2026-01-09T15:00-05:00"), instant("2026-01-12T11:00-05:00")
    units = [Unit.SECONDS, MINUTES, HOURS, DAYS]
    assert lookups.elapsed([(start, end, "office", unit) for unit in units]) == [68 * 3600 * 10**6] * 4


def test_a_business_start_while_closed_is_deemed_the_next_opening(lookups: Lookups) -> None:
    start, opening = instant("2026-01-10T16:30-05:00"), instant("2026-01-12T09:00-05:00")
    questions = [(start, "office", NEW_YORK, unit, 1) for unit in (B_MINUTES, B_HOURS, B_DAYS, HOURS, DAYS)]
    assert [deemed for deemed, _ in lookups.due(questions)] == [opening, opening, opening, start, start]


def test_a_due_stop_before_opening_is_late_though_no_working_time_passed(lookups: Lookups) -> None:
    start, stop = instant("2026-01-08T13:00-05:00"), instant("2026-01-09T08:00-05:00")
    ((_, due),) = lookups.due([(start, "office", NEW_YORK, B_HOURS, 4)])
    (elapsed,) = lookups.elapsed([(start, stop, "office", B_HOURS)])
    assert due is not None
    assert stop > due
    assert elapsed == 4 * 3600 * 10**6
