"""Promises that can't be kept, or not by the party that owes them, or that another one makes void."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import acceptances, with_schema
from engine.diagnostics import warning
from engine.model.commitments import Cadence, Response
from engine.model.durations import DAY, HOUR, Unit
from engine.model.moments import EventHappens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.agreements import Agreement
    from engine.model.commitments import Acceptance
    from engine.model.durations import Allowed
    from engine.model.lead_schema import LeadSchema
    from engine.model.policy_set import PolicySet
    from engine.model.window_rows import WindowRow

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
                longer = _longer(agreement, response, acceptance) if alike else None
                if longer is not None:
                    message = (
                        f"`{response.name}` may take `{longer}`, longer than `{acceptance.name}` of the same start"
                    )
                    help_ = "whoever accepts a lead has looked at it: allow the first response less, or the answer more"
                    yield warning("LP918", longer.at, message, help_)


def _longer(agreement: Agreement, response: Response, acceptance: Acceptance) -> Allowed | None:
    """Give the time of a response's last row, if it is longer than that of the acceptance's, told in the same way."""
    one, other = response.rows[-1], acceptance.rows[-1]
    if (
        not one.allowed
        or not other.allowed
        or agreement.calendar_of(response, one) != agreement.calendar_of(acceptance, other)
    ):
        return None
    lengths = _length(one), _length(other)
    return one.allowed if lengths[0][0] == lengths[1][0] and lengths[0][1] > lengths[1][1] else None


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
