"""Whom a clause tells as its time runs, in words."""

from __future__ import annotations

from engine.model.tells import OWNER, Tell
from engine.reports.clauses import plain

THE_OWNER = "the owner of the lead"


def who_is_told(tell: Tell) -> str:
    """Name whom a `tell` tells."""
    return THE_OWNER if tell.who == OWNER else f"the {plain(tell.who)}"


def when_open(tell: Tell) -> str:
    """Say for whose hours a `tell` waits; an empty text where it waits for none."""
    return f", while the calendar {tell.calendar} is open" if tell.calendar else ""
