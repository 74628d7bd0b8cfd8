"""Moments from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.criteria import read_becoming, read_where
from engine.loading.located_tree import block, nodes, text_under, word, word_under, words
from engine.model.lead_schema import Mode, Outreach
from engine.model.moments import (
    ActedBy,
    Decision,
    EventHappens,
    FieldBecomes,
    Moment,
    OutreachMade,
    StageEntered,
    StageLeft,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.loading.located_tree import Block, Node
    from engine.model.lead_schema import FieldType


def read_moments(node: Node | None, types: Mapping[str, FieldType]) -> tuple[Moment, ...]:
    """Read one moment, a list of them, or nothing; `types` are the lead schema's fields."""
    return tuple(_moment(block(n), types) for n in nodes(node))


def read_entries(node: Node | None) -> tuple[EventHappens, ...]:
    """Read the events that enter a stage."""
    return tuple(_event_happens(block(n)) for n in nodes(node))


def read_outreach(mapping: Block) -> OutreachMade:
    """Read what outreach counts; an attempt by the team, by hand, in any channel unless said."""
    modes = mapping.get("modes")
    return OutreachMade(
        kind=Outreach(text_under(mapping, "outreach", "attempt")),
        acted_by=ActedBy(text_under(mapping, "from", "team")),
        modes=(Mode.MANUAL,) if modes is None else tuple(Mode(m) for m in words(modes)),
        channels=words(mapping.get("channels")),
        at=mapping.at,
    )


def read_decision(mapping: Block, *, with_reason: bool) -> Decision:
    """Read the stages that a decision leads to, and where its reason stands if not in the event's own words."""
    reason = block(mapping["reason"]) if "reason" in mapping else None
    return Decision(
        stages=words(mapping["enters"]),
        with_reason=with_reason,
        attribute=None if reason is None else word_under(reason, "attribute"),
        field=None if reason is None else word_under(reason, "field"),
        at=mapping.at,
    )


def _moment(mapping: Block, types: Mapping[str, FieldType]) -> Moment:
    if "event" in mapping:
        return _event_happens(mapping)
    if "enters" in mapping:
        return StageEntered(words(mapping["enters"]), words(mapping.get("reason")), mapping.at)
    if "leaves" in mapping:
        return StageLeft(words(mapping["leaves"]), mapping.at)
    if "field" in mapping:
        return FieldBecomes(read_becoming(mapping, types), mapping.at)
    return read_outreach(mapping)


def _event_happens(mapping: Block) -> EventHappens:
    return EventHappens(words(mapping["event"]), read_where(mapping), mapping.at)


def read_entered_stage(node: Node) -> str:
    """Read the one stage that `{enters: stage}` names."""
    return word(block(node)["enters"])
