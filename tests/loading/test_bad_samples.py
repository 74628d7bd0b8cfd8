"""Each file of tests/bad states in its first line the faults that it must cause, and no others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.diagnostics import as_text
from tests.faults import faults_of

TESTS = Path(__file__).parents[1]
SAMPLES = sorted((TESTS / "bad").glob("*.yaml"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_bad_sample_causes_exactly_the_faults_it_states(sample, tmp_path, monkeypatch):
    """Beside a valid set, one bad file: every fault once, at its line and column, with a way out."""
    shutil.copytree(TESTS / "fixtures" / "policies_small", tmp_path / "policies")
    shutil.copy(sample, tmp_path / "policies" / "z_bad.yaml")
    monkeypatch.chdir(tmp_path)
    faults = faults_of(Path("policies"))
    expected = re.findall(r"(LP\d{3}) (\d+):(\d+)", sample.read_text(encoding="utf-8").splitlines()[0])
    found = [(f.code, str(f.location.line), str(f.location.column)) for f in faults]
    assert found == sorted(expected, key=lambda row: (int(row[1]), int(row[2]))), as_text(faults)
    assert {f.location.file for f in faults} == {"policies/z_bad.yaml"}
    assert all(f.help for f in faults)
    assert all(f.location.column - 1 + f.location.width <= max(1, len(f.location.text)) for f in faults)


def test_the_small_set_that_the_samples_stand_beside_has_no_fault():
    assert faults_of(TESTS / "fixtures" / "policies_small") == ()
