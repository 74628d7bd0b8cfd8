"""Signatures of ssh-keygen: accepted exactly where `ssh-keygen -Y verify` accepts them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from engine.signing import ssh_signatures
from engine.signing.faults import UnreadableSignatureError

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
TYPES = {
    "ed25519": ("-t", "ed25519"),
    "rsa": ("-t", "rsa", "-b", "2048"),
    "p256": ("-t", "ecdsa", "-b", "256"),
    "p384": ("-t", "ecdsa", "-b", "384"),
    "p521": ("-t", "ecdsa", "-b", "521"),
}
MESSAGE = b"what was agreed\n"


def keygen(folder, *arguments, stdin=b""):
    command = [shutil.which("ssh-keygen"), *arguments]
    done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False)  # noqa: S603 - asked for it
    return done.returncode == 0


@pytest.fixture(scope="module", params=sorted(TYPES))
def signed(request, tmp_path_factory):
    """A folder with a key, a message and its signature, one for each type of key."""
    folder = tmp_path_factory.mktemp(request.param)
    assert keygen(folder, "-q", *TYPES[request.param], "-N", "", "-f", "key")
    (folder / "message").write_bytes(MESSAGE)
    assert keygen(folder, "-Y", "sign", "-n", "leadpact", "-f", "key", "message")
    line = " ".join((folder / "key.pub").read_text(encoding="utf-8").split()[:2])
    (folder / "allowed").write_text(f"somebody {line}\n", encoding="utf-8")
    return folder, line


def both_accept(folder, line, content, message):
    """What leadpact and what ssh-keygen say, about one content of a `.sig` file."""
    (folder / "asked.sig").write_bytes(content)
    theirs = keygen(
        folder, "-Y", "verify", "-f", "allowed", "-I", "somebody", "-n", "leadpact", "-s", "asked.sig", stdin=message
    )
    try:
        found = ssh_signatures.read(content)
    except UnreadableSignatureError:
        return False, theirs
    return found.line == line and found.fits(message), theirs


def test_both_accept_a_signature_and_refuse_it_over_other_bytes(signed):
    folder, line = signed
    content = (folder / "message.sig").read_bytes()
    assert both_accept(folder, line, content, MESSAGE) == (True, True)
    assert both_accept(folder, line, content, MESSAGE + b" ") == (False, False)
    assert both_accept(folder, line, content, b"") == (False, False)


def test_both_refuse_a_signature_for_another_purpose(signed):
    """A signature under a commit or a mail is none under an agreement."""
    folder, line = signed
    (folder / "other").write_bytes(MESSAGE)
    (folder / "other.sig").unlink(missing_ok=True)
    assert keygen(folder, "-Y", "sign", "-n", "git", "-f", "key", "other")
    assert both_accept(folder, line, (folder / "other.sig").read_bytes(), MESSAGE) == (False, False)


def test_both_accept_the_shorter_hash(signed):
    folder, line = signed
    (folder / "short").write_bytes(MESSAGE)
    (folder / "short.sig").unlink(missing_ok=True)
    assert keygen(folder, "-Y", "sign", "-n", "leadpact", "-O", "hashalg=sha256", "-f", "key", "short")
    assert both_accept(folder, line, (folder / "short.sig").read_bytes(), MESSAGE) == (True, True)


def test_a_flipped_byte_is_refused(signed):
    """By leadpact everywhere; ssh-keygen lets a line break of the armour be another one."""
    folder, line = signed
    content = (folder / "message.sig").read_bytes()
    for index in range(len(content)):
        changed = content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]
        try:
            found = ssh_signatures.read(changed)
        except UnreadableSignatureError:
            continue
        assert not (found.line == line and found.fits(MESSAGE)), index
    for index in range(40, len(content) - 40, 61):
        ours, theirs = both_accept(folder, line, content[:index] + b"A" + content[index + 1 :], MESSAGE)
        assert ours <= theirs


def test_a_head_signs_with_a_key_that_leadpact_never_sees(desk):
    done = desk.sign("kim.pub", "cmo")
    assert done.to_run
    view = desk.verify()
    assert view.unsigned == ("cmo", "cro")
    assert "waits for" in view.faults[0]
    assert keygen(desk.folder, "-Y", "sign", "-n", "leadpact", "-f", "kim", str(desk.signatures / "kim.statement.json"))
    assert desk.verify().unsigned == ("cro",)
    desk.sign("jo", "cro")
    assert desk.verify().signed
    statement = desk.signatures / "kim.statement.json"
    statement.write_bytes(statement.read_bytes().replace(b"cmo", b"cro"))
    assert not desk.verify().signed


def test_a_new_statement_takes_an_old_signature_away(desk):
    """It would be taken for one over the new statement, and called broken."""
    desk.sign("kim.pub", "cmo")
    statement = desk.signatures / "kim.statement.json"
    assert keygen(desk.folder, "-Y", "sign", "-n", "leadpact", "-f", "kim", str(statement))
    desk.sign("kim.pub", "cmo", at=desk.verify().signatures[0].signed_at.at + 1_000_000)
    assert not desk.verify().signatures
    desk.sign("kim", "cmo")
    assert not statement.exists()
