"""Whatever lies in a policies folder, loading answers with located faults and never with an exception."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import as_text
from engine.loading.policy_files import load
from engine.loading.policy_text import LARGEST
from engine.loading.yaml_text import read_yaml

TINY = b"format: leadpact/v1\nkind: Glossary\nglossary: tiny\nterms: {MQL: a lead}\n"


def only_fault(folder):
    policies, faults = load(folder)
    assert policies is None
    assert len(faults) == 1, as_text(faults)
    return faults[0]


def test_a_missing_folder_is_a_fault(tmp_path):
    assert only_fault(tmp_path / "none").code == "LP101"


def test_a_file_in_place_of_the_folder_is_a_fault(tmp_path):
    (tmp_path / "policies").write_bytes(TINY)
    assert only_fault(tmp_path / "policies").code == "LP101"


def test_a_folder_without_policies_is_a_fault(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing to see")
    assert only_fault(tmp_path).code == "LP102"


def test_a_folder_named_like_a_policy_is_a_fault(tmp_path):
    (tmp_path / "odd.yaml").mkdir()
    assert only_fault(tmp_path).code == "LP103"


def test_a_link_to_nowhere_is_a_fault(tmp_path):
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nothing")
    assert only_fault(tmp_path).code == "LP103"


@pytest.mark.skipif(os.name != "posix", reason="pipes and permissions are POSIX")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert only_fault(tmp_path).code == "LP103"


def test_ten_megabytes_are_refused_without_reading_them_all(tmp_path):
    (tmp_path / "big.yaml").write_bytes(b"# filler\n" * (10 * LARGEST // 9))
    assert only_fault(tmp_path).code == "LP104"


def test_the_largest_file_allowed_is_read(tmp_path):
    (tmp_path / "full.yaml").write_bytes(TINY + b"#" * (LARGEST - len(TINY)))
    assert load(tmp_path)[1] == ()


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (TINY + b"# caf\xe9\n", "LP105", 5, 6),
        (TINY.decode().encode("utf-16"), "LP105", 1, 1),
        (TINY + b"x: \x00\n", "LP106", 5, 4),
        (TINY + b"x: \x1b[31m\n", "LP106", 5, 4),
        (b"", "LP117", 1, 1),
        (b"# only a comment\n", "LP117", 1, 1),
        (b"---\n...\n", "LP117", 1, 1),
        (b"just words\n", "LP203", 1, 1),
        (b"{}\n", "LP203", 1, 1),
        (b"[" * 100_000, "LP118", 1, 33),
        (b"? " * 50_000, "LP119", 1, 3),
        (b'format: "leadpact/v1\n', "LP110", 2, 1),
    ],
    ids=lambda value: repr(value[:12]) if isinstance(value, bytes) else None,
)
def test_unusable_bytes_are_located(tmp_path, content, code, line, column):
    (tmp_path / "bad.yaml").write_bytes(content)
    fault = only_fault(tmp_path)
    assert (fault.code, fault.location.line, fault.location.column) == (code, line, column), as_text([fault])


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    (tmp_path / "plain.yaml").write_bytes(TINY)
    plain, _ = load(tmp_path)
    (tmp_path / "plain.yaml").write_bytes(b"\xef\xbb\xbf" + TINY.replace(b"\n", b"\r\n"))
    marked, faults = load(tmp_path)
    assert faults == ()
    assert marked.glossaries == plain.glossaries
    assert marked.glossaries["tiny"].terms[0].at == plain.glossaries["tiny"].terms[0].at


def test_one_bad_file_does_not_hide_the_faults_of_another(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff")
    (tmp_path / "b.yaml").write_bytes(TINY.replace(b"terms", b"trems"))
    (tmp_path / "c.yaml").write_bytes(TINY.replace(b"Glossary", b"Glosary"))
    _, faults = load(tmp_path)
    assert [f.code for f in faults] == ["LP105", "LP202", "LP207"]


def test_hidden_files_and_folders_are_not_policies(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yaml").write_bytes(b"\xff")
    (tmp_path / ".x.yaml").write_bytes(b"\xff")
    (tmp_path / "a.yml").write_bytes(TINY)
    assert load(tmp_path)[1] == ()


def test_nothing_in_a_policy_set_depends_on_where_the_folder_lies(tmp_path, monkeypatch):
    sets = []
    for place in ("here", "there"):
        shutil.copytree(Path(__file__).parents[1] / "fixtures" / "policies_small", tmp_path / place / "policies")
        monkeypatch.chdir(tmp_path / place)
        policies, _ = load(Path("policies"))
        absolute, _ = load(tmp_path / place / "policies")
        sets += [policies, absolute]
        assert "policies/agreement.yaml" in policies.digests
        assert policies.agreements[0].at.file == "policies/ended.yaml"
    assert all(one == sets[0] and one.digests == sets[0].digests for one in sets)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`,?#\n <~0", max_size=60))
def test_no_text_makes_the_reader_raise(text):
    tree, faults = read_yaml(text, "x.yaml")
    assert (tree is None) == bool(faults)
