"""Rows of allowed times: which time is allowed under which condition, and whose calendar it runs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.diagnostics import Location
from engine.model.conditions import Condition
from engine.model.durations import Allowed


class RunsBy(StrEnum):
    """Whose calendar a time runs on: one that is named, or that of the lead's owner at the start."""

    NAME = "name"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Arrival:
    """The start lies in a calendar's hours, from an opening on and before the closing; or, `outside`, it doesn't."""

    calendar: str
    outside: bool
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WindowRow:
    """If `condition` holds at the start, and the start `arrives` so, this time is allowed; no time is exempt.

    A row with neither is `else`.

    A row that runs by the owner has the calendar that the roster says of that person, else of their team; `calendar` is
    for all others.
    """

    condition: Condition | None
    allowed: Allowed | None
    calendar: str | None = None
    runs_by: RunsBy = RunsBy.NAME
    arrives: Arrival | None = None
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def is_else(self) -> bool:
        """Tell whether every lead fits it, whenever it comes."""
        return self.condition is None and self.arrives is None
