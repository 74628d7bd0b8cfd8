"""Promises that can't be kept, or not by the party that owes them, or that another one makes void."""

from __future__ import annotations

from itertools import product
from math import inf
from typing import TYPE_CHECKING

from engine.analysis.uses import acceptances, with_schema
from engine.diagnostics import warning
from engine.model.commitments import Cadence, Response
from engine.model.durations import DAY, HOUR, MINUTE, Unit
from engine.model.moments import EventHappens
from engine.model.window_rows import RunsBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement
    from engine.model.calendars import Calendar
    from engine.model.commitments import Acceptance
    from engine.model.durations import Allowed
    from engine.model.lead_schema import LeadSchema
    from engine.model.policy_set import PolicySet
    from engine.model.window_rows import WindowRow

WEEK = 7 * DAY
PARTIES = {"marketing", "sales"}


def attempts_fit_their_time(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of cadences whose attempts, days or spacing never fit into an allowed time on the wall."""
    for agreement in policies.agreements:
        for cadence in (c for c in agreement.commitments if isinstance(c, Cadence)):
            for allowed in (row.allowed for row in cadence.rows if row.allowed):
                message = _misfit(cadence, allowed)
                if message:
                    yield warning("LP917", allowed.at, message, "allow more time, or ask for less")


def _misfit(cadence: Cadence, allowed: Allowed) -> str:
    """Say what doesn't fit into an allowed time; nothing of business time, as closed days give room."""
    attempts, spacing = cadence.attempts, cadence.attempts.one_if_within
    if allowed.unit.needs_calendar:
        return ""
    wall = allowed.microseconds
    dates = allowed.amount + 1 if wall is None else (wall + HOUR) // DAY + 2
    if attempts.days > dates:
        return f"`{allowed}` touch {dates} dates at most, and `{cadence.name}` asks for attempts on {attempts.days}"
    longest = (allowed.amount + 1) * DAY + HOUR if wall is None else wall
    apart = (spacing.microseconds or 0) * (attempts.at_least - 1) if spacing else 0
    if apart > longest:
        return f"{attempts.at_least} attempts, `{spacing}` apart from each other, take longer than `{allowed}`"
    return ""


def responses_come_before_answers(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of responses that may take longer than the acceptance of the very same start."""
    for agreement in policies.agreements:
        for response in (c for c in agreement.commitments if isinstance(c, Response)):
            for acceptance in acceptances(agreement):
                alike = set(response.starts) == set(acceptance.starts) and response.owed_by == acceptance.owed_by
                longer = next(_longer(policies, agreement, response, acceptance), None) if alike else None
                if longer is not None:
                    message = (
                        f"`{response.name}` may take `{longer}`, longer than `{acceptance.name}` of the same start"
                    )
                    help_ = "whoever accepts a lead has looked at it: allow the first response less, or the answer more"
                    yield warning("LP918", longer.at, message, help_)


def _longer(policies: PolicySet, agreement: Agreement, response: Response, acceptance: Acceptance) -> Iterator[Allowed]:
    """Give the times of a response that are longer than one of the acceptance that some lead gets as well.

    That is sure of the last rows of both, and of any two where one of the commitments has a single row.
    """
    single = 1 in {len(response.rows), len(acceptance.rows)}
    last = (response.rows[-1], acceptance.rows[-1])
    for one, other in product(response.rows, acceptance.rows) if single else [last]:
        if one.allowed is None or other.allowed is None:
            continue
        names = agreement.calendar_of(response, one), agreement.calendar_of(acceptance, other)
        (way, length), (other_way, other_length) = _length(one), _length(other)
        if names[0] == names[1] and way == other_way:
            if length > other_length:
                yield one.allowed
        elif _least(one.allowed) > _most(other, policies.calendars.get(names[1] or "")):
            yield one.allowed


def _least(allowed: Allowed) -> int:
    """Give a time on the wall that no start falls short of, in µs: hours of work take as many on the wall, or more."""
    if allowed.unit is Unit.NEXT_BUSINESS_DAY:
        return 0
    return (allowed.amount - 1) * DAY if allowed.microseconds is None else allowed.microseconds


def _most(row: WindowRow, calendar: Calendar | None) -> float:
    """Give a time on the wall that no start exceeds in weeks without a holiday, in µs; endless where that is unsure."""
    allowed = row.allowed
    if allowed is None or (allowed.unit.needs_calendar and (calendar is None or row.runs_by is RunsBy.OWNER)):
        return inf
    if not allowed.unit.needs_calendar:
        return (allowed.amount + 1) * DAY + HOUR if allowed.microseconds is None else allowed.microseconds
    weekly = calendar.weekly if calendar else ()
    days, work = sum(map(bool, weekly)), sum(i.closes - i.opens for hours in weekly for i in hours) * MINUTE
    if not days:
        return inf
    weeks = allowed.amount // days + 2 if allowed.microseconds is None else allowed.microseconds // work + 2
    return weeks * WEEK


def _length(row: WindowRow) -> tuple[str, int]:
    allowed = row.allowed
    if allowed is None:
        return "", 0
    if allowed.microseconds is None:
        return allowed.unit.value, allowed.amount
    return ("wall" if allowed.unit.on_the_wall else Unit.BUSINESS_HOURS.value), allowed.microseconds


def who_owes_can_keep(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of objectives on responses that only the other party's own acts can keep."""
    for agreement, schema in with_schema(policies):
        for response in (c for c in agreement.commitments if isinstance(c, Response) and c.objective):
            sides = _sides(response, schema)
            if len(sides) == 1 and sides <= PARTIES - {response.owed_by}:
                (other,) = sides
                message = f"only `{other}` can keep `{response.name}`, which `{response.owed_by}` owes"
                help_ = f"let `{other}` owe it, or let something that `{response.owed_by}` does keep it"
                yield warning("LP920", response.at, message, help_)


def _sides(response: Response, schema: LeadSchema) -> set[str]:
    """Name whose acts keep a response; empty if something else than an event does."""
    if not all(isinstance(moment, EventHappens) for moment in response.kept_by):
        return set()
    named = {name for moment in response.kept_by if isinstance(moment, EventHappens) for name in moment.events}
    return {event.side.value for event in schema.events if event.name in named}
