"""What an editor shows of policies while they are written, asked of the YAML language server that editors use."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import ROOT, run
from tests.ecosystem.editor import Editor

SCHEMAS = ROOT / "engine" / "loading" / "schemas"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("started")
    assert run(folder, "init").code == 0
    return folder


@pytest.fixture(scope="module")
def editor(folder):
    one = Editor(folder)
    yield one
    one.close()


def top_keys(text):
    """Line and name of every key at the margin."""
    lines = enumerate(text.splitlines())
    return [(n, line.partition(":")[0]) for n, line in lines if line[:1].isalpha() and ":" in line]


def test_each_policy_is_fine_and_every_key_at_its_margin_tells_what_it_is(folder, editor):
    """By the relative `$schema` comment that `init` writes, for every kind of document that it lays out."""
    kinds = set()
    for path in sorted((folder / "policies").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        editor.open(path, text)
        assert editor.faults_of(path) == []
        kind = next(line.split()[1] for line in text.splitlines() if line.startswith("kind:"))
        kinds.add(kind)
        schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
        for line, key in top_keys(text):
            shown = plain(editor.hover(path, line, 1))
            assert plain(schema["properties"][key]["description"]) in shown, f"{path.name}: {key}: {shown}"
    assert kinds == {"Agreement", "Calendar", "Glossary", "LeadSchema", "Roster", "Source"}


def test_a_key_deep_in_a_clause_tells_its_meaning_and_an_example(folder, editor):
    path = folder / "policies" / "agreements" / "handover" / "1.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    editor.open(path, text)
    line = next(n for n, line in enumerate(text.splitlines()) if line.strip() == "kept_by:")
    described = json.loads((SCHEMAS / "Agreement.json").read_text(encoding="utf-8"))["$defs"]["response"]["properties"]
    shown = plain(editor.hover(path, line, 6))
    assert plain(described["kept_by"]["description"]) in shown
    line = next(n for n, line in enumerate(text.splitlines()) if "share: 80%" in line)
    assert "Example:\n\n```yaml\n95%" in editor.hover(path, line, 8)


def test_what_may_stand_in_a_clause_is_offered_with_its_meaning(folder, editor):
    path = folder / "policies" / "agreements" / "handover" / "1.0.0.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(n for n, line in enumerate(lines) if line.strip() == "kept_by:")
    editor.open(path, "\n".join([*lines[:line], "    ", *lines[line:]]))
    offered = editor.completions(path, line, 4)
    assert {"again", "looks_back", "paused_while", "warn_at"} <= offered.keys()
    assert all(offered[name] for name in ("again", "looks_back", "paused_while", "warn_at")), offered


def test_a_mistyped_key_is_told_at_once(folder, editor):
    path = folder / "policies" / "agreements" / "handover" / "1.0.0.yaml"
    unsaved = path.with_name("1.1.0.yaml")
    editor.open(unsaved, path.read_text(encoding="utf-8").replace("hand_over:", "handover:"))
    told = editor.faults_of(unsaved)
    assert any("handover" in fault for fault in told), told
    assert any("hand_over" in fault for fault in told), told


def plain(text):
    """Words alone: the server escapes Markdown and breaks lines as it likes."""
    return " ".join(text.replace("\\", "").replace("&nbsp;", " ").split())
