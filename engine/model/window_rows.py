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
class WindowRow:
    """If `condition` holds at the start, this time is allowed; no condition is `else`, no time is exempt.

    A row that runs by the owner has the calendar that the roster says of that person, else of their team; `calendar` is
    for all others.
    """

    condition: Condition | None
    allowed: Allowed | None
    calendar: str | None = None
    runs_by: RunsBy = RunsBy.NAME
    at: Location | None = field(default=None, compare=False, repr=False)
