"""A waiver from its tree; the agreement that it is of tells the zone of its dates and the types of its fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.loading.agreements import types_of
from engine.loading.criteria import read_condition
from engine.loading.durations import first_instant, following_instant
from engine.loading.located_tree import block, word, words
from engine.model.waivers import Approval, Waiver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.loading.located_tree import Block
    from engine.model.agreements import Agreement
    from engine.model.lead_schema import LeadSchema

NO_ZONE = "UTC"
"""Where an agreement that does not exist is read; that it doesn't is told."""


def read_waiver(document: Block, agreements: Sequence[Agreement], lead_schemas: Mapping[str, LeadSchema]) -> Waiver:
    """Read a waiver; `agreements` are all versions, earliest first."""
    name, agreement = word(document["waiver"]), word(document["agreement"])
    versions = [a for a in agreements if a.name == agreement]
    since, until, approved = word(document["from"]), word(document["until"]), block(document["approved_by"])
    on, condition = word(approved["on"]), document.get("if")
    first = _in_force(versions, since)
    types = types_of(lead_schemas.get(first.lead_schema)) if first else {}
    return Waiver(
        name=name,
        agreement=agreement,
        commitment=word(document["commitment"]),
        leads=words(document.get("leads")),
        condition=None if condition is None else read_condition(condition, types),
        since=first_instant(since, _zone(versions, since)),
        until=following_instant(until, _zone(versions, until)),
        reason=word(document["reason"]),
        requested_by=word(document["requested_by"]),
        approved_by=Approval(
            party=word(approved["party"]),
            name=word(approved["name"]),
            on=date.fromisoformat(on),
            begins=first_instant(on, _zone(versions, on)),
        ),
        at=name.at,
    )


def _zone(versions: Sequence[Agreement], when: str) -> str:
    version = _in_force(versions, when)
    return version.zone if version else NO_ZONE


def _in_force(versions: Sequence[Agreement], when: str) -> Agreement | None:
    """The version that a date or instant falls into, each read in its own zone; before all of them, the first."""
    begun = [v for v in versions if v.starts <= first_instant(when, v.zone)]
    known = begun or versions[:1]
    return known[-1] if known else None
