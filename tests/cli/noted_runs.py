"""A small repository with an attester, and two runs of it in one ledger."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.conftest import SMALL, Repository
from tests.cli.test_signing import SIGNERS, new_key
from tests.signing.runs import ATTESTERS


def with_attester(folder):
    repository = Repository(folder)
    kim, jo, nightly = (new_key(repository, name) for name in ("kim", "jo", "nightly"))
    signers = SIGNERS.format(kim=kim, jo=jo, name="Kim Berg") + ATTESTERS.format(nightly)
    repository.write("policies/signers.yaml", signers)
    return repository


def committed(folder):
    """Put the folder under git; what git would ask of the user's own settings is given."""
    by = ("-c", "user.name=Kim", "-c", "user.email=kim@example.com", "-c", "commit.gpgsign=false")
    for step in (("init", "--quiet"), ("add", "policies", "data"), (*by, "commit", "--quiet", "-m", "as it was")):
        subprocess.run(["git", *step], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - git


@pytest.fixture(scope="module")
def noted(tmp_path_factory):
    """A signed run, and one that nobody signed, by another policy on other data, in one ledger; git has the first.

    The version was on trial at first: runs note and sign it as it is written all the same.
    An export that came later lies beside, where the source's pattern finds it.
    """
    folder = tmp_path_factory.mktemp("noted")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    repository = with_attester(folder)
    repository.edit("policies/agreement.yaml", "from: 2026-01-01\n", "from: 2026-01-01\nbinding_from: 2026-06-05\n")
    repository.edit("policies/source.yaml", "file: events.csv", "file: events*.csv")
    committed(folder)
    signed = repository.check("--attest-with", "nightly", "--ledger", "ledger", "--out", "signed")
    assert signed.code == 0, signed.told
    assert "entry 1 of the ledger ledger\n" in signed.stderr
    assert "signed/attestation.json" in signed.stdout
    repository.edit("policies/agreement.yaml", "else: 4 business hours", "else: 2 business hours")
    repository.edit("data/events.csv", "e14,NA,talk,2026-06-10T09:30:00,017,,\n", "")
    unsigned = repository.check("--ledger", "ledger", "--out", "unsigned")
    assert "entry 2 of the ledger ledger, unsigned" in unsigned.stderr
    repository.write("data/events_july.csv", (folder / "data/events.csv").read_bytes().replace(b"L1", b"L9"))
    return repository


@pytest.fixture
def books(noted, tmp_path):
    """The same, to be changed."""
    shutil.copytree(noted.folder, tmp_path, dirs_exist_ok=True)
    return Repository(tmp_path)
