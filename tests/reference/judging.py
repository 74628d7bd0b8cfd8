"""One lead's verdicts in short, for cases written by hand."""

from __future__ import annotations

from typing import Any

from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.waivers import Waiver

from .evaluator import evaluate
from .rows import CoverageRow, Inputs, LeadRecord, LogEvent, MembershipRow, QuarantinedRow, ReferenceResults, Row
from .small_policies import BRIEF, NIGHT, OFFICE, complete, lead, policy_set, wall
from .small_rosters import staffed

CALENDARS = (OFFICE, NIGHT, BRIEF)
ROSTER = (
    MembershipRow("rep", "inside", "sales"),
    MembershipRow("left", "inside", "sales", until=wall("2026-01-12 12:00")),
    MembershipRow("campaigner", "demand", "marketing"),
)


def results(  # noqa: PLR0913 - one parameter for each relation that decides
    agreements: Agreement | tuple[Agreement, ...],
    events: tuple[LogEvent, ...],
    as_of: str = "2026-02-20",
    *,
    record: LeadRecord | None = None,
    coverage: tuple[CoverageRow, ...] | None = None,
    quarantine: tuple[QuarantinedRow, ...] = (),
    waivers: tuple[Waiver, ...] = (),
    memberships: tuple[MembershipRow, ...] = ROSTER,
    calendars: tuple[Calendar, ...] = CALENDARS,
) -> ReferenceResults:
    versions = agreements if isinstance(agreements, tuple) else (agreements,)
    sources = complete() if coverage is None else coverage
    inputs = Inputs((record or lead(),), events, sources, quarantine, memberships)
    policies = policy_set(*versions, calendars=calendars, waivers=waivers)
    return evaluate(staffed(policies, memberships), inputs, wall(as_of))


def verdict(row: Row) -> str:
    """`state`, with the reason if it tells more."""
    state, reason = row["state"], row["reason"]
    return state if reason in {state, "open"} else f"{state}: {reason}"


def verdicts(*given: Any, **more: Any) -> list[str]:
    """The verdicts of all clocks, by commitment and start."""
    return [verdict(row) for row in results(*given, **more).clocks]
