"""Calendars: hours that exist, don't overlap, and lie where the calendar is laid out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Location, error, warning
from engine.model.calendars import ALWAYS, MINUTES_A_DAY, Calendar, Interval, Override

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet

EARLIEST, LATEST = date(1970, 1, 2), date(2069, 12, 30)
WEEK = 7
MOST_SLICES = 100_000


def names_are_free(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a calendar that takes the built-in name `always`."""
    if ALWAYS in policies.calendars:
        at = policies.calendars[ALWAYS].at
        yield error("LP501", at, "`always` is built in: open day and night", "give the calendar another name")


def calendars_have_hours(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell calendars that never open: no clock on them would ever end."""
    for calendar in policies.calendars.values():
        if not any(calendar.weekly) and not any(o.intervals for o in calendar.overrides):
            message = f"calendar `{calendar.name}` never opens"
            yield error("LP502", calendar.at, message, 'add hours, such as `monday: ["09:00-17:00"]`')


def hours_do_not_overlap(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell hours of a day, or of a night and the day after it, that overlap in the week's plan."""
    for calendar in policies.calendars.values():
        for day, hours in enumerate(calendar.weekly):
            yield from _overlaps(calendar.weekly[day - 1], hours)


def overrides_do_not_overlap(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell hours of an override that overlap each other or the day before or after."""
    for calendar in policies.calendars.values():
        for override in calendar.overrides:
            for day in _edge_days(override):
                before, after = day - timedelta(days=1), day + timedelta(days=1)
                yield from _overlaps(_hours(calendar, before), _hours(calendar, day))
                yield from _overlaps(_hours(calendar, day), _hours(calendar, after))


def _overlaps(night: tuple[Interval, ...], day: tuple[Interval, ...]) -> Iterator[Diagnostic]:
    """Tell where a day's hours begin before earlier ones ended; `night` are the hours of the date before."""
    shifted = [(i.opens - MINUTES_A_DAY, i.closes - MINUTES_A_DAY, i) for i in night if i.closes > MINUTES_A_DAY]
    shifted += [(i.opens, i.closes, i) for i in day]
    for (_, closes, before), (opens, _, after) in pairwise(sorted(shifted, key=lambda row: row[:2])):
        if opens < closes:
            where = f" (line {before.at.line})" if before.at else ""
            help_ = f"the hours before end at {closes // 60:02}:{closes % 60:02}{where}; join them or move one"
            yield error("LP503", after.at, "opening hours overlap", help_)


def _edge_days(override: Override) -> set[date]:
    """Give the dates of an override whose neighbours differ: its first two and its last."""
    return {override.first, min(override.first + timedelta(days=1), override.last), override.last}


def _hours(calendar: Calendar, day: date) -> tuple[Interval, ...]:
    covering = (o for o in calendar.overrides if o.first <= day <= o.last)
    override = next(covering, None)
    return calendar.weekly[day.weekday()] if override is None else override.intervals


def overrides_are_apart(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell two overrides of one date."""
    for calendar in policies.calendars.values():
        in_time = sorted(calendar.overrides, key=lambda o: (o.first, o.last))
        for before, after in pairwise(in_time):
            if after.first <= before.last:
                message = f"{after.first} is overridden twice"
                yield error("LP504", after.at, message, f"the other one: `{before.reason}`{_line(before.at)}")


def _line(at: Location | None) -> str:
    return f" on line {at.line}" if at else ""


def overrides_are_laid_out(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell overrides outside the dates for which the calendar is laid out: they would never count."""
    for calendar in policies.calendars.values():
        for override in calendar.overrides:
            if override.first < calendar.first or override.last > calendar.last:
                message = f"an override outside the dates of calendar `{calendar.name}`"
                help_ = f"it is laid out from {calendar.first} until {calendar.last}: widen `laid_out`, or remove it"
                yield error("LP505", override.at, message, help_)


def overrides_run_forward(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell overrides that end before they begin."""
    for calendar in policies.calendars.values():
        for override in calendar.overrides:
            if override.last < override.first:
                message = f"an override from {override.first} until {override.last}"
                yield error("LP506", override.at, message, "`until` is the last date, included")


def calendars_are_laid_out(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell calendars laid out beyond the years that zones are known for."""
    for calendar in policies.calendars.values():
        if calendar.first < EARLIEST or calendar.last > LATEST:
            message = f"calendar `{calendar.name}` is laid out beyond {EARLIEST} to {LATEST}"
            yield error("LP507", calendar.at, message, "shorten `laid_out`")


def hours_share_a_measure(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of hours whose lengths have so small a common measure that laying them out takes many rows.

    Counted from the plan of a week; holidays and changes of the clocks are left out of it.
    """
    for calendar in policies.calendars.values():
        lengths = [i.closes - i.opens for hours in calendar.weekly for i in hours]
        odd = [i.closes - i.opens for override in calendar.overrides for i in override.intervals]
        measure = gcd(*lengths, *odd)
        days = (calendar.last - calendar.first).days + 1
        slices = sum(lengths) * days // WEEK // measure if measure else 0
        if slices > MOST_SLICES:
            message = (
                f"the hours of calendar `{calendar.name}` are measured in pieces of {measure} min: {slices:,} rows"
            )
            help_ = "let its hours be multiples of a quarter of an hour, or lay out fewer years"
            yield warning("LP510", calendar.at, message, help_)
