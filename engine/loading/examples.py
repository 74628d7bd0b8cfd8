"""The examples under criteria and commitments from their trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.located_tree import Block, block, nodes, text_under, word
from engine.loading.operands import typed
from engine.model.conditions import AttributeTest
from engine.model.examples import Example, ExampleOf, Happening, KnownFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.loading.located_tree import Node
    from engine.model.lead_schema import FieldType
    from engine.model.written import Written


def read_examples(
    of: ExampleOf, owners: Sequence[tuple[Written, Node]], types: Mapping[str, FieldType]
) -> Iterator[Example]:
    """Read all examples of some criteria or commitments; `types` are the lead schema's fields."""
    for name, owner in owners:
        for number, node in enumerate(nodes(block(owner).get("examples")), 1):
            yield _example(of, name, number, block(node), types)


def _example(of: ExampleOf, name: Written, number: int, mapping: Block, types: Mapping[str, FieldType]) -> Example:
    known, expected = mapping.get("facts"), word(mapping["expect"])
    return Example(
        of=of,
        name=name,
        number=number,
        expect=expected,
        title=text_under(mapping, "title", ""),
        facts=() if known is None else tuple(_fact(field, node, types) for field, node in block(known).entries),
        events=tuple(_happening(block(node)) for node in nodes(mapping.get("events"))),
        asked=text_under(mapping, "asked", ""),
        due=text_under(mapping, "due", ""),
        at=expected.at,
    )


def _fact(field: Written, node: Node, types: Mapping[str, FieldType]) -> KnownFact:
    dated = node if isinstance(node, Block) else None
    written = word(dated["value"] if dated else node)
    return KnownFact(
        field, written, typed(written, types.get(field)), text_under(dated, "confirmed", "") if dated else ""
    )


def _happening(mapping: Block) -> Happening:
    told = mapping.get("with")
    return Happening(
        at_time=word(mapping["at"]),
        event=text_under(mapping, "event", ""),
        stage=text_under(mapping, "enters", ""),
        reason=text_under(mapping, "reason", ""),
        by=text_under(mapping, "by", ""),
        attributes=() if told is None else tuple(_attribute(key, node) for key, node in block(told).entries),
    )


def _attribute(name: Written, node: Node) -> AttributeTest:
    return AttributeTest(name, (word(node),), name.at)
