"""Pauses of a clock from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.durations import duration_under
from engine.loading.located_tree import Text, block, nodes, words
from engine.loading.moments import read_moments
from engine.model.pauses import Between, Pause, Pauses, UntilBuyer, WhileIn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.loading.located_tree import Block
    from engine.model.lead_schema import FieldType


def read_pauses(mapping: Block, types: Mapping[str, FieldType]) -> Pauses:
    """Read a commitment's `paused_while` and `pause_budget`, either of which may be missing."""
    sources = tuple(_pause(block(node), types) for node in nodes(mapping.get("paused_while")))
    return Pauses(sources, duration_under(mapping, "pause_budget"))


def _pause(mapping: Block, types: Mapping[str, FieldType]) -> Pause:
    if "stage" in mapping:
        return WhileIn(words(mapping["stage"]), mapping.at)
    opens = read_moments(mapping["from"], types)
    if isinstance(mapping["until"], Text):
        return UntilBuyer(opens, mapping.at)
    return Between(opens, read_moments(mapping["until"], types), mapping.at)
