"""Lengths of time, dates and instants from their text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.loading.located_tree import Block, word
from engine.model.durations import SECOND, Allowed, DueBy, Duration, Unit

if TYPE_CHECKING:
    from engine.loading.located_tree import Node

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DATE_LENGTH = len("2026-04-01")


def read_duration(node: Node) -> Duration:
    """Read `4 business hours`; the shape was checked."""
    text = word(node)
    amount, _, unit = text.partition(" ")
    return Duration(int(amount), Unit(unit if unit.endswith("s") else f"{unit}s"), text.at)


def duration_under(mapping: Block, key: str) -> Duration | None:
    """Read the length of time under a key that may be missing."""
    node = mapping.get(key)
    return None if node is None else read_duration(node)


def read_allowed(node: Node) -> Allowed | None:
    """Read a length of time, `by:` with a time of the next business day, or None for `none`: freed from the duty."""
    if isinstance(node, Block):
        return _read_by(node["by"])
    return None if word(node) == "none" else read_duration(node)


def _read_by(node: Node) -> DueBy:
    """Read `next business day 16:00`; the shape was checked."""
    text = word(node)
    hours, minutes = text.rsplit(" ", 1)[1].split(":")
    return DueBy(int(hours) * 60 + int(minutes), text.at)


def date_under(mapping: Block, key: str) -> date | None:
    """Read the date under a key that may be missing."""
    node = mapping.get(key)
    return None if node is None else date.fromisoformat(word(node))


def first_instant(text: str, zone: str) -> int:
    """Give µs UTC of an instant, or of 00:00 of a date in `zone`."""
    if len(text) > DATE_LENGTH:
        return _micros(datetime.fromisoformat(text))
    return _midnight(date.fromisoformat(text), zone)


def following_instant(text: str, zone: str) -> int:
    """Give µs UTC of an instant, or of 24:00 of a date in `zone`."""
    if len(text) > DATE_LENGTH:
        return _micros(datetime.fromisoformat(text))
    return _midnight(date.fromisoformat(text) + timedelta(days=1), zone)


def _midnight(day: date, zone: str) -> int:
    """A midnight that a DST change skips is the first instant after the gap: `fold=0` keeps the older offset."""
    return _micros(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))


def _micros(at: datetime) -> int:
    apart = at.replace(tzinfo=UTC) - EPOCH - (at.utcoffset() or timedelta())
    return (apart.days * 86_400 + apart.seconds) * SECOND + apart.microseconds
