"""Mappings, lists and texts with their places: all of YAML that a policy may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.diagnostics import Location
    from engine.model.written import Written


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written: `NO`, `1.10` and `17:00` stay what they look like."""

    value: Written
    quoted: bool
    at: Location


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping; keys are texts and unique, in the order written."""

    entries: tuple[tuple[Written, Node], ...]
    at: Location
    _by_key: dict[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the entries by key."""
        object.__setattr__(self, "_by_key", dict(self.entries))

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Node:
        return self._by_key[key]

    def get(self, key: str) -> Node | None:
        """Give the value under `key`, or None."""
        return self._by_key.get(key)


Node = Text | Items | Block


def kind_of(node: Node) -> str:
    """Name the sort of node in the user's words."""
    if isinstance(node, Text):
        return "a text"
    return "a list" if isinstance(node, Items) else "a mapping"


def block(node: Node) -> Block:
    """Give a node whose shape was checked to be a mapping.

    Raises:
        TypeError: the schema let something else pass, a fault of ours.
    """
    if not isinstance(node, Block):
        raise TypeError(f"expected a mapping at {node.at}")
    return node


def word(node: Node) -> Written:
    """Give the text of a node whose shape was checked to be one.

    Raises:
        TypeError: the schema let something else pass, a fault of ours.
    """
    if not isinstance(node, Text):
        raise TypeError(f"expected a text at {node.at}")
    return node.value


def nodes(node: Node | None) -> tuple[Node, ...]:
    """Give a list's items; a single node counts as a list of one, None as an empty one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)


def words(node: Node | None) -> tuple[Written, ...]:
    """Give the texts of a list, of a single text, or of nothing."""
    return tuple(word(n) for n in nodes(node))


def word_under(mapping: Block, key: str) -> Written | None:
    """Give the text under a key that may be missing."""
    node = mapping.get(key)
    return None if node is None else word(node)


def text_under(mapping: Block, key: str, otherwise: str) -> str:
    """Give the text under a key, or `otherwise`."""
    found = word_under(mapping, key)
    return otherwise if found is None else found
