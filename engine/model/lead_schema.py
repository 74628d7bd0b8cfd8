"""What a lead record and its event log may hold: typed fields, event types, attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.diagnostics import Location


class FieldType(StrEnum):
    """How a field's text is read and compared."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    MONEY = "money"


class Side(StrEnum):
    """Who an event is an act of."""

    BUYER = "buyer"
    MARKETING = "marketing"
    SALES = "sales"
    SYSTEM = "system"


class Outreach(StrEnum):
    """How far an outreach got, in rising order: a higher one counts as a lower one."""

    NONE = "none"
    ATTEMPT = "attempt"
    CONVERSATION = "conversation"
    MEETING = "meeting"

    @property
    def rank(self) -> int:
        """0 for none, up to 3 for a meeting."""
        return list(Outreach).index(self)


class Mode(StrEnum):
    """Whether a person did it by hand, a sequence sent it in a person's name, or a machine did."""

    MANUAL = "manual"
    SEQUENCED = "sequenced"
    AUTOMATED = "automated"


@dataclass(frozen=True, slots=True)
class LeadField:
    """One fact of a lead; `choices` only for choice fields."""

    name: str
    type: FieldType
    title: str = ""
    choices: tuple[str, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event. `names_*` say which attribute holds the stage, owner, reason or channel.

    `channel` is the channel of every event of this type, where it is always the same.
    """

    name: str
    side: Side
    title: str = ""
    outreach: Outreach = Outreach.NONE
    mode: Mode = Mode.MANUAL
    channel: str | None = None
    names_channel: str | None = None
    names_stage: str | None = None
    names_owner: str | None = None
    names_reason: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LeadSchema:
    """The fields, event types and event attributes that policies and sources may name."""

    name: str
    fields: tuple[LeadField, ...]
    events: tuple[EventType, ...]
    attributes: tuple[str, ...]
    at: Location | None = field(default=None, compare=False, repr=False)
