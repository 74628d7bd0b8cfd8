"""The errors of `jsonschema` as located faults in the user's words, each once, at the very word.

The library knows no places, tells a missing key beside the typo that caused it, and says of a choice only that nothing
fits. So a mapping's keys are told together, and of a choice only the errors of the shape that was meant: of `anyOf` the
one for the sort of node (text, list, mapping), of `oneOf` the one whose first required key or constant `kind` is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from engine.diagnostics import Diagnostic, Location, error
from engine.loading.choices import chosen_by_key, one_of_keys, shown
from engine.loading.keys import key_faults, listed, near_help
from engine.loading.located_tree import Block, Items, Node, Text, kind_of
from engine.loading.values import CHECKS
from engine.model.written import Written

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema = dict[str, Any]
Place = tuple[Node, Location]
SORTS = {Text: "string", Items: "array", Block: "object"}
SORT_NAMES = {"string": "a text", "array": "a list", "object": "a mapping"}


class Telling:
    """The errors of one document, told in its own words."""

    def __init__(self, document: Block, root: Schema) -> None:
        """Look up places in `document` and what was asked there in its schema, `root`."""
        self._places = dict(_places(document, document.entries[0][0].at, ()))
        self._root = root

    def faults(self, errors: Iterable[ValidationError]) -> Iterator[Diagnostic]:
        """Tell the errors of one shape, some twice; a check has its say only where nothing else is wrong."""
        by_path = [((*e.absolute_path,), e) for e in errors]
        wrong = {path for path, e in by_path if e.validator != "x-check"}
        for path, e in by_path:
            if e.validator != "x-check":
                yield from self._told(e, *self._places[path])
            elif path not in wrong:
                yield from CHECKS[str(e.validator_value)](e.instance)

    def _told(self, e: ValidationError, node: Node, owner: Location) -> Iterator[Diagnostic]:
        """Tell one error at a node; `owner` is the key or item that it belongs to."""
        schema, keyword = self._asked(e), str(e.validator)
        if isinstance(node, Block) and isinstance(e.instance, Written):  # a key of it
            node = Text(e.instance, quoted=True, at=e.instance.at)
        if e.instance is None:
            yield error("LP216", owner, f"`{_written(owner)}` has no value", _how(schema))
        elif keyword != "anyOf" and SORTS[type(node)] not in _types(schema):
            yield _wrong_sort(node, schema)
        elif keyword == "anyOf" or (keyword == "oneOf" and "properties" not in schema):
            yield from self._of_choice(e, node, schema, owner)
        elif isinstance(node, Text):
            yield _text_fault(node, schema, keyword)
        elif isinstance(node, Items):
            yield from _list_faults(node, keyword)
        elif keyword == "minProperties":
            yield error("LP209", node.at, "an empty mapping", "name at least one, or remove the key")
        else:
            yield from (*key_faults(node, schema, owner), *one_of_keys(node, schema, owner))

    def _of_choice(self, e: ValidationError, node: Node, schema: Schema, owner: Location) -> Iterator[Diagnostic]:
        choices = [self._resolved(choice) for choice in schema[str(e.validator)]]
        if isinstance(node, Block) and e.validator == "oneOf":
            meant = chosen_by_key(node, choices, schema, owner)
        else:
            fitting = (choice for choice in choices if SORTS[type(node)] in _types(choice))
            meant = next(fitting, _wrong_sort(node, schema))
        if isinstance(meant, Diagnostic):
            yield meant
        else:
            branch = choices.index(meant)
            yield from self.faults(inner for inner in e.context or () if inner.relative_schema_path[0] == branch)

    def _asked(self, e: ValidationError) -> Schema:
        """Find what was asked for, with the examples that stand beside a `$ref`, which the error's own schema lacks."""
        schema: Any = self._root
        for step in [*e.absolute_schema_path][:-1]:
            schema = self._resolved(schema[step])
        return dict(schema)

    def _resolved(self, schema: Any) -> Any:
        while "$ref" in schema:
            target: Any = self._root
            for step in schema["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema


def _places(node: Node, owner: Location, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Place]]:
    yield path, (node, owner)
    if isinstance(node, Block):
        for key, value in node.entries:
            yield from _places(value, key.at, (*path, key))
    elif isinstance(node, Items):
        for index, item in enumerate(node.items):
            left_out = isinstance(item, Text) and not item.value
            yield from _places(item, owner if left_out else item.at, (*path, index))


def _types(schema: Schema) -> list[str]:
    stated = schema.get("type", "string")
    return stated if isinstance(stated, list) else [stated]


def _wrong_sort(node: Node, schema: Schema) -> Diagnostic:
    wanted = schema.get("title") or " or ".join(SORT_NAMES[t] for t in _types(schema) if t in SORT_NAMES)
    return error("LP203", node.at, f"expected {wanted}, found {kind_of(node)}", _how(schema))


def _list_faults(node: Items, keyword: str) -> Iterator[Diagnostic]:
    if keyword == "minItems":
        yield error("LP209", node.at, "an empty list", "name at least one, or remove the key")
    seen: set[str] = set()
    for item in node.items:
        if isinstance(item, Text):
            if item.value in seen:
                yield error("LP210", item.at, f"`{shown(item.value)}` stands twice in the list", "keep one of them")
            seen.add(item.value)


def _text_fault(node: Text, schema: Schema, keyword: str) -> Diagnostic:
    text, title = shown(node.value), schema.get("title", "allowed")
    if keyword == "minLength":
        return error("LP216", node.at, "an empty text", _how(schema))
    if keyword == "const":
        known = schema["const"]
        return error("LP206", node.at, f"`{text}` where only `{known}` is known", f"write `{known}`")
    if keyword == "enum":
        allowed = [str(v) for v in schema["enum"] if isinstance(v, str)]
        return error("LP204", node.at, f"`{text}` is not {title}", near_help(node.value, allowed))
    return error("LP205", node.at, f"`{text}` is not {title}", _how(schema))


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
