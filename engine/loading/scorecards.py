"""Scorecards from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.criteria import read_condition, read_where
from engine.loading.durations import duration_under, read_duration
from engine.loading.located_tree import block, nodes, text_under, word, words
from engine.model.moments import EventHappens
from engine.model.scorecards import Band, Bands, ConditionLine, EventLine, FadingStep, Scorecard, ScoreLine, ScorePart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.loading.located_tree import Block, Node
    from engine.model.lead_schema import FieldType
    from engine.model.written import Written


def read_scorecard(name: Written, node: Node, types: Mapping[str, FieldType]) -> Scorecard:
    """Read a named scorecard; `types` are the lead schema's fields."""
    mapping = block(node)
    lowest, highest = (int(end) for end in words(mapping["range"]))
    disqualified_if, rating = mapping.get("disqualified_if"), mapping.get("rating")
    return Scorecard(
        name=name,
        title=text_under(mapping, "title", ""),
        lowest=lowest,
        highest=highest,
        parts=tuple(_part(key, block(value), types) for key, value in block(mapping["parts"]).entries),
        disqualified_if=None if disqualified_if is None else read_condition(disqualified_if, types),
        rating=() if rating is None else tuple(_bands(key, block(value)) for key, value in block(rating).entries),
        at=name.at,
    )


def _part(name: Written, mapping: Block, types: Mapping[str, FieldType]) -> ScorePart:
    half_life = duration_under(mapping, "half_life")
    return ScorePart(
        name=name,
        cap=int(word(mapping["cap"])),
        lines=tuple(_line(block(node), types) for node in nodes(mapping["lines"])),
        half_life=None if half_life is None else half_life.amount,
        steps=tuple(_step(block(node)) for node in nodes(mapping.get("steps"))),
        at=name.at,
    )


def _step(mapping: Block) -> FadingStep:
    share = word(mapping["share"])
    return FadingStep(read_duration(mapping["after"]).amount, int(share.removesuffix("%")), mapping.at)


def _line(mapping: Block, types: Mapping[str, FieldType]) -> ScoreLine:
    points = int(word(mapping["points"]))
    if "if" in mapping:
        return ConditionLine(read_condition(mapping["if"], types), points, mapping.at)
    happens = EventHappens(words(mapping["event"]), read_where(mapping), mapping.at)
    return EventLine(happens, points, int(word(mapping["latest"])), mapping.at)


def _bands(part: Written, mapping: Block) -> Bands:
    bands = (Band(label, int(word(bound))) for label, bound in mapping.entries)
    return Bands(part, tuple(sorted(bands, key=lambda band: -band.at_least)), part.at)
