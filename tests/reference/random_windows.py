"""Random allowed times: lengths in every unit, rows with conditions, calendars of their own or of the owner."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from engine.model.calendars import ALWAYS
from engine.model.commitments import Again, Cadence, Response
from engine.model.durations import Allowed, DueBy
from engine.model.window_rows import Arrival, RunsBy, WindowRow

from .random_conditions import conditions
from .small_policies import lasting

Paused = TypeVar("Paused", Response, Cadence)
CALENDARS = ("office", "shifts")
ON_THE_WALL = tuple(
    lasting(t)
    for t in ("0 hours", "5 minutes", "3 hours", "6 hours", "24 hours", "48 hours", "72 hours", "0 days", "2 days")
)
IN_HOURS = tuple(lasting(f"{n} business {unit}") for n, unit in ((0, "hours"), (3, "hours"), (30, "minutes")))
ARRIVALS = tuple(Arrival(name, outside) for name in CALENDARS for outside in (True, False))
BY_TIMES = tuple(DueBy(minute) for minute in (60, 150, 540, 960, 1440))
BY_DAYS = tuple(lasting(f"{n} business days") for n in (0, 1, 2, 9))


@cache
def allowed_times() -> st.SearchStrategy[tuple[Allowed | None, str | None]]:
    """A length, or none at all, and a row's calendar that the length can be counted in."""
    anywhere = st.tuples(st.sampled_from((None, *ON_THE_WALL)), st.sampled_from((None, ALWAYS, *CALENDARS)))
    while_open = st.tuples(st.sampled_from(IN_HOURS + BY_DAYS + BY_TIMES), st.sampled_from((None, *CALENDARS)))
    timed = st.tuples(st.sampled_from(ON_THE_WALL), st.none())
    return timed | while_open | anywhere


@cache
def window_rows(criteria: tuple[str, ...]) -> st.SearchStrategy[tuple[WindowRow, ...]]:
    whose = st.sampled_from((RunsBy.NAME, RunsBy.NAME, RunsBy.OWNER))
    asked = st.builds(
        lambda c, time, by, when: WindowRow(c, *time, by, when),
        conditions(criteria),
        allowed_times(),
        whose,
        st.sampled_from((None, None, *ARRIVALS)),
    )
    arriving = st.builds(
        lambda when, time, by: WindowRow(None, *time, by, when), st.sampled_from(ARRIVALS), allowed_times(), whose
    )
    otherwise = st.builds(lambda time, by: WindowRow(None, *time, by), allowed_times(), whose)
    return st.builds(
        lambda rows, last: (*rows, last), st.just([]) | st.lists(asked | asked | arriving, max_size=2), otherwise
    )


def unmoved(commitment: Paused) -> Paused:
    """No time of the next business day where the clock may stand still: policies that say both don't load."""
    if not commitment.pauses.sources and commitment.again is not Again.CONTINUE:
        return commitment
    rows = (replace(row, allowed=BY_DAYS[1]) if isinstance(row.allowed, DueBy) else row for row in commitment.rows)
    return replace(commitment, rows=tuple(rows))
