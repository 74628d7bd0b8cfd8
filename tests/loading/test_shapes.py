"""The schemas are closed and described, and what `jsonschema` finds wrong is told at its place and in our words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from engine.diagnostics import as_text
from engine.loading.located_tree import Block, Text
from engine.loading.schema_files import kinds
from engine.loading.shapes import schema_of, shape_faults
from engine.loading.values import CHECKS
from engine.loading.yaml_text import read_yaml

TESTS = Path(__file__).parents[1]
SETS = ("policies_small", "policies_of_owners")  # apart: where people have calendars, LP521 can't be shown
SMALL = [path for name in SETS for path in sorted((TESTS / "fixtures" / name).glob("*.y*ml"))]
KEYWORDS = {
    *("$schema", "$defs", "$ref", "title", "description", "examples", "type", "const", "enum", "pattern", "minLength"),
    *("properties", "patternProperties", "required", "additionalProperties", "propertyNames", "minProperties"),
    *("items", "minItems", "uniqueItems", "anyOf", "oneOf", "x-check"),
}
BEYOND_SCHEMA = {"LP211", "LP212", "LP213", "LP214", "LP215", "LP217", "LP467", "LP720", "LP746"}


def plain(node):
    if isinstance(node, Text):
        return str(node.value)
    if isinstance(node, Block):
        return {str(key): plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def subschemas(schema):
    yield schema
    for key, value in schema.items():
        if key in ("properties", "patternProperties", "$defs"):
            for inner in value.values():
                yield from subschemas(inner)
        elif key in ("items", "additionalProperties", "propertyNames") and isinstance(value, dict):
            yield from subschemas(value)
        elif key in ("anyOf", "oneOf"):
            for inner in value:
                yield from subschemas(inner)


def documents():
    for path in (*SMALL, *sorted((TESTS / "bad").glob("*.yaml"))):
        tree, _ = read_yaml(path.read_text(encoding="utf-8").replace("\t", " "), path.name)
        if isinstance(tree, Block) and isinstance(tree.get("kind"), Text) and tree["kind"].value in kinds():
            yield pytest.param(tree, id=path.stem)


def keys_of(node, schema_keys, inside=""):
    """Give every key that a schema names: the keys below maps of user's names are left out, their values not."""
    if isinstance(node, Block):
        named = inside in {"criteria", "commitments", "where", "fields", "values", "terms", "people", "attributes"}
        named = (
            named
            or (inside in {"events", "teams", "history", "merges", "calendars"})
            or inside in {"scorecards", "parts", "rating", "bands"}
        )
        named = named or inside in {"quorum", "attesters", "facts", "with", "capacity"}
        for key, value in node.entries:
            if not named and not (inside == "revenue_plan" and "_to_" in key):
                yield key
            bands = "bands" if inside == "rating" else ""
            yield from keys_of(value, schema_keys, bands if named else key)
    elif not isinstance(node, Text):
        for item in node.items:
            yield from keys_of(item, schema_keys)


@pytest.mark.parametrize("kind", kinds())
def test_a_schema_is_valid_closed_and_keeps_to_keywords_that_have_words(kind):
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    for part in subschemas(schema):
        assert set(part) <= KEYWORDS, part
        if "properties" in part:
            assert part["additionalProperties"] is False, part
        assert part.get("x-check", "date") in CHECKS
        assert "format" not in part


@pytest.mark.parametrize("kind", kinds())
def test_every_key_is_described_for_editors_and_its_examples_fit(kind):
    root = schema_of(kind)
    for part in subschemas(root):
        for key, value in part.get("properties", {}).items():
            if "/properties/" in value.get("$ref", ""):
                continue
            assert value.get("description"), key
            for example in value.get("examples", ()):
                validator = Draft202012Validator({**value, "$defs": root["$defs"]})
                assert not list(validator.iter_errors(example)), (key, example)


def test_parts_of_one_name_are_the_same_in_every_schema():
    seen = {}
    for kind in kinds():
        for name, part in schema_of(kind).get("$defs", {}).items():
            if part.get("type") != "object":
                assert seen.setdefault(name, part) == part, name


@pytest.mark.parametrize("tree", list(documents()))
def test_whatever_plain_json_schema_refuses_is_told_and_nothing_else(tree):
    kind = tree["kind"].value
    faults = [f for f in shape_faults(tree, kind) if f.code not in BEYOND_SCHEMA]
    errors = list(Draft202012Validator(schema_of(kind)).iter_errors(plain(tree)))
    assert bool(faults) == bool(errors), as_text(faults) + "\n".join(e.message for e in errors)


def test_a_line_break_at_the_end_of_a_name_is_told():
    """Python's `$` would let it pass."""
    text = 'format: leadpact/v1\nkind: Glossary\nglossary: "core\\n"\nterms: {MQL: a lead}\n'
    tree, _ = read_yaml(text, "core.yaml")
    assert [(f.code, f.location.line, f.location.column) for f in shape_faults(tree, "Glossary")] == [("LP205", 3, 11)]


def test_jsonschema_is_imported_for_a_policies_folder_only():
    """A tenth of a second that `leadpact --version` should not pay."""
    code = "import cli, sys; sys.exit('jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=TESTS.parent, check=False).returncode == 0  # noqa: S603


@pytest.mark.parametrize("path", SMALL, ids=lambda path: f"{path.parent.stem}/{path.stem}")
def test_a_typo_in_any_single_key_is_one_located_fault_that_names_the_key(path):
    """Double the last letter of each key in turn."""
    text = path.read_text(encoding="utf-8")
    tree, _ = read_yaml(text, path.name)
    lines = text.splitlines(keepends=True)
    kind = tree["kind"].value
    by_schema_alone = Draft202012Validator(schema_of(kind))
    typos = 0
    for key in keys_of(tree, schema_of(kind)):
        at = key.at
        line = lines[at.line - 1]
        end = at.column - 1 + at.width
        typo = "".join([*lines[: at.line - 1], line[:end] + line[end - 1] + line[end:], *lines[at.line :]])
        broken, _ = read_yaml(typo, path.name)
        if "kind" not in broken:
            continue
        faults = list(shape_faults(broken, kind))
        assert [(f.code, f.location.line, f.location.column, f.location.width) for f in faults] == [
            ("LP202", at.line, at.column, at.width + 1)
        ], f"{key}: {as_text(faults)}"
        assert faults[0].help.startswith(f"did you mean `{key}`?"), faults[0]
        assert not by_schema_alone.is_valid(plain(broken))
        typos += 1
    assert typos > 2


def test_the_small_set_uses_every_key_of_every_schema():
    """So that the test of typos leaves no key out."""
    used = set()
    for path in SMALL:
        tree, _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
        used |= {(tree["kind"].value, str(key)) for key in keys_of(tree, None)}
    known = {
        (kind, key) for kind in kinds() for part in subschemas(schema_of(kind)) for key in part.get("properties", {})
    }
    assert known - used == set()
    assert used - known == set()


def test_criteria_are_conditions_with_a_question():
    """The two families of shapes are written apart, because a closed mapping can't be extended."""
    parts = schema_of("Agreement")["$defs"]
    for name, part in parts.items():
        if re.match("condition_", name):
            criterion = parts[name.replace("condition_", "criterion_")]
            more = {"question", "found_out", "implies", "examples"}
            assert set(criterion["properties"]) == set(part["properties"]) | more
            assert json.dumps(criterion.get("oneOf")) == json.dumps(part.get("oneOf"))
