"""`sign` and `verify` as people and schedulers meet them: words, exit codes, JSON, hostile texts."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import sys
import termios
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

PROGRAM = (sys.executable, "-c", "from cli import main; main()")
ROOT = Path(__file__).parents[2]
SIGNERS = """\
format: leadpact/v1
kind: Signers
signers: heads
zone: Europe/Berlin
people:
  kim:
    name: {name}
    role: cmo
    keys:
      - key: {kim}
  jo:
    name: Jo Ohm
    role: cro
    keys:
      - key: {jo}
"""
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]")


def new_key(repository, name, passphrase=b""):
    key = Ed25519PrivateKey.generate()
    kept = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    repository.write(name, key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, kept))
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


@pytest.fixture
def heads(repository):
    """The small repository with two heads who have keys, one of them under a passphrase."""
    kim, jo = new_key(repository, "kim"), new_key(repository, "jo", b"pass word")
    repository.write("policies/signers.yaml", SIGNERS.format(kim=kim, jo=jo, name="Kim Berg"))
    return repository


def sign_both(heads):
    assert heads.run("sign", "small@1.0.0", "--as", "cmo", "--key", "kim").code == 0
    signed = heads.run(
        "sign", "small@1.0.0", "--as", "cro", "--key", "jo", environment={"LEADPACT_PASSPHRASE": "pass word"}
    )
    assert signed.code == 0, signed.told


def test_from_unsigned_to_signed_to_void(heads):
    unsigned = heads.run("verify")
    assert unsigned.code == 1
    assert "small@1.0.0 is not signed: cmo and cro still to sign" in unsigned.stdout
    assert "leadpact sign small@1.0.0 --as cmo --key FILE" in unsigned.stdout
    sign_both(heads)
    signed = heads.run("verify", "small@1.0.0")
    assert signed.code == 0, signed.told
    assert signed.stdout.endswith("exit 0: small@1.0.0 is signed by every party\n")
    heads.edit("policies/agreement.yaml", "else: 4 business hours", "else: 6 business hours")
    void = heads.run("verify")
    assert void.code == 1
    assert "because the terms have changed since" in void.stdout
    assert "rows[1].allowed.amount: 4 was signed, 6 is written" in void.stdout


def test_json_says_the_same_alone_on_stdout(heads):
    sign_both(heads)
    answer = heads.run("verify", "--format", "json")
    body = answer.json
    assert (body["exit_code"], answer.code, answer.stderr) == (0, 0, "")
    version = body["versions"][0]
    assert version["signed"] is True
    assert [(s["name"], s["role"], s["void_because"]) for s in version["signatures"]] == [
        ("Jo Ohm", "cro", ""),
        ("Kim Berg", "cmo", ""),
    ]
    assert all(s["terms"] == version["terms"] for s in version["signatures"])


def test_without_a_list_of_signers_nothing_is_signed(repository):
    line = new_key(repository, "kim")
    refused = repository.run("sign", "small@1.0.0", "--as", "cmo", "--key", "kim")
    assert refused.code == 1
    assert "LP733" in refused.stderr
    assert line in refused.stderr
    assert repository.run("verify").code == 1
    assert not (repository.folder / "signatures").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("small@1.0.1", "--as", "cmo", "--key", "kim"), 2, "did you mean `small@1.0.0`"),
        (("small", "--as", "cmo", "--key", "kim"), 2, "no agreement version or waiver `small`"),
        (("small@1.0.0", "--as", "cm", "--key", "kim"), 2, "did you mean `cmo`"),
        (("small@1.0.0", "--as", "cro", "--key", "kim"), 1, "`Kim Berg` signs as `cmo`"),
        (("small@1.0.0", "--as", "cmo", "--key", "nothing"), 3, "can't read `nothing`"),
        (("small@1.0.0", "--as", "cmo", "--key", "policies"), 3, "can't read `policies`"),
        (("small@1.0.0", "--as", "cmo", "--key", "data/leads.csv"), 3, "no OpenSSH private key"),
        (("small@1.0.0", "--as", "cro", "--key", "jo"), 3, "under a passphrase"),
        (("small@1.0.0", "--as", "cmo", "--key", "kim", "--document", "no.pdf"), 3, "can't read `no.pdf`"),
        (("small@1.0.0", "--as", "cmo", "--key", "kim", "--out", "data/leads.csv"), 3, "can't write"),
        (("small@1.0.0", "--as", "cmo"), 2, "--key"),
        (("small@1.0.0", "--as", "cmo", "--key", "kim", "--passphrase", "x"), 2, "No such option"),
    ],
)
def test_what_can_t_be_signed_is_told_with_a_way_out(heads, arguments, code, told):
    answer = heads.run("sign", *arguments)
    assert (answer.code, told in answer.stderr) == (code, True), answer.told
    assert not (heads.folder / "signatures").exists()


def test_a_wrong_passphrase_is_no_crash(heads):
    wrong = heads.run("sign", "small@1.0.0", "--as", "cro", "--key", "jo", environment={"LEADPACT_PASSPHRASE": "no"})
    assert wrong.code == 3
    assert "the passphrase does not open the key" in wrong.stderr


def at_a_terminal(heads, typed, *arguments):
    """Run the program at a terminal, type when it asks; give its exit code and all that the terminal showed."""
    child, terminal = pty.fork()
    if not child:
        os.chdir(heads.folder)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs have it ignored, and pass that on
        signal.alarm(300)  # a prompt that nobody answers ends the test, too
        os.execve(PROGRAM[0], [*PROGRAM, *arguments], {**os.environ, "PYTHONPATH": str(ROOT)})  # noqa: S606 - our own
    shown = b""
    while b"Passphrase" not in shown:
        shown += os.read(terminal, 1000)
    while termios.tcgetattr(terminal)[3] & termios.ECHO:  # what is typed before the keyboard is hidden is thrown away
        time.sleep(0.01)
    os.write(terminal, typed)
    with contextlib.suppress(OSError):  # the end of a terminal
        while part := os.read(terminal, 1000):
            shown += part
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_a_passphrase_typed_at_a_terminal_is_not_shown(heads):
    code, shown = at_a_terminal(heads, b"pass word\n", "sign", "small@1.0.0", "--as", "cro", "--key", "jo")
    assert code == 0, shown
    assert "pass word" not in shown
    assert "signed: small@1.0.0 as cro, Jo Ohm" in shown


def test_who_leaves_the_prompt_has_decided_nothing(heads):
    code, shown = at_a_terminal(heads, b"\x03", "sign", "small@1.0.0", "--as", "cro", "--key", "jo")
    assert (code, "none was given" in shown) == (3, True), shown
    assert not (heads.folder / "signatures").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("small@9.0.0",), 2, "did you mean `small@1.0.0`"),
        (("--document", "no.pdf"), 3, "can't read `no.pdf`"),
        (("--document", "data/leads.csv"), 1, "still to sign this document"),
        (("--signatures", "elsewhere"), 1, "cmo and cro still to sign"),
        (("--policies", "elsewhere"), 3, "does not exist"),
        (("--signatures", "x" * 300), 3, "can't read `xxx"),
    ],
)
def test_what_can_t_be_verified_is_no_success(heads, arguments, code, told):
    sign_both(heads)
    answer = heads.run("verify", *arguments)
    assert (answer.code, told in answer.stdout + answer.stderr) == (code, True), answer.told


def test_an_unreadable_signature_can_not_be_decided(heads):
    sign_both(heads)
    path = "signatures/small/1.0.0/kim.json"
    heads.write(path, (heads.folder / path).read_bytes()[:-40])
    answer = heads.run("verify", "--format", "json")
    assert (answer.code, answer.json["exit_code"]) == (3, 3)
    assert path in answer.json["versions"][0]["unreadable"][0]


def test_signatures_of_a_version_that_is_gone_are_not_overlooked(heads):
    sign_both(heads)
    (heads.folder / "signatures/small/1.0.0").rename(heads.folder / "signatures/small/0.9.0")
    answer = heads.run("verify")
    assert answer.code == 1
    assert "LP735" in answer.stderr
    assert "`small@0.9.0`" in answer.stderr


def test_a_document_is_held_against_what_was_signed(heads):
    heads.write("paper.md", "# The agreement\n")
    for role, key in (("cmo", "kim"), ("cro", "jo")):
        heads.run(
            "sign", "small@1.0.0", "--as", role, "--key", key, "--document", "paper.md",
            environment={"LEADPACT_PASSPHRASE": "pass word"},
        )  # fmt: skip
    assert heads.run("verify", "--document", "paper.md").code == 0
    heads.write("paper.md", "# The agreement, and a line more\n")
    assert heads.run("verify", "--document", "paper.md").code == 1
    assert heads.run("verify").code == 0


def test_hostile_names_steer_no_terminal(heads):
    line = new_key(heads, "kim")
    jo = (heads.folder / "policies/signers.yaml").read_text(encoding="utf-8").split("- key: ")[2]
    name = '"Kim \u202e\u2066 Berg"'
    heads.write("policies/signers.yaml", SIGNERS.format(kim=line, jo=jo, name=name))
    signed = heads.run("sign", "small@1.0.0", "--as", "cmo", "--key", "kim")
    assert signed.code == 0, signed.told
    text, machine = heads.run("verify"), heads.run("verify", "--format", "json")
    for said in (signed.stdout, text.stdout, machine.stdout):
        assert not STEERING.search(said)
        assert "Kim" in said
    assert json.loads(machine.stdout)["versions"][0]["signatures"][0]["name"] == "Kim \u202e\u2066 Berg"
