"""The canonical layout: what it looks like, that it means the same, and that laying out twice changes nothing."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.loading.layout import NoLayoutError, laid_out
from engine.loading.policy_files import load
from engine.loading.yaml_text import read_yaml

ROOT = Path(__file__).parents[2]
FOLDERS = [
    ROOT / "policies",
    ROOT / "tests" / "fixtures" / "policies_small",
    ROOT / "tests" / "cli" / "small" / "policies",
]
EVERY = sorted(path for folder in ("policies", "tests") for path in (ROOT / folder).rglob("*.y*ml"))
READABLE = [
    path for path in EVERY if read_yaml(path.read_text("utf-8"), path.name)[0] and "\t" not in path.read_text("utf-8")
]

LAYOUTS = {
    "indentation and spaces": ("a:\n      b:   1\n      c: [x,y ,  z]\n", "a:\n  b: 1\n  c: [x, y, z]\n"),
    "items below their key": ("a:\n- x\n-   y\n", "a:\n  - x\n  - y\n"),
    "a mapping of texts stays in its line": ("a: { b: 1,c: [x] }\n", "a: {b: 1, c: [x]}\n"),
    "a mapping that holds another is written out": ("a: {b: {c: 1}}\n", "a:\n  b: {c: 1}\n"),
    "a list of mappings is written out": ("a: [{b: 1}, {c: 2}]\n", "a:\n  - {b: 1}\n  - {c: 2}\n"),
    "what doesn't fit is written out": (
        f"a: [{'x' * 50}, {'y' * 50}]\n",
        f"a:\n  - {'x' * 50}\n  - {'y' * 50}\n",
    ),
    "what is written out stays so": ("a:\n  - x\n", "a:\n  - x\n"),
    "one blank line, none at the ends": ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "words and quotes as written": (
        "a: NO\nb: '17:00'\nc: 1.10\nd: \"x # y\"\n",
        "a: NO\nb: '17:00'\nc: 1.10\nd: \"x # y\"\n",
    ),
    "comments": (
        "# top\na:    # of a\n      # of b\n      b: 1 # one\n\n\n# of c\nc: 2\n# end\n",
        "# top\na:  # of a\n  # of b\n  b: 1  # one\n\n# of c\nc: 2\n# end\n",
    ),
    "a comment in brackets writes them out": ("a: [x, # why\n  y]\n", "a:  # why\n  - x\n  - y\n"),
    "comments at a dash go above it": ("a:\n  - # why\n    b: 1\n", "a:\n  # why\n  - b: 1\n"),
    "a text of several lines moves along": (
        "a:\n      b: |\n          one\n            two\n      c: three\n          four\n",
        "a:\n  b: |\n    one\n      two\n  c: three\n    four\n",
    ),
    "a list in a list": ("a:\n  -   - x\n      - y\n", "a:\n  - - x\n    - y\n"),
    "a mapping in a list": ("a:\n-   b: 1\n    c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
    "line ends": ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
    "the mark of a document's start": ("---\na: 1\n...\n", "a: 1\n"),
    "a key without a value": ("a:\nb: {c: }\n", "a:\nb:\n  c:\n"),
}


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout(before, after):
    assert laid_out(before) == after
    assert laid_out(after) == after


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_every_policy_of_the_repository_can_be_laid_out_once_and_for_all(path):
    made = laid_out(path.read_text(encoding="utf-8"))
    assert laid_out(made) == made


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.name)
def test_a_policy_set_means_the_same_when_laid_out(folder, tmp_path):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.rglob("*.y*ml"):
        path.write_text(laid_out(path.read_text("utf-8")), encoding="utf-8")
    before, after = load(folder)[0], load(tmp_path)[0]
    assert before is not None
    assert dataclasses.replace(after, digests={}) == dataclasses.replace(before, digests={})


def test_the_policies_that_come_with_leadpact_are_laid_out():
    differing = [
        p for p in (ROOT / "policies").rglob("*.yaml") if laid_out(p.read_text("utf-8")) != p.read_text("utf-8")
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("just words\n", "no mapping"),
        ("{}\n", "no mapping"),
        ("a: |2\n    x\n", "`|2`"),
        ("a: |+\n  x\n\n\n", "`|+`"),
        ("a: 'x\u2028y'\n", "U+2028"),
    ],
)
def test_what_would_not_survive_is_refused(text, why):
    with pytest.raises(NoLayoutError, match=why.replace("|", r"\|").replace("+", r"\+")):
        laid_out(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-[]{}|>'\"#,? \n", max_size=60))
def test_any_text_that_can_be_read_is_laid_out_or_refused(text):
    tree, _ = read_yaml(text, "x.yaml")
    if tree is None:
        return
    try:
        made = laid_out(text)
    except NoLayoutError:
        return
    assert read_yaml(made, "x.yaml")[0] is not None
    assert made.count("#") == text.count("#")
