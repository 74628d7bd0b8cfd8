"""A document against the closed JSON Schema of its kind: `jsonschema` decides, `telling` has the words.

The schemas in `schemas/` are plain JSON Schema 2020-12, for editors as well; `x-check`, which editors ignore, asks what
a pattern can't tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, ValidationError, validators

from engine.diagnostics import Diagnostic
from engine.loading.located_tree import Block, Node, Text
from engine.loading.schema_files import schema_text
from engine.loading.telling import Schema, Telling
from engine.loading.values import CHECKS

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


@cache
def schema_of(kind: str) -> Schema:
    """Read the JSON Schema of a kind, such as `Calendar`."""
    schema: Schema = json.loads(schema_text(kind))
    return schema


def shape_faults(document: Block, kind: str) -> Iterator[Diagnostic]:
    """Tell every fault in the shape of a document.

    Args:
        document: the located tree of a whole file.
        kind: names the schema.
    """
    if errors := list(_judge_of(kind).iter_errors(_plain(document))):
        yield from dict.fromkeys(Telling(document, schema_of(kind)).faults(errors))


def _plain(node: Node) -> Any:
    """Turn nodes into dicts and lists of `Written` words; a value that was left out is None."""
    if isinstance(node, Text):
        return node.value if node.value or node.quoted else None
    if isinstance(node, Block):
        return {key: _plain(value) for key, value in node.entries}
    return [_plain(item) for item in node.items]


def _pattern(_: Validator, pattern: str, instance: Any, __: Schema) -> Iterator[ValidationError]:
    """Hold the whole text against a pattern: to Python `$` fits before a last line break too, to editors it doesn't."""
    if isinstance(instance, str) and not re.fullmatch(pattern, instance):
        yield ValidationError(pattern)


def _check(judge: Validator, name: str, instance: Any, schema: Schema) -> Iterator[ValidationError]:
    if judge.is_type(instance, schema["type"]):
        yield from (ValidationError(fault.message) for fault in CHECKS[name](instance))


@cache
def _judge_of(kind: str) -> Validator:
    """Make the judge of a kind, which knows its parts: to follow their pointers each time takes a third of the work."""
    schema = schema_of(kind)

    @cache
    def part(pointer: str) -> Schema:
        found = schema
        for step in pointer.removeprefix("#/").split("/"):
            found = found[step]
        return found

    def ref(judge: Any, pointer: str, instance: Any, _: Schema) -> Iterator[ValidationError]:
        yield from judge.descend(instance, part(pointer))

    ours = {"$ref": ref, "pattern": _pattern, "x-check": _check}
    judge: Validator = validators.extend(Draft202012Validator, ours)(schema)  # type: ignore[no-untyped-call]
    return judge
