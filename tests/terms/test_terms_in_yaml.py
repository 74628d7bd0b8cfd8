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

# Headings, what teams and people are called and where they sit, where an export lies and how far it reaches.
NO_TERMS = re.compile(
    r"[.:]title$"
    r"|^roster\.yaml:teams\.\w+\.name$|^roster\.yaml:people\..*"
    r"|^source\.yaml:(records|events\.\w+|history\.\w+)\."
    r"(file|files\.\d+|delimiter|encoding|table|format|complete_from|complete_until)$"
)
# Words that can't be others while all else stays: names that tie files together, and keys with one value.
FIXED = re.compile(
    r"[.:]kind$|:uses\.(lead_schema|glossary)$|^glossary\.yaml:glossary$|^lead_schema\.yml:lead_schema$"
    r"|\.paused_while\.1\.until$|\.counts\.requirement$|:overrides\.1\.closed$|:holidays\.0\.country$"
)
ALTERNATIVES = {
    *("marketing", "sales", "month", "quarter", "new", "ignore", "team", "anyone", "owner", "met", "true", "false"),
    *("attempt", "conversation", "meeting", "buyer", "system", "manual", "automated", "sequenced", "text", "integer"),
    *(
        "mql",
        "sal",
        "lead",
        "America/New_York",
        "AT",
        "none",
        "EUR",
        "keep",
        "ignore",
        "quarantine",
        "skip",
        "iso",
        "date",
    ),
    *("breach", "deemed_accepted", "epoch seconds", "BE", "csv", "jsonl", "10:00-16:00", "latin-1", "USD", ";", ","),
}


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


def candidates(text):
    """Other values that may stand there: each number one more or one less, another word of the format, another text."""
    for found in re.finditer(r"\d+", text):
        for step in (1, -1, 10):
            number = str(int(found[0]) + step).zfill(len(found[0]))
            yield text[: found.start()] + number + text[found.end() :]
    yield f"{text}x"
    yield f"{text} and more"
    yield f"x{text}"
    yield from sorted(ALTERNATIVES - {text})


def digests(folder):
    policies, _ = load(folder)
    if policies is None:
        return None
    try:
        return {a.id: terms_of(policies, a).digest for a in policies.agreements}
    except (KeyError, NotImplementedError):
        return (
            None  # a name that nothing bears, a country of no holidays: the checks tell before any terms are asked for
        )


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
    before = digests(folder)
    lines = (SMALL / name).read_text(encoding="utf-8").splitlines(keepends=True)
    line, start, end = lines[at.line - 1], at.column - 1, at.column - 1 + at.width
    place = f"{name}:{path}"
    is_term = not NO_TERMS.search(place)
    try:
        for other in candidates(line[start:end].strip("'\"")):
            changed = f"{line[:start]}'{other}'{line[end:]}"
            (folder / name).write_text("".join([*lines[: at.line - 1], changed, *lines[at.line :]]), encoding="utf-8")
            if after := digests(folder):
                assert (after != before) == is_term, f"{place}: {line[start:end]} -> {other}"
                return
    finally:
        shutil.copy(SMALL / name, folder / name)
    pytest.fail(f"nothing else may stand at {place}, so nothing is shown")
