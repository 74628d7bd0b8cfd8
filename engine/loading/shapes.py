"""A document against the closed JSON Schema of its kind; every fault once, at the very word.

The schemas in `schemas/` are plain JSON Schema 2020-12, for editors as well. They keep to few keywords, which this
walk reads over the located tree itself: a general validator costs more start-up time than the rest of a validation,
knows no places, and says of a choice only that nothing fits. A test holds both to the same verdicts.

How it stays specific: `anyOf` chooses by the sort of node (text, list, mapping), `oneOf` by the first required key of
each choice or by the constant `kind`, and bare `oneOf: [{required: [key]}, …]` asks for exactly one of the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostic, Location, error
from engine.loading.choices import chosen_by_key, chosen_by_node, one_of_keys, shown
from engine.loading.keys import key_faults, listed, near_help
from engine.loading.located_tree import Block, Items, Node, Text, kind_of
from engine.loading.values import CHECKS

Schema = dict[str, Any]
FOLDER = Path(__file__).with_name("schemas")
SORTS = {Text: "string", Items: "array", Block: "object"}
SORT_NAMES = {"string": "a text", "array": "a list", "object": "a mapping"}


@cache
def schema_of(kind: str) -> Schema:
    """Read the JSON Schema of a kind, such as `Calendar`."""
    schema: Schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return schema


def kinds() -> tuple[str, ...]:
    """Name the kinds that have a schema, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def shape_faults(document: Block, kind: str) -> Iterator[Diagnostic]:
    """Tell every fault in the shape of a document.

    Args:
        document: the located tree of a whole file.
        kind: names the schema.
    """
    yield from Shape(schema_of(kind)).faults(document, schema_of(kind), document.entries[0][0].at)


class Shape:
    """One schema, walked over nodes."""

    def __init__(self, root: Schema) -> None:
        """Resolve references in `root`."""
        self._root = root

    def resolved(self, schema: Schema) -> Schema:
        """Follow `$ref`s inside the document; what stands beside a `$ref` counts more than what it names."""
        while "$ref" in schema:
            target: Any = self._root
            for step in schema["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema

    def faults(self, node: Node, schema: Schema, owner: Location) -> Iterator[Diagnostic]:
        """Tell the faults of a node; `owner` is the key or item that it belongs to."""
        schema = self.resolved(schema)
        if isinstance(node, Text) and not node.value and not node.quoted:
            yield error(
                "LP216", owner, f"`{_written(owner)}` has no value", _how(schema) or "write one, or remove the key"
            )
            return
        choices = [self.resolved(s) for s in schema.get("anyOf", ())]
        if choices:
            choice = chosen_by_node(SORTS[type(node)], choices)
            yield from self._of_choice(node, choice, schema, owner)
            return
        if SORTS[type(node)] not in _types(schema):
            yield self._wrong_sort(node, schema)
        elif isinstance(node, Text):
            yield from _text_faults(node, schema)
        elif isinstance(node, Items):
            yield from self._list_faults(node, schema, owner)
        else:
            yield from self._mapping_faults(node, schema, owner)

    def _of_choice(self, node: Node, choice: Schema | None, schema: Schema, owner: Location) -> Iterator[Diagnostic]:
        if choice is None:
            yield self._wrong_sort(node, schema)
        else:
            yield from self.faults(node, choice, owner)

    def _wrong_sort(self, node: Node, schema: Schema) -> Diagnostic:
        wanted = schema.get("title") or " or ".join(SORT_NAMES[t] for t in _types(schema) if t in SORT_NAMES)
        return error("LP203", node.at, f"expected {wanted}, found {kind_of(node)}", _how(schema))

    def _list_faults(self, node: Items, schema: Schema, owner: Location) -> Iterator[Diagnostic]:
        if len(node.items) < schema.get("minItems", 0):
            yield error("LP209", node.at, "an empty list", "name at least one, or remove the key")
        seen: set[str] = set()
        for item in node.items:
            yield from self.faults(
                item, schema["items"], owner if isinstance(item, Text) and not item.value else item.at
            )
            if schema.get("uniqueItems") and isinstance(item, Text):
                if item.value in seen:
                    yield error("LP210", item.at, f"`{shown(item.value)}` stands twice in the list", "keep one of them")
                seen.add(item.value)

    def _mapping_faults(self, node: Block, schema: Schema, owner: Location) -> Iterator[Diagnostic]:
        if "properties" not in schema and "oneOf" in schema:
            found = chosen_by_key(node, [self.resolved(s) for s in schema["oneOf"]], schema, owner)
            if isinstance(found, Diagnostic):
                yield found
                return
            schema = found
        if len(node.entries) < schema.get("minProperties", 0):
            yield error("LP209", node.at, "an empty mapping", "name at least one, or remove the key")
        yield from self._entry_faults(node, schema)
        faults = (*key_faults(node, schema, owner), *one_of_keys(node, schema, owner))
        yield from faults
        if not faults and (check := schema.get("x-check")):
            yield from CHECKS[check](node)

    def _entry_faults(self, node: Block, schema: Schema) -> Iterator[Diagnostic]:
        named = schema.get("properties", {})
        others = schema.get("additionalProperties")
        for key, value in node.entries:
            if key in named:
                yield from self.faults(value, named[key], key.at)
            elif isinstance(others, dict):
                yield from _text_faults(
                    Text(key, quoted=True, at=key.at), self.resolved(schema.get("propertyNames", {}))
                )
                yield from self.faults(value, others, key.at)


def _types(schema: Schema) -> list[str]:
    stated = schema.get("type", "string")
    return stated if isinstance(stated, list) else [stated]


def _text_faults(node: Text, schema: Schema) -> Iterator[Diagnostic]:
    text = shown(node.value)
    if len(node.value) < schema.get("minLength", 0):
        yield error("LP216", node.at, "an empty text", _how(schema))
    elif "const" in schema and node.value != schema["const"]:
        yield error("LP206", node.at, f"`{text}` where only `{schema['const']}` is known", f"write `{schema['const']}`")
    elif "enum" in schema and node.value not in schema["enum"]:
        allowed = [str(v) for v in schema["enum"] if isinstance(v, str)]
        yield error(
            "LP204", node.at, f"`{text}` is not {schema.get('title', 'allowed')}", near_help(node.value, allowed)
        )
    elif "pattern" in schema and not re.fullmatch(schema["pattern"], node.value):
        yield error("LP205", node.at, f"`{text}` is not {schema.get('title', 'allowed')}", _how(schema))
    elif check := schema.get("x-check"):
        yield from CHECKS[check](node)


def _how(schema: Schema) -> str:
    if allowed := [v for v in schema.get("enum", ()) if isinstance(v, str)]:
        return f"write {listed(allowed, ' or ')}"
    examples = [v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in schema.get("examples", ())]
    if examples:
        return f"write it like {listed(examples, ' or ')}"
    keys = list(schema.get("properties", ()))
    return f"its keys are {listed(keys)}" if keys else "see the examples of the format"


def _written(at: Location) -> str:
    return shown(at.text[at.column - 1 : at.column - 1 + at.width].strip("\"'"))
