"""What a field held at an instant: by its recorded changes, else as it stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.model.conditions import Value

from .rows import FieldHistory, Inputs, LeadRecord


@dataclass(frozen=True)
class Past:
    """The changes that were recorded, and whether today's value may stand for one before `as_of`."""

    histories: Sequence[FieldHistory] = ()
    strict: bool = False
    as_of: int = 2**62

    @classmethod
    def of(cls, inputs: Inputs, as_of: int) -> Past:
        return cls(inputs.histories, inputs.strict_history, as_of)


@dataclass(frozen=True)
class Held:
    """A value, when it was set or last confirmed, whether anything tells it, and whether it is only today's."""

    value: Value | None
    set_at: int | None
    told: bool = True
    stands: bool = False


def held(lead: LeadRecord, name: str, at: int, past: Past) -> Held:
    """What the field held at an instant."""
    history = next((h for h in past.histories if (h.lead_id, h.field) == (lead.lead_id, name)), None)
    confirmed = lead.set_at.get(name)
    if history is None:
        stands = at < past.as_of
        if stands and past.strict:
            return Held(None, confirmed, told=False, stands=True)
        return Held(lead.fields.get(name), confirmed, stands=stands)
    by_then = [c for c in history.changes if c.at <= at]
    if any(at < change.until for change in by_then):
        return Held(None, None, told=False)
    times = [t for t in (confirmed,) if t is not None and t <= at]
    if not by_then:
        return Held(history.before if history.tells_before else None, max(times, default=None), history.tells_before)
    last = by_then[-1]
    return Held(last.value if last.tells else None, max([last.at, *times]), last.tells)
