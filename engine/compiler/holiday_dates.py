"""Public holidays from the `holidays` package, whose version a run records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import holidays

from engine.model.calendars import HolidayCountry


def holiday_names(countries: Iterable[HolidayCountry], first: date, last: date) -> dict[date, str]:
    """Name the holidays of first..last (inclusive), observed days included, by date in order.

    Names are English where the package has them; those of several countries on one date are joined by "; ".
    """
    names: dict[date, dict[str, None]] = {}
    years = range(first.year, last.year + 1)
    for place in countries:
        language = _english(place)
        found = holidays.country_holidays(place.country, subdiv=place.subdivision, years=years, language=language)
        for day, name in found.items():
            if first <= day <= last:
                names.setdefault(day, {})[name] = None
    return {day: "; ".join(names[day]) for day in sorted(names)}


def _english(place: HolidayCountry) -> str | None:
    languages = holidays.country_holidays(place.country, subdiv=place.subdivision).supported_languages
    return next((language for language in ("en_US", "en_GB", "en") if language in languages), None)
