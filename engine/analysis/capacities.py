"""Capacities that the promised attempts don't fit into, or that nothing is asked of."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error, warning
from engine.model.capacities import tenths
from engine.model.promised_leads import cadences_of, promised_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def capacities_are_asked_for(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell capacities of parties that owe no attempts: there is nothing to hold them against."""
    for agreement in policies.agreements:
        known = {party.id for party in agreement.parties}
        for capacity in (c for c in agreement.capacities if c.party in known):
            if not cadences_of(agreement, capacity):
                message = f"`{capacity.party}` owes no cadence that its capacity could be held against"
                yield error("LP545", capacity.at, message, "name the party that owes attempts, or remove it")


def promised_attempts_fit(policies: PolicySet) -> Iterator[Diagnostic]:
    """Warn of promised leads whose attempts take more hours of a week than the people who owe them have."""
    for agreement in policies.agreements:
        for capacity in agreement.capacities:
            has, takes = capacity.selling_hours(policies.calendars), promised_hours(agreement, capacity)
            if takes is not None and takes > has:
                message = (
                    f"the attempts promised take up to {tenths(takes, ceil)} hours a week, and `{capacity.party}` has "
                    f"{tenths(has, floor)}"
                )
                help_ = "promise fewer leads or attempts, or give them more people or time"
                yield warning("LP925", capacity.at, message, help_)
