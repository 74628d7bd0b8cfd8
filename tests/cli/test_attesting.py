"""A run that was attested, file by file; and what can't attest one, told before the work begins."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.conftest import SMALL, Repository
from tests.cli.noted_runs import with_attester


@pytest.fixture
def small(tmp_path):
    """The small repository with somebody who attests its runs."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    return with_attester(tmp_path)


@pytest.fixture
def attested(small):
    """The same after a signed run."""
    assert small.check("--attest-with", "nightly", "--out", "signed").code == 0
    return small


def test_a_file_of_the_results_finds_the_attestation_of_its_run(attested):
    """It lies one folder up; from within the folder as well."""
    clocks = "signed/results/clocks.parquet"
    assert attested.run("verify", clocks).code == 0, attested.run("verify", clocks).told
    assert attested.run("verify", "signed/results").code == 0
    inside = Repository(attested.folder / "signed/results")
    assert inside.run("verify", "clocks.parquet", "--policies", "../../policies").code == 0
    attested.write(clocks, (attested.folder / clocks).read_bytes()[:-1] + b"x")
    for name in (clocks, "signed/results", "signed"):
        changed = attested.run("verify", name)
        assert (changed.code, "results/clocks.parquet" in changed.stdout) == (1, True), changed.told
    assert attested.run("verify", "signed/results/attainment.parquet").code == 0
    attested.write("signed/results/more.parquet", b"")
    assert attested.run("verify", "signed/results/more.parquet").code == 1, "no run wrote it"


@pytest.mark.parametrize(
    ("key", "lines", "code"), [("kim", b"", "LP743"), ("nightly", b"{}\n", "LP744"), ("data", b"", "LP732")]
)
def test_what_can_t_sign_is_told_before_any_data_is_read(small, key, lines, code):
    """There is no data at all: nobody got so far as to miss it."""
    small.write("book/ledger.jsonl", lines)
    asked = ("check", "--attest-with", key, "--ledger", "book", "--data", "nowhere", "--out", "new")
    refused = small.run(*asked, "--format", "json")
    assert (refused.code, code in refused.stderr, "nowhere" in refused.stderr) == (3, True, False), refused.told
    assert [fault["code"] for fault in refused.json["diagnostics"]] == [code]
    assert (small.folder / "book/ledger.jsonl").read_bytes() == lines
    assert not (small.folder / "new").exists()
