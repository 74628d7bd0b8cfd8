"""Versions of an agreement in time, and the calendars that must cover them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def versions_start_apart(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell two versions of an agreement that start at one instant."""
    for before, after in pairwise(policies.agreements):
        if before.name == after.name and before.starts == after.starts:
            message = f"version `{after.version}` starts when `{before.version}` does"
            where = f" ({before.at.line_reference})" if before.at else ""
            yield error("LP418", after.at, message, f"give one of them another `in_force_from`{where}")


def ends_follow_starts(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell an end that is not after the start."""
    for agreement in policies.agreements:
        if agreement.ends is not None and agreement.ends <= agreement.starts:
            yield error("LP419", agreement.at, "`ends` is not after `in_force_from`", "change one of the two")


def versions_come_to_bind(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a version that is binding before it is in force, or not until it is no longer."""
    for agreement in policies.agreements:
        binds = agreement.binding_from
        following = next((a for a in policies.versions_of(agreement.name) if a.starts > agreement.starts), None)
        until = following.starts if following else agreement.ends
        if binds is not None and not (agreement.starts < binds and (until is None or binds < until)):
            message = f"`binding_from` of `{agreement.id}` is not inside the time in which it is in force"
            yield error("LP543", agreement.at, message, "name an instant after `in_force_from` and before its end")


def ends_come_last(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell an end on a version that another one follows."""
    for agreement in policies.agreements:
        last = policies.versions_of(agreement.name)[-1]
        if agreement.ends is not None and last is not agreement:
            message = f"`{agreement.id}` states `ends`, but `{last.version}` follows it"
            yield error(
                "LP420", agreement.at, message, "only a last version ends; the others end where the next starts"
            )


def calendars_cover_versions(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of versions that start outside the dates their calendar is laid out for: everything would be unknown."""
    for agreement in policies.agreements:
        calendar = policies.calendars.get(agreement.calendar)
        if calendar is None:
            continue
        start = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=agreement.starts)).date()
        if not calendar.first - timedelta(days=1) <= start <= calendar.last:
            message = f"`{agreement.id}` starts outside the dates of calendar `{calendar.name}`"
            yield warning("LP904", agreement.at, message, f"it is laid out from {calendar.first} until {calendar.last}")
