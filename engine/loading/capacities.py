"""Capacities from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.durations import read_duration
from engine.loading.located_tree import block, word
from engine.loading.revenue_plans import read_share
from engine.model.capacities import Capacity, Headcount

if TYPE_CHECKING:
    from engine.loading.located_tree import Node
    from engine.model.written import Written


def read_capacity(party: Written, node: Node) -> Capacity:
    """Read what a party's people can do."""
    mapping = block(node)
    return Capacity(
        party=party,
        people=tuple(Headcount(calendar, int(word(many))) for calendar, many in block(mapping["people"]).entries),
        selling_time=read_share(word(mapping["selling_time"])),
        attempt_takes=read_duration(mapping["attempt_takes"]),
        at=party.at,
    )
