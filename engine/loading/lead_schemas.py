"""A lead schema from its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.located_tree import block, text_under, word, word_under, words
from engine.model.lead_schema import EventType, FieldType, LeadField, LeadSchema, Mode, Outreach, Side

if TYPE_CHECKING:
    from engine.loading.located_tree import Block
    from engine.model.written import Written


def read_lead_schema(document: Block) -> LeadSchema:
    """Read a lead schema; the shape was checked."""
    name = word(document["lead_schema"])
    return LeadSchema(
        name=name,
        fields=tuple(_field(key, block(node)) for key, node in block(document["fields"]).entries),
        events=tuple(_event(key, block(node)) for key, node in block(document["events"]).entries),
        attributes=words(document.get("attributes")),
        at=name.at,
    )


def _field(key: Written, mapping: Block) -> LeadField:
    return LeadField(
        name=key,
        type=FieldType(word(mapping["type"])),
        title=text_under(mapping, "title", ""),
        choices=words(mapping.get("choices")),
        at=key.at,
    )


def _event(key: Written, mapping: Block) -> EventType:
    return EventType(
        name=key,
        side=Side(word(mapping["side"])),
        title=text_under(mapping, "title", ""),
        outreach=Outreach(text_under(mapping, "outreach", "none")),
        mode=Mode(text_under(mapping, "mode", "manual")),
        channel=word_under(mapping, "channel"),
        names_channel=word_under(mapping, "names_channel"),
        names_stage=word_under(mapping, "names_stage"),
        names_owner=word_under(mapping, "names_owner"),
        names_reason=word_under(mapping, "names_reason"),
        at=key.at,
    )
