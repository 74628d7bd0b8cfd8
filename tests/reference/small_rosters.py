"""Rosters that say what normalised memberships say, so that a policy set knows who works by which calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.model.people import Membership, Roster, Team
from engine.model.policy_set import PolicySet

from .rows import MembershipRow


def staffed(policies: PolicySet, memberships: Iterable[MembershipRow]) -> PolicySet:
    """The policies with a roster of these people; from when until when is told by the rows."""
    rows = list(memberships)
    teams = {m.team: Team(m.team, m.party, m.team) for m in rows}
    people = tuple(Membership(m.actor, m.actor, m.team, calendar=m.calendar) for m in rows)
    return replace(policies, rosters={"people": Roster("people", "UTC", tuple(teams.values()), people)})
