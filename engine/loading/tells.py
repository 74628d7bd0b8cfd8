"""Who is told of a clock, from the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.located_tree import block, nodes, word, word_under
from engine.model.tells import Tell

if TYPE_CHECKING:
    from engine.loading.located_tree import Block


def read_tells(mapping: Block) -> tuple[Tell, ...]:
    """Read `tell` of a commitment, which may be missing."""
    node = mapping.get("tell")
    return () if node is None else tuple(_tell(block(one)) for one in nodes(node))


def _tell(mapping: Block) -> Tell:
    percent = word(mapping["at"]).removesuffix("%")
    return Tell(int(percent), word(mapping["who"]), word_under(mapping, "calendar"), mapping.at)
