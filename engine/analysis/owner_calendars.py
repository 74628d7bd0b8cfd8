"""Times that run by the calendar of the lead's owner need owners, and calendars of theirs."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.uses import unknown, with_schema
from engine.diagnostics import Diagnostic, error
from engine.model.commitments import Commitment
from engine.model.lead_schema import LeadSchema
from engine.model.policy_set import PolicySet
from engine.model.window_rows import RunsBy


def calendars_of_people_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell calendars of teams and people that no document declares; nobody works by `always`."""
    known = policies.calendars
    for roster in policies.rosters.values():
        yield from (unknown("LP302", "calendar", name, known) for name in roster.calendars if name not in known)


def owners_are_named(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell times by the owner's calendar where no event can name an owner."""
    for commitment, schema in _asking(policies):
        if not any(event.names_owner for event in schema.events):
            message = f"{_runs(commitment)}, and no event of `{schema.name}` names an owner"
            yield error("LP520", commitment.at, message, "give an event type of the lead schema `names_owner`")


def somebody_has_a_calendar(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell times by the owner's calendar where an owner is named, but the roster gives nobody a calendar."""
    if any(roster.calendars for roster in policies.rosters.values()):
        return
    for commitment, schema in _asking(policies):
        if any(event.names_owner for event in schema.events):
            message = f"{_runs(commitment)}, and the roster gives nobody a calendar"
            yield error("LP521", commitment.at, message, "write `calendar` under a team or a person of the roster")


def _asking(policies: PolicySet) -> Iterator[tuple[Commitment, LeadSchema]]:
    for agreement, schema in with_schema(policies):
        for commitment in agreement.commitments:
            if any(row.runs_by is RunsBy.OWNER for row in commitment.rows):
                yield commitment, schema


def _runs(commitment: Commitment) -> str:
    return f"`{commitment.name}` runs by the calendar of the lead's owner"
