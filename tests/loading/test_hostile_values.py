"""Any value of a valid set, replaced by anything, is read or told: loading and analysis never raise."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.rules import analyse
from engine.diagnostics import as_json, as_text
from engine.loading.located_tree import Block, Text
from engine.loading.policy_files import load
from engine.loading.yaml_text import read_yaml

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"
FILES = sorted(SMALL.glob("*.y*ml"))
HOSTILE = [
    *("''", "[]", "{}", "~", "no", "true", "0", "-1", "999999999", "1e9", "2026-02-30", "9999-12-31", "0001-01-01"),
    *("[a, [b]]", "{a: b}", "[{event: call}]", "{field: title}", "{all: [ready]}", "always", "none", "mql", "ready"),
    *('"a\\nb"', '"\\t"', "'100%'", "1 business day", "0 days", "9999999 days", "../../etc", "Europe", "x.duckdb"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "'%'", "'%%'", "{constant: x, values: {x: y}}"),
]


def values_of(node):
    if isinstance(node, Text):
        yield node
    children = [child for _, child in node.entries] if isinstance(node, Block) else getattr(node, "items", ())
    for child in children:
        yield from values_of(child)


VALUES = [(path, node.at) for path in FILES for node in values_of(read_yaml(path.read_text("utf-8"), path.name)[0])]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(VALUES), st.sampled_from(HOSTILE))
def test_a_hostile_value_is_read_or_told(tmp_path_factory, value, hostile):
    (path, at), folder = value, tmp_path_factory.mktemp("set")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    line = lines[at.line - 1]
    lines[at.line - 1] = line[: at.column - 1] + hostile + line[at.column - 1 + at.width :]
    (folder / path.name).write_text("".join(lines), encoding="utf-8")
    policies, faults = load(folder)
    faults = faults if policies is None else (*faults, *analyse(policies))
    assert policies is not None or faults
    assert all(f.location and f.help for f in faults)
    assert len(as_text(faults)) < len(as_json(faults, 1, "")) + 200 * (len(faults) + 1)
