"""Moments: what starts, stops or cancels a clock."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from engine.diagnostics import Location
from engine.model.conditions import AttributeTest, FieldTest
from engine.model.lead_schema import Mode, Outreach


class ActedBy(StrEnum):
    """Whose act counts: the lead's owner, anyone of the party that owes, or anyone at all."""

    OWNER = "owner"
    TEAM = "team"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class EventHappens:
    """An event of one of these types, whose attributes pass every test."""

    events: tuple[str, ...]
    where: tuple[AttributeTest, ...] = ()
    at: Location | None = dataclass_field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StageEntered:
    """The lead enters one of these stages, with one of these reasons if any are given."""

    stages: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    at: Location | None = dataclass_field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StageLeft:
    """The lead enters another stage while in one of these."""

    stages: tuple[str, ...]
    at: Location | None = dataclass_field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OutreachMade:
    """An outreach that got at least as far as `kind`, in a counted mode and channel (empty: any)."""

    kind: Outreach
    acted_by: ActedBy = ActedBy.TEAM
    modes: tuple[Mode, ...] = (Mode.MANUAL,)
    channels: tuple[str, ...] = ()
    at: Location | None = dataclass_field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """A person of the party that owes lets the lead enter one of these stages.

    With `with_reason` it counts only if the reason is one that the stage entered lists. The reason is what
    the event says, in the attribute `attribute` where it is given, or what the lead's field `field` holds.
    """

    stages: tuple[str, ...]
    with_reason: bool = False
    attribute: str | None = None
    field: str | None = None
    at: Location | None = dataclass_field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FieldBecomes:
    """A recorded change of a field sets a value that passes the test, where the value before it did not."""

    test: FieldTest
    at: Location | None = dataclass_field(default=None, compare=False, repr=False)


Moment = EventHappens | StageEntered | StageLeft | OutreachMade | Decision | FieldBecomes
