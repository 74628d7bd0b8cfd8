"""What the reference reads and gives: normalised rows, and results by relation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model.conditions import Value


@dataclass(frozen=True)
class LeadRecord:
    """A lead's facts; a field that is missing or None is unknown. `set_at` is in µs UTC."""

    lead_id: str
    fields: Mapping[str, Value | None] = field(default_factory=dict)
    set_at: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldChange:
    """A field takes a value at an instant, or on a day; `tells` is false where the value can't be read."""

    change_id: str
    at: int
    until: int
    value: Value | None
    tells: bool = True


@dataclass(frozen=True)
class FieldHistory:
    """The recorded changes of one field of one lead, in order, and what it held before them if that is told.

    Where it isn't, `before_unreadable` is an old value that can't be read; else no old value is recorded at all.
    """

    lead_id: str
    field: str
    changes: tuple[FieldChange, ...]
    before: Value | None = None
    tells_before: bool = False
    before_unreadable: bool = False


@dataclass(frozen=True)
class SetTo:
    """What a recorded change set a field to, and what it held before; without `tells` nobody knows."""

    field: str
    value: Value | None
    tells: bool
    before: Value | None
    tells_before: bool


@dataclass(frozen=True)
class LogEvent:
    """One event; `until` is `at`, or the last µs of the day for a date without a time."""

    ord: int
    event_id: str
    lead_id: str
    type: str
    at: int
    until: int
    recorded_at: int | None = None
    actor: str | None = None
    source: str = ""
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    deemed: tuple[str, str] | None = None
    """The agreement (the version, on trial) and the stage that silence made the lead enter; it stands in no log."""
    set_to: SetTo | None = None
    """Of a recorded change, which stands in the history of a field."""

    def says(self, attribute: str | None) -> str | None:
        """The attribute's text; None if it is empty, absent or not named at all."""
        return (self.attributes.get(attribute) or None) if attribute else None


@dataclass(frozen=True)
class CoverageRow:
    """From when and until when a source is complete for an event type (µs UTC)."""

    type: str
    source: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class QuarantinedRow:
    """An input row that could not be read."""

    file: str
    row_no: int
    lead_id: str | None = None
    type: str | None = None
    reason: str = ""
    raw: str = ""


@dataclass(frozen=True)
class MembershipRow:
    """An actor is of a team, and so of a party, in [since, until), and works by a calendar if the roster says so."""

    actor: str
    team: str
    party: str
    since: int = -(2**62)
    until: int = 2**62
    calendar: str | None = None


@dataclass(frozen=True)
class Inputs:
    """Everything beside the policies that decides: normalised rows."""

    leads: tuple[LeadRecord, ...] = ()
    events: tuple[LogEvent, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    quarantine: tuple[QuarantinedRow, ...] = ()
    memberships: tuple[MembershipRow, ...] = ()
    histories: tuple[FieldHistory, ...] = ()
    strict_history: bool = False

    def history_of(self, lead_id: str, name: str) -> FieldHistory | None:
        """The changes of a lead's field; None if none was ever recorded."""
        return next((h for h in self.histories if (h.lead_id, h.field) == (lead_id, name)), None)


Row = dict[str, Any]


@dataclass(frozen=True)
class ReferenceResults:
    """Result relations as lists of rows, each sorted by its leading columns."""

    clocks: list[Row]
    entries: list[Row]
    criteria: list[Row]
    attainment: list[Row]
    findings: list[Row]
    scores: list[Row] = field(default_factory=list)
    score_parts: list[Row] = field(default_factory=list)
    score_ledger: list[Row] = field(default_factory=list)
    volumes: list[Row] = field(default_factory=list)
    volume_entries: list[Row] = field(default_factory=list)
    disconnects: list[Row] = field(default_factory=list)
    clock_shares: list[Row] = field(default_factory=list)
    late_hand_overs: list[Row] = field(default_factory=list)
    response_parts: list[Row] = field(default_factory=list)
    alerts: list[Row] = field(default_factory=list)
