"""How long a clock may take: the window rows that could fit, and when each is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.model.agreements import Agreement
from engine.model.calendars import ALWAYS, Calendar
from engine.model.commitments import Commitment, FitAtHandOver
from engine.model.durations import Allowed
from engine.model.window_rows import Arrival, WindowRow

from .calendar import due, elapsed
from .criteria import Asked, ask, wall_length
from .moments import Log
from .owner_calendars import Owned, calendars_by_owner
from .rows import Inputs, LogEvent
from .truth import MET, Truth, every, known, unknown


@dataclass(frozen=True)
class Candidate:
    """A row that could fit. `dues` are by the instant that the start is taken at; `due_at` and `due_last` bound them.

    Without `allowed` the row is exempt; a due that is None then or lies beyond the calendar's layout. `due_bare` is the
    earliest without pauses. `stands` tells that the clock stands still at the end, `may_stand` that it may, with so
    much `remaining`; `counted` are the begins of pauses that count from the first instant, and how much of each does.
    """

    row_no: int
    allowed: Allowed | None
    calendar: str
    dues: Mapping[int, int | None]
    due_bare: int | None = None
    due_at: int | None = None
    due_last: int | None = None
    stands: bool = False
    may_stand: bool = False
    remaining: float | None = None
    counted: tuple[tuple[int, float], ...] = ()


def fitting_rows(
    rows: tuple[WindowRow, ...], asked: Asked, start: LogEvent, calendars: Mapping[str, Calendar]
) -> list[tuple[int, WindowRow]]:
    """The rows that no surely true row stands before, less those that are surely false."""
    found = []
    for number, row in enumerate(rows):
        held = MET if row.condition is None else ask(row.condition, asked)
        came = MET if row.arrives is None else arrived(row.arrives, start, calendars)
        truth = every([held, came]).value
        if truth is not False:
            found.append((number, row))
        if truth is True:
            break
    return found


def arrived(asked: Arrival, start: LogEvent, calendars: Mapping[str, Calendar]) -> Truth:
    """Whether the calendar is open, or closed, at every instant that the start may be."""
    worked_then = elapsed(calendars.get(asked.calendar), start.at, start.until + 1)
    if worked_then not in {0, start.until + 1 - start.at}:
        return unknown("arrival")
    return known((worked_then == 0) is asked.outside)


def candidates_of(  # noqa: PLR0913, PLR0917 - all that decides is given
    commitment: Commitment, log: Log, calendars: Mapping[str, Calendar], asked: Asked, start: LogEvent, inputs: Inputs
) -> list[Candidate]:
    """One for each row that could fit, on each calendar that it could run on."""
    found, agreement = [], log.reign.agreement
    settled_at = settled_after(commitment, start)
    for number, row in fitting_rows(commitment.rows, replace(asked, settled_at=settled_at), start, calendars):
        named = row.calendar or commitment.calendar or agreement.calendar
        for name in calendars_by_owner(row, named, log, Owned(start, settled_at, asked.past.as_of), inputs):
            dues: dict[int, int | None] = {}
            if row.allowed is not None:
                unit, amount, calendar = row.allowed.unit, row.allowed.amount, calendars.get(name)
                dues = {at: due(calendar, agreement.zone, unit, amount, at) for at in (start.at, start.until)}
            found.append(Candidate(number, row.allowed, name, dues))
    return found


def settled_after(commitment: Commitment, start: LogEvent) -> int | None:
    """Until when what decides a row may become known; None where all must be at the start."""
    settles = None if isinstance(commitment, FitAtHandOver) else commitment.settles_within
    return None if settles is None else start.at + wall_length(settles)


def worked(candidate: Candidate, calendars: Mapping[str, Calendar], first: int, last: int) -> int | None:
    """µs from first to last: working time if the row is written in business units, else on the wall."""
    if candidate.allowed is None or not candidate.allowed.unit.needs_calendar:
        return last - first
    return elapsed(calendars.get(candidate.calendar), first, last)


def zone_of(commitment: Commitment, agreement: Agreement, calendars: Mapping[str, Calendar]) -> str:
    """The zone in which days are distinct: that of the commitment's calendar, or the policy's if it has none."""
    name = commitment.calendar or agreement.calendar
    return agreement.zone if name == ALWAYS else calendars[name].zone
