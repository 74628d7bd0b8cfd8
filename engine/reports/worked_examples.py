"""When something is due that starts on a Friday afternoon or a Saturday, asked of the tables that judge leads."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from engine.evaluation.calendar_answers import answer
from engine.model.agreements import Agreement
from engine.model.calendars import ALWAYS
from engine.model.durations import Allowed
from engine.model.policy_set import PolicySet
from engine.reports.instants import EPOCH, Instant

FRIDAY_AFTERNOON, SATURDAY_MORNING = time(16, 40), time(11, 0)
FRIDAY, WEEKS_LOOKED_THROUGH = 4, 53
Asked = tuple[str, Allowed]
"""A calendar's name and an allowed time."""


@dataclass(frozen=True, slots=True)
class Example:
    """A clock that starts then is due then; without `due`, `why_not` tells what keeps it from being told."""

    starts: Instant
    due: Instant | None
    why_not: str = ""


def example_starts(agreement: Agreement, special: Container[date]) -> tuple[Instant, Instant]:
    """Choose Friday 16:40 and Saturday 11:00 of the first ordinary week that a version is in force.

    Ordinary is a week whose Friday and next Monday are not among the `special` dates (holidays, exceptions). So the
    example stays the same as long as the policies do, whenever it is printed.
    """
    begins = Instant(agreement.starts, agreement.zone).local.date()
    first = begins + timedelta(days=(FRIDAY - begins.weekday()) % 7 or 7)
    fridays = [first + timedelta(weeks=n) for n in range(WEEKS_LOOKED_THROUGH)]
    friday = next((f for f in fridays if f not in special and f + timedelta(days=3) not in special), first)
    at = ((friday, FRIDAY_AFTERNOON), (friday + timedelta(days=1), SATURDAY_MORNING))
    return (_instant(*at[0], agreement.zone), _instant(*at[1], agreement.zone))


def examples(
    policies: PolicySet, asked: Iterable[Asked], starts: Sequence[Instant]
) -> Mapping[tuple[Asked, Instant], Example]:
    """Answer all at once, for each of `starts` and printed in its zone, as `leadpact calendar` does with `--within`.

    Times on the wall ask no calendar, so that none needs to be laid out for them.
    """
    questions = [(one, start) for one in dict.fromkeys(asked) for start in starts]
    lines, found = [json.dumps(_question(*one)) for one in questions], BytesIO()
    answer(policies, BytesIO("\n".join(lines).encode()), found)
    answers = [json.loads(line) for line in found.getvalue().splitlines()]
    return {one: _example(one[1], told) for one, told in zip(questions, answers, strict=True)}


def _question(asked: Asked, starts: Instant) -> dict[str, str]:
    calendar, allowed = asked
    name = calendar if allowed.unit.needs_calendar else ALWAYS
    return {"calendar": name, "from": starts.local.isoformat(), "within": str(allowed), "zone": starts.zone}


def _example(starts: Instant, told: Mapping[str, str]) -> Example:
    if "due" not in told:
        return Example(starts, None, told["error"])
    due = datetime.fromisoformat(told["due"])
    return Example(starts, Instant((due - EPOCH) // timedelta(microseconds=1), starts.zone))


def _instant(day: date, at: time, zone: str) -> Instant:
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return Instant((wall - EPOCH) // timedelta(microseconds=1), zone)
