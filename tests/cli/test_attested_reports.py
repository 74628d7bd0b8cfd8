"""The paper that goes to the meeting, signed as a run is."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.conftest import AS_OF, SMALL
from tests.cli.noted_runs import with_attester


@pytest.fixture
def repository(tmp_path):
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    return with_attester(tmp_path)


def report(repository, *arguments):
    return repository.run("report", "--period", "2026-Q2", "--data", "data", "--as-of", AS_OF, *arguments)


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_a_report_of_a_period_is_signed_beside_its_file(repository, suffix):
    name = f"out/2026-Q2.{suffix}"
    made = report(repository, "--attest-with", "nightly", "--out", name)
    assert (made.code, made.stdout) == (0, f"written: {name}, {name}.attestation.json\n"), made.told
    answer = repository.run("verify", name)
    assert (answer.code, "exit 0: 1 file as the run wrote it, signed by The nightly run" in answer.stdout) == (0, True)
    assert repository.run("verify", f"{name}.attestation.json").code == 0
    path = repository.folder / name
    content = path.read_bytes()
    for index in (0, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :])
        answer = repository.run("verify", name)
        assert (answer.code, "not as the run wrote it" in answer.stdout) == (1, True), answer.told


def test_a_report_beside_a_run_leaves_the_run_s_attestation_alone(repository):
    assert repository.check("--attest-with", "nightly").code == 0
    report(repository, "--attest-with", "nightly", "--out", "out/june.html")
    answer = repository.run("verify", "out", "--format", "json")
    assert (answer.code, answer.json["strangers"]) == (0, ["june.html"])
    assert repository.run("verify", "out/june.html").code == 0
    assert repository.run("verify", "out/report.html").code == 0
    report(repository, "--out", "out/june.html")
    assert not (repository.folder / "out/june.html.attestation.json").exists(), "it told of another file"
    assert (repository.folder / "out/attestation.json").exists()
    assert "this run did not write june.html" in repository.run("verify", "out/june.html").stdout


def test_a_report_that_can_not_be_signed_is_not_printed(repository):
    piped = report(repository, "--attest-with", "nightly")
    assert (piped.code, piped.stdout, "name a file by `--out`" in piped.stderr) == (2, "", True), piped.told
    head = report(repository, "--attest-with", "kim", "--out", "june.html")
    assert (head.code, "LP743" in head.stderr) == (3, True), head.told
    assert not (repository.folder / "june.html").exists()
