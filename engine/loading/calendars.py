"""A business calendar from its tree."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine.loading.located_tree import block, nodes, word, word_under, words
from engine.model.calendars import MINUTES_A_DAY, Calendar, HolidayCountry, Interval, Override

if TYPE_CHECKING:
    from engine.loading.located_tree import Block, Node
    from engine.model.written import Written

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_calendar(document: Block) -> Calendar:
    """Read a calendar; the shape was checked."""
    laid_out, hours = block(document["laid_out"]), block(document["hours"])
    return Calendar(
        name=word(document["calendar"]),
        title=word(document["title"]),
        zone=word(document["zone"]),
        weekly=tuple(_intervals(hours.get(day)) for day in WEEKDAYS),
        holidays=tuple(_country(block(node)) for node in nodes(document.get("holidays"))),
        overrides=tuple(_override(block(node)) for node in nodes(document.get("overrides"))),
        first=date.fromisoformat(word(laid_out["from"])),
        last=date.fromisoformat(word(laid_out["until"])),
        at=word(document["calendar"]).at,
    )


def _intervals(node: Node | None) -> tuple[Interval, ...]:
    return tuple(sorted((_interval(text) for text in words(node)), key=lambda i: (i.opens, i.closes)))


def _interval(text: Written) -> Interval:
    """Read `22:00-06:00`, also with a dash: a close that is not after the opening is on the next day."""
    opens, closes = (_minutes(part) for part in re.split(" ?[\u2013-] ?", text))
    return Interval(opens, closes if closes > opens else closes + MINUTES_A_DAY, text.at)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _country(mapping: Block) -> HolidayCountry:
    country = word(mapping["country"])
    return HolidayCountry(country, word_under(mapping, "subdivision"), country.at)


def _override(mapping: Block) -> Override:
    first = word(mapping["date"] if "date" in mapping else mapping["from"])
    last = word(mapping["date"] if "date" in mapping else mapping["until"])
    return Override(
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        intervals=_intervals(mapping.get("hours")),
        reason=word(mapping["reason"]),
        at=first.at,
    )
