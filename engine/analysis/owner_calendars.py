"""Times that run by the calendar of the lead's owner need owners, and calendars of theirs."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.uses import unknown, with_schema
from engine.diagnostics import Diagnostic, error
from engine.model.commitments import RunsBy
from engine.model.policy_set import PolicySet


def calendars_of_people_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell calendars of teams and people that no document declares; nobody works by `always`."""
    known = policies.calendars
    for roster in policies.rosters.values():
        yield from (unknown("LP302", "calendar", name, known) for name in roster.calendars if name not in known)


def owners_and_their_calendars_are_known(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell times by the owner's calendar where no event can name an owner, or nobody has a calendar."""
    somebody = any(roster.calendars for roster in policies.rosters.values())
    for agreement, schema in with_schema(policies):
        for commitment in agreement.commitments:
            if not any(row.runs_by is RunsBy.OWNER for row in commitment.rows):
                continue
            message = f"`{commitment.name}` runs by the calendar of the lead's owner, "
            if not any(event.names_owner for event in schema.events):
                said = f"{message}and no event of `{schema.name}` names an owner"
                yield error("LP520", commitment.at, said, "give an event type of the lead schema `names_owner`")
            elif not somebody:
                said = f"{message}and the roster gives nobody a calendar"
                yield error("LP521", commitment.at, said, "write `calendar` under a team or a person of the roster")
