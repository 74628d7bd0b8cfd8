"""One lead's verdicts in short, for cases written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.waivers import Waiver

from .evaluator import evaluate
from .rows import (
    CoverageRow,
    FieldHistory,
    Inputs,
    LeadRecord,
    LogEvent,
    MembershipRow,
    QuarantinedRow,
    ReferenceResults,
    Row,
)
from .small_policies import BRIEF, NIGHT, OFFICE, complete, lead, numbered, policy_set, wall
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


@dataclass(frozen=True)
class LeadCase:
    """What is known of one of several leads: its log, the histories of its fields, its record."""

    events: tuple[LogEvent, ...]
    histories: tuple[FieldHistory, ...] = ()
    record: LeadRecord = field(default_factory=lead)


def of_leads(
    agreements: Agreement | tuple[Agreement, ...],
    cases: Iterable[LeadCase],
    as_of: str = "2026-02-20",
    *,
    strict: bool = False,
    **inputs: Any,
) -> list[list[Row]]:
    """The clocks of each lead, all judged in one run; leads are called by their place among the cases."""
    named = [(f"lead {number:02d}", case) for number, case in enumerate(cases)]
    given = Inputs(
        tuple(replace(case.record, lead_id=name) for name, case in named),
        numbered(
            replace(e, lead_id=name, event_id=f"{name} {e.event_id}") for name, case in named for e in case.events
        ),
        inputs.get("coverage", complete()),
        inputs.get("quarantine", ()),
        ROSTER,
        tuple(replace(h, lead_id=name) for name, case in named for h in case.histories),
        strict,
    )
    versions = agreements if isinstance(agreements, tuple) else (agreements,)
    clocks = evaluate(staffed(policy_set(*versions), ROSTER), given, wall(as_of)).clocks
    return [[row for row in clocks if row["lead_id"] == name] for name, _ in named]
