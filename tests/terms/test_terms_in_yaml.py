"""Every value that a policy file may hold, changed one by one: the terms change, or it is named as none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.loading.located_tree import Block, Text
from engine.loading.policy_files import load
from engine.loading.yaml_text import read_yaml
from engine.terms.version_terms import terms_of

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"  # it uses every key of the format
FILES = ("agreement.yaml", "calendar.yaml", "glossary.yaml", "lead_schema.yml", "roster.yaml", "source.yaml")

# Headings, claims, what teams and people are called and where they sit, where an export lies and how far it reaches.
NO_TERMS = re.compile(
    r"[.:]title$|^agreement\.yaml:(criteria|commitments)\.\w+\.examples\.|^agreement\.yaml:criteria\.\w+\.implies(\.\d+)?$"
    r"|^agreement\.yaml:review\.reviewed$|^roster\.yaml:teams\.\w+\.name$|^roster\.yaml:people\..*"
    r"|^source\.yaml:(records|events\.\w+|history\.\w+|merges\.\w+)\."
    r"(file|files\.\d+|delimiter|encoding|table|format|complete_from|complete_until)$"
)
# Words that can't be others while all else stays: names that tie files together, and keys with one value.
FIXED = re.compile(
    r"[.:]kind$|:uses\.(lead_schema|glossary)$|^glossary\.yaml:glossary$|^lead_schema\.yml:lead_schema$"
    r"|\.paused_while\.1\.until$|\.counts\.requirement$|:overrides\.1\.closed$|:holidays\.0\.country$"
)
# What messages don't name as a way out, because nothing is wrong with the word that stands there.
MORE = ("none", "latin-1", "jsonl", "mql", ";", ",", "America/New_York", "USD", "BE", "date")


def scalars(node, path=""):
    """Each text of a file with its path; the keys of a mapping are texts too."""
    if isinstance(node, Text):
        yield path, node.at
    elif isinstance(node, Block):
        for key, value in node.entries:
            yield from scalars(value, f"{path}.{key}" if path else str(key))
    else:
        for index, item in enumerate(node.items):
            yield from scalars(item, f"{path}.{index}")


def numbers(text):
    """Give the text with each number in it one more, one less, ten more."""
    for found in re.finditer(r"\d+", text):
        for step in (1, -1, 10):
            number = str(int(found[0]) + step).zfill(len(found[0]))
            yield text[: found.start()] + number + text[found.end() :]


def digests(folder):
    """The digest of each version by its id, or None and the faults, where the folder holds no policies."""
    policies, faults = load(folder)
    if policies is None:
        return None, faults
    try:
        return {a.id: terms_of(policies, a).digest for a in policies.agreements}, faults
    except (KeyError, NotImplementedError):
        return None, faults  # a name that nothing bears: the checks tell before any terms are asked for


def other_values(folder, text, write):
    """Write other values, one after the other, until one may stand there; messages tell words that may.

    Gives that value and its digests, or None.
    """
    left = [*numbers(text), "?", f"{text}x", f"{text} and more", f"x{text}", *MORE]
    tried = {text}
    while left:
        other = left.pop(0)
        if other in tried:
            continue
        tried.add(other)
        write(other)
        found, faults = digests(folder)
        if found is not None:
            return other, found
        left[:0] = [word for fault in faults for word in re.findall("`([^`]+)`", fault.help)]
    return None


LEAVES = [
    pytest.param(name, path, at, id=f"{name}:{path}")
    for name in FILES
    for path, at in scalars(read_yaml((SMALL / name).read_text(encoding="utf-8"), name)[0])
    if path != "format" and not FIXED.search(f"{name}:{path}")
]


def test_nearly_every_value_is_tried():
    assert len(LEAVES) > 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    copy = tmp_path_factory.mktemp("terms") / "policies"
    copy.mkdir()
    for name in FILES:
        shutil.copy(SMALL / name, copy)
    return copy


@pytest.mark.parametrize(("name", "path", "at"), LEAVES)
def test_a_change_of_a_term_changes_the_digest(folder, name, path, at):
    (before, _), place = digests(folder), f"{name}:{path}"
    lines = (SMALL / name).read_text(encoding="utf-8").splitlines(keepends=True)
    line, start, end = lines[at.line - 1], at.column - 1, at.column - 1 + at.width

    def write(other):
        changed = f"{line[:start]}'{other}'{line[end:]}"
        (folder / name).write_text("".join([*lines[: at.line - 1], changed, *lines[at.line :]]), encoding="utf-8")

    try:
        found = other_values(folder, line[start:end].strip("'\""), write)
    finally:
        shutil.copy(SMALL / name, folder / name)
    assert found, f"nothing else may stand at {place}, so nothing is shown"
    other, after = found
    assert (after != before) == (not NO_TERMS.search(place)), f"{place}: {line[start:end]} -> {other}"
