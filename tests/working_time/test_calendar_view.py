"""The weeks and special dates of a calendar, as people see them."""

from __future__ import annotations

from datetime import date

from engine.model.calendars import HolidayCountry, Interval, Override
from engine.reports.calendar_week import calendar_view
from tests.working_time.lookups import OFFICE, calendar_of

HOUR = 3600 * 10**6


def test_a_week_shows_holidays_half_days_and_why() -> None:
    eve = Override(date(2026, 12, 24), date(2026, 12, 24), (Interval(540, 780),), "Christmas Eve")
    calendar = calendar_of("Europe/Berlin", holidays=(HolidayCountry("DE", "BY"),), overrides=(eve,))
    view = calendar_view(calendar, date(2026, 12, 23), 1)
    ((monday, *_, thursday, friday, saturday, sunday),) = view.weeks
    assert (monday.day, sunday.day) == (date(2026, 12, 21), date(2026, 12, 27))
    assert (monday.hours, monday.working.microseconds) == (OFFICE, 8 * HOUR)
    assert (thursday.override, thursday.working.microseconds) == ("Christmas Eve", 4 * HOUR)
    assert (friday.holiday, friday.hours, friday.working.microseconds) == ("Christmas Day", (), 0)
    assert saturday.hours == ()


def test_special_dates_are_those_of_the_subdivision() -> None:
    def holidays(subdivision: str) -> dict[date, str]:
        place = HolidayCountry("DE", subdivision)
        view = calendar_view(calendar_of("Europe/Berlin", holidays=(place,)), date(2026, 1, 1), 1)
        return {day.day: day.holiday for day in view.special_days}

    assert holidays("BY")[date(2026, 1, 6)] == "Epiphany"
    assert date(2026, 1, 6) not in holidays("BE")


def test_a_short_night_shows_its_real_hours() -> None:
    view = calendar_view(calendar_of(weekly=((Interval(22 * 60, 30 * 60),),) * 7), date(2026, 3, 7), 1)
    working = {day.day: day.working.microseconds // HOUR for week in view.weeks for day in week}
    assert (working[date(2026, 3, 6)], working[date(2026, 3, 7)]) == (8, 7)


def test_only_dates_that_are_laid_out_are_shown() -> None:
    view = calendar_view(calendar_of(dates=(date(2026, 1, 1), date(2026, 1, 31))), date(2026, 1, 1), 2)
    assert [len(week) for week in view.weeks] == [4, 7]
    assert calendar_view(calendar_of(), date(2040, 1, 1), 2).weeks == ()
