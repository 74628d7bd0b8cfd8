"""What a plan says of the work that a change asks for."""

from __future__ import annotations

from engine.documents.plan_words import turned_to
from engine.model.capacities import so_many
from engine.model.durations import DAY
from engine.reports.plan_view import ReplayedVersion
from engine.reports.work import AttemptHours, HoursAWeek, Work

WEEK = 7 * DAY


def work(found: Work) -> str:
    """`76.1 acts a week → 91.3`, at the most, and the attempts that are missing."""
    said = turned_to(
        [f"{per_week(acts, found.span.microseconds)} a week" for acts in (found.acts_before, found.acts_after)]
    )
    if found.missing_before or found.missing_after:
        said += "; attempts missing in what was broken: " + turned_to(
            [f"{n:,}" for n in (found.missing_before, found.missing_after)]
        )
    return said


def per_week(acts: int, span: int) -> str:
    """A number over a span (µs) as so many a week, with one decimal."""
    tenths = (2 * acts * WEEK * 10 + span) // (2 * span)
    return f"{tenths // 10:,}.{tenths % 10}"


def hours(found: HoursAWeek) -> str:
    """Say what attempts take of the hours that there are, before and after."""
    over = ", which is more than there are" if found.after and found.after.hours > found.after.selling else ""
    return turned_to([_hours(side) for side in (found.before, found.after)]) + over


def _hours(side: AttemptHours | None) -> str:
    if side is None:
        return "no capacity stated"
    return f"attempts take up to {so_many(side.hours, 'hours')} a week of {so_many(side.selling, 'selling hours')}"


def adds_work(version: ReplayedVersion) -> list[Work]:
    """The promises that ask for more or less than before."""
    return [w for w in version.work if (w.acts_before, w.missing_before) != (w.acts_after, w.missing_after)]


def tells_work(version: ReplayedVersion) -> bool:
    """Whether the work, or the hours that there are for it, become others."""
    return bool(adds_work(version)) or any(found.before != found.after for found in version.hours)
