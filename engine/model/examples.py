"""Examples beside a criterion or a commitment: a lead, what happens to it, and what has to come out of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.diagnostics import Location
from engine.model.conditions import AttributeTest, Value


class ExampleOf(StrEnum):
    """Where an example stands, by the key of the policy."""

    CRITERION = "criteria"
    COMMITMENT = "commitments"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact of the lead: as it is written, as its field types it, and the date of its confirmation if one is told."""

    field: str
    written: str
    value: Value
    confirmed: str = ""

    def __str__(self) -> str:
        """`budget 10000 EUR, confirmed 2026-04-01`."""
        return f"{self.field} {self.written}" + (f", confirmed {self.confirmed}" if self.confirmed else "")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to the lead at a wall time of the agreement's zone: an event, or the entry of a stage."""

    at_time: str
    event: str = ""
    stage: str = ""
    reason: str = ""
    by: str = ""
    attributes: tuple[AttributeTest, ...] = ()

    def __str__(self) -> str:
        """`call_connected by u201 at 2026-04-07 10:00`."""
        happens = f"enters {self.stage}" if self.stage else self.event
        why, by = f" with reason {self.reason}" if self.reason else "", f" by {self.by}" if self.by else ""
        told = ", ".join(" ".join((one.attribute, *one.values)) for one in self.attributes)
        having = f" with {told}" if told else ""
        return f"{happens}{why}{having}{by} at {self.at_time}"


@dataclass(frozen=True, slots=True)
class Example:
    """A lead, the moment at which it is asked about, and what is expected: a truth, or what became of a clock.

    `number` counts the examples of one criterion or commitment from 1. Without `asked` it is asked at the last event.
    """

    of: ExampleOf
    name: str
    number: int
    expect: str
    title: str = ""
    facts: tuple[KnownFact, ...] = ()
    events: tuple[Happening, ...] = ()
    asked: str = ""
    due: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        """`Too small: not met; employees 49; asked at 2026-04-07 10:00`."""
        asked = [f"asked at {self.asked}"] if self.asked else []
        due = [f"due {self.due}"] if self.due else []
        told = [f"{self.title or self.name}: {self.expect}", *map(str, (*self.facts, *self.events)), *asked, *due]
        return "; ".join(told)
