"""The parts of a policy in the words and keys that a policy is written in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from engine.model.agreements import Agreement
from engine.model.calendars import Calendar, Interval, Override
from engine.model.capacities import Headcount
from engine.model.commitments import (
    Acceptance,
    Attempts,
    Cadence,
    Commitment,
    Conversion,
    Freshness,
    Response,
    Then,
    kind_of,
)
from engine.model.conditions import AttributeTest, Condition, Money
from engine.model.durations import DueBy, Duration
from engine.model.examples import Example
from engine.model.moments import Decision, EventHappens, FieldBecomes, OutreachMade, StageEntered, StageLeft
from engine.model.pauses import Between, Pauses, UntilBuyer, WhileIn
from engine.model.revenue_plans import StepRate
from engine.model.scorecards import FadingStep, Scorecard
from engine.model.sources import EventsMap, HistoryMap, MergesMap
from engine.model.tells import Tell
from engine.model.volumes import PlannedNumber, Volume
from engine.model.waivers import Approval, Waiver
from engine.model.window_rows import Arrival, RunsBy, WindowRow
from engine.reports.clauses import becoming, in_words, plain
from engine.reports.instants import Instant
from engine.reports.shares import promised

INSTANTS = {
    (Agreement, "starts"),
    (Agreement, "ends"),
    (Agreement, "binding_from"),
    (Waiver, "since"),
    (Waiver, "until"),
    (Approval, "begins"),
    *((kind, name) for kind in (EventsMap, HistoryMap) for name in ("complete_from", "complete_until")),
}
KEYS_IN_YAML: Mapping[tuple[type, str], str] = {
    (Agreement, "starts"): "in_force_from",
    (Agreement, "volumes"): "commitments",
    (Agreement, "capacities"): "capacity",
    (Headcount, "people"): "",
    (Calendar, "weekly"): "hours",
    (Calendar, "first"): "laid_out from",
    (Calendar, "last"): "laid_out until",
    (Override, "first"): "from",
    (Override, "last"): "until",
    (Override, "intervals"): "hours",
    (WindowRow, "allowed"): "",
    (Attempts, "outreach"): "",
    (OutreachMade, "acted_by"): "from",
    (OutreachMade, "kind"): "outreach",
    (Conversion, "from_stage"): "from",
    **{(kind, "tells"): "tell" for kind in (Response, Cadence, Then, Acceptance, Freshness)},
    (Conversion, "to_stage"): "to",
    (Waiver, "condition"): "if",
    (Waiver, "since"): "from",
    (Pauses, "sources"): "",
    (Volume, "stage"): "counts",
    (Volume, "only_met"): "requirement must be met",
    (StepRate, "share"): "",
    (StageEntered, "stages"): "enters",
    (StageLeft, "stages"): "leaves",
    (FieldBecomes, "test"): "becomes",
    (EventHappens, "events"): "event",
    (MergesMap, "merged"): "at",
    (FadingStep, "percent"): "share",
    (Scorecard, "lowest"): "range from",
    (Scorecard, "highest"): "range to",
}
BY_FIELD = {"rows": "allowed_time", "pauses": "paused_while", "condition": ""}


def key_in_yaml(owner: type, field: str) -> str:
    """Name a field as policies do; empty for what has no key of its own."""
    return KEYS_IN_YAML.get((owner, field), BY_FIELD.get(field, field))


def said(value: Any) -> str:
    """Say a value of the model: plain for numbers and words, in words for conditions and moments."""
    for kind, words in WORDS.items():
        if isinstance(value, kind):
            return words(value)
    return _fields(value) if dataclasses.is_dataclass(value) else str(value)


def said_of(owner: type, field: str, value: Any, zone: str) -> str | None:
    """Say what a field holds; instants as wall times of `zone`; None for nothing."""
    if value is None:
        return None
    if (owner, field) in INSTANTS:
        return Instant(value, zone).local.isoformat(sep=" ", timespec="minutes")
    return said(value)


def _fields(value: Any) -> str:
    """Say what a dataclass holds beside the name that it goes by, without what it holds anyway."""
    parts = []
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.compare and field.name != "name" and held != field.default and held not in {None, "", ()}:
            parts.append(f"{key_in_yaml(type(value), field.name)} {said(held)}".strip())
    return ", ".join(parts)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _interval(hours: Interval) -> str:
    """`22:00-06:00` for a night, which ends on the next date."""
    closes = hours.closes - 1440 if hours.closes > 1440 else hours.closes  # noqa: PLR2004 - minutes of a day
    return f"{_clock(hours.opens)}-{_clock(closes)}"


def _happens(moment: EventHappens) -> str:
    where = "".join(f" with {said(test)}" for test in moment.where)
    return f"event {said(moment.events)}{where}"


def _outreach(moment: OutreachMade) -> str:
    through = f" through {said(moment.channels)}" if moment.channels else ""
    return f"{said(moment.modes)} {moment.kind.value} by {moment.acted_by.value}{through}"


def _entered(moment: StageEntered) -> str:
    return f"enters {said(moment.stages)}" + (f" with reason {said(moment.reasons)}" if moment.reasons else "")


def _row(row: WindowRow) -> str:
    """The time alone: its condition is what the row goes by."""
    on = f" on {row.calendar}" if row.calendar else ""
    if row.runs_by is RunsBy.OWNER:
        on = f" on the owner's calendar{f', else {row.calendar}' if row.calendar else ''}"
    return f"{said(row.allowed) if row.allowed else 'none'}{on}"


def _decision(moment: Decision) -> str:
    where = moment.attribute or moment.field
    reason = f" with a reason{f' in {where}' if where else ''}" if moment.with_reason else ""
    return f"enters {said(moment.stages)}{reason}"


WORDS: Mapping[Any, Callable[[Any], str]] = {
    bool: lambda truth: "yes" if truth else "no",
    Enum: lambda word: str(word.value),
    Fraction: promised,
    Duration: str,
    Tell: lambda tell: f"{tell.who} at {tell.percent} %" + (f" on {tell.calendar}" if tell.calendar else ""),
    DueBy: lambda time: f"by {time}",
    Example: str,
    Money: lambda money: f"{money.amount} {money.currency}",
    Condition: in_words,
    Interval: _interval,
    EventHappens: _happens,
    OutreachMade: _outreach,
    StageEntered: _entered,
    StageLeft: lambda moment: f"leaves {said(moment.stages)}",
    Decision: _decision,
    FieldBecomes: lambda moment: f"{moment.test.field} {becoming(moment.test)}",
    Commitment: lambda owed: f"{plain(kind_of(owed))}, {_fields(owed)}",
    WindowRow: _row,
    Arrival: lambda arrival: f"{'outside' if arrival.outside else 'within'} {arrival.calendar}",
    AttributeTest: lambda test: f"{test.attribute} {said(test.values)}",
    WhileIn: lambda pause: f"in {said(pause.stages)}",
    Between: lambda pause: f"from {said(pause.opens)} until {said(pause.ends)}",
    UntilBuyer: lambda pause: f"from {said(pause.opens)} until the buyer's next event",
    PlannedNumber: lambda number: f"{number.figure} of the revenue plan",
    tuple: lambda parts: ", ".join(map(said, parts)) or "none",
}
