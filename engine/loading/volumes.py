"""Volumes from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.located_tree import Text, block, text_under, word
from engine.model.commitments import Period
from engine.model.volumes import NumberObjective, PlannedNumber, Volume

if TYPE_CHECKING:
    from engine.loading.located_tree import Node
    from engine.model.written import Written

KIND = "volume"


def is_volume(node: Node) -> bool:
    """Tell a commitment that counts leads from those that run clocks."""
    return word(block(node)["kind"]) == KIND


def read_volume(name: Written, node: Node) -> Volume:
    """Read a commitment of kind `volume`."""
    mapping = block(node)
    counts, stated = block(mapping["counts"]), block(mapping["objective"])
    return Volume(
        name=name,
        owed_by=word(mapping["owed_by"]),
        title=text_under(mapping, "title", ""),
        stage=word(counts["enters"]),
        only_met="requirement" in counts,
        objective=NumberObjective(_number(stated["number"]), Period(word(stated["each"])), stated.at),
        at=name.at,
    )


def _number(node: Node) -> int | PlannedNumber:
    if isinstance(node, Text):
        return int(node.value)
    figure = word(block(node)["revenue_plan"])
    return PlannedNumber(figure, figure.at)
