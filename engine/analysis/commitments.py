"""Commitments that can't be judged: rows, warnings, units, attempts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from engine.analysis.uses import allowed_times, outreaches, with_schema
from engine.diagnostics import Diagnostic, error, warning
from engine.model.calendars import ALWAYS
from engine.model.commitments import Cadence, Commitment, Conversion, FitAtHandOver, Freshness, Then
from engine.model.lead_schema import Outreach
from engine.model.moments import StageEntered
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.lead_schema import LeadSchema
    from engine.model.moments import OutreachMade
    from engine.model.policy_set import PolicySet


def _all(policies: PolicySet) -> Iterator[Commitment]:
    return (c for agreement in policies.agreements for c in agreement.commitments)


def rows_end_in_else(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell allowed times whose last row is not `else`: a lead could fit none."""
    for commitment in _all(policies):
        if not any(row.is_else for row in commitment.rows):
            message = f"the rows of `{commitment.name}` do not end in `else`"
            yield error("LP407", commitment.rows[-1].at, message, "add a last row `else:` with a time, or with `none`")


def rows_can_be_reached(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell rows after `else`, which are never tried."""
    for commitment in _all(policies):
        for before, row in pairwise(commitment.rows):
            if before.is_else:
                yield error("LP408", row.at, "a row after `else` is never tried", "move `else` to the end")


def arrivals_have_hours(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell rows by the time of arrival whose calendar never closes."""
    for commitment in _all(policies):
        for arrives in (row.arrives for row in commitment.rows):
            if arrives is not None and arrives.calendar == ALWAYS:
                message = (
                    f"`{commitment.name}` asks whether a start lies in the hours of `{ALWAYS}`, which never closes"
                )
                yield error("LP534", place_of(arrives.calendar, arrives.at), message, "name a calendar with hours")


def warnings_rise(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell warnings that do not rise."""
    for commitment in _all(policies):
        if isinstance(commitment, Conversion | FitAtHandOver):
            continue
        for before, after in pairwise(commitment.warn_at):
            if after <= before:
                message = f"`warn_at` of `{commitment.name}`: {after}% does not come after {before}%"
                yield error("LP409", commitment.at, message, "write the percentages in rising order")


def business_time_has_a_calendar(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell business units on the calendar `always`, which never closes."""
    for agreement in policies.agreements:
        for commitment in agreement.commitments:
            for allowed, calendar in allowed_times(commitment, agreement.calendar):
                if allowed.unit.needs_calendar and calendar == ALWAYS:
                    help_ = "write plain hours or days, or name a business calendar"
                    yield error("LP410", allowed.at, f"`{allowed}` on the calendar `always`", help_)


def attempts_are_possible(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell cadences that ask for more distinct days or channels than attempts."""
    for commitment in _all(policies):
        if isinstance(commitment, Cadence):
            attempts = commitment.attempts
            for what, number in (("days", attempts.days), ("channels", attempts.channels)):
                if number > attempts.at_least:
                    message = f"{attempts.at_least} attempts can't lie on {number} distinct {what}"
                    yield error("LP411", attempts.at, message, f"raise `at_least`, or lower `{what}`")


def conversions_go_on(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell conversions from a stage to itself or to one before it in the list."""
    for agreement in policies.agreements:
        order = {stage.name: number for number, stage in enumerate(agreement.stages)}
        for commitment in agreement.commitments:
            if isinstance(commitment, Conversion) and {commitment.from_stage, commitment.to_stage} <= set(order):
                start, goal = commitment.from_stage, commitment.to_stage
                if order[goal] <= order[start]:
                    message = f"`{goal}` does not come after `{start}` in the list of stages"
                    yield error("LP412", place_of(goal, commitment.at), message, "name a later stage under `to`")


def outreach_can_count(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell outreach that no event type of the lead schema can ever be."""
    for agreement, schema in with_schema(policies):
        for moment in outreaches(agreement):
            if not _reaches(moment, schema):
                modes = ", ".join(moment.modes)
                message = f"no event type is a {modes} outreach of kind `{moment.kind}`"
                help_ = f"give an event type of the lead schema `{schema.name}` that `outreach` and `mode`"
                yield error("LP413", moment.at, message, help_)


def _reaches(moment: OutreachMade, schema: LeadSchema) -> bool:
    return any(
        event.outreach is not Outreach.NONE and event.outreach.rank >= moment.kind.rank and event.mode in moment.modes
        for event in schema.events
    )


def reasons_can_be_known(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell reasons asked for where no event type names a reason."""
    for agreement, schema in with_schema(policies):
        if any(event.names_reason for event in schema.events):
            continue
        for commitment in agreement.commitments:
            if isinstance(commitment, Conversion | FitAtHandOver | Then | Freshness):
                continue
            for moment in (*commitment.starts, *commitment.cancelled_by):
                if isinstance(moment, StageEntered) and moment.reasons:
                    help_ = f"add `names_reason` to an event type of the lead schema `{schema.name}`"
                    at = place_of(moment.reasons[0], moment.at)
                    yield error("LP414", at, "a reason is asked for, but no event names one", help_)


def ids_are_not_shared(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of two agreements that owe a commitment of one id: a lead could be judged twice."""
    owners: dict[str, str] = {}
    for agreement in policies.agreements:
        for commitment in (*agreement.commitments, *agreement.volumes):
            other = owners.setdefault(commitment.name, agreement.name)
            if other != agreement.name:
                message = f"commitment `{commitment.name}` also stands in agreement `{other}`"
                help_ = "rename one: a lead in both scopes would be judged twice under one name"
                yield warning("LP902", commitment.at, message, help_)
