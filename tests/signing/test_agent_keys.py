"""Runs attested by keys that only an agent holds: `ssh-keygen` signs, and both programs accept what comes out."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from engine import pipeline
from engine.reports.compliance import compliance
from engine.signing import envelopes, run_statements
from engine.signing.agent_keys import AgentKey
from engine.signing.faults import UnreadableSignatureError, UnsignedError
from tests import fake_results
from tests.signing.conftest import AT, LATER
from tests.signing.runs import ATTESTERS, SAID, Books

pytestmark = pytest.mark.skipif(not shutil.which("ssh-agent"), reason="needs OpenSSH")
KEYS = [("ed25519", ()), ("ecdsa", ("-b", "384")), ("rsa", ("-b", "2048"))]


def ssh(program, *arguments, **more):
    done = subprocess.run([shutil.which(program), *arguments], check=False, capture_output=True, **more)  # noqa: S603 - a test's own
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def agent():
    """A running agent, by its environment; a socket's path must be short."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        socket = f"{place}/agent"
        running = subprocess.Popen([shutil.which("ssh-agent"), "-D", "-a", socket], stdout=subprocess.DEVNULL)  # noqa: S603 - same
        while not Path(socket).exists():
            assert running.poll() is None
        yield os.environ | {"SSH_AUTH_SOCK": socket}
        running.terminate()
        running.wait()


@pytest.fixture(scope="module", params=KEYS, ids=lambda key: key[0])
def held(request, agent, tmp_path_factory):
    """A key that the agent holds and no file: the path of its `.pub`."""
    kind, more = request.param
    path = tmp_path_factory.mktemp(kind) / "key"
    ssh("ssh-keygen", "-q", "-t", kind, *more, "-N", "", "-C", "", "-f", str(path))
    ssh("ssh-add", "-q", str(path), env=agent)
    path.unlink()
    return path.with_suffix(".pub")


@pytest.fixture
def books(held, agent, desk, monkeypatch):
    """The desk's ledger, whose attester's key the agent holds."""
    monkeypatch.setenv("SSH_AUTH_SOCK", agent["SSH_AUTH_SOCK"])
    line = " ".join(held.read_text(encoding="ascii").split()[:2])
    path = desk.folder / "policies" / "signers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + ATTESTERS.format(line), encoding="utf-8")
    wish = pipeline.AttestingWish(held, None, AT, lambda: None, {})
    key, faults = pipeline.attester_key(desk.policies(), wish)
    assert not faults
    return Books(desk.policies(), desk.folder / "ledger", key)


def accepted_by_keygen(folder, envelope, line):
    """Whether `ssh-keygen -Y verify` takes the signature for one of this key over DSSE's bytes, spelled out here."""
    body = base64.encodebytes(envelope.signature).decode()
    (folder / "sig").write_text(f"-----BEGIN SSH SIGNATURE-----\n{body}-----END SSH SIGNATURE-----\n", encoding="ascii")
    (folder / "allowed").write_text(f"nightly {line}\n", encoding="ascii")
    asked = ("-Y", "verify", "-n", "leadpact", "-I", "nightly", "-f", "allowed", "-s", "sig")
    kind = b"application/vnd.in-toto+json"
    message = b" ".join(
        [b"DSSEv1", str(len(kind)).encode(), kind, str(len(envelope.payload)).encode(), envelope.payload]
    )
    ask = [shutil.which("ssh-keygen"), *asked]
    return subprocess.run(ask, cwd=folder, input=message, check=False, capture_output=True).returncode == 0  # noqa: S603 - same


def test_runs_are_signed_by_a_key_that_only_the_agent_holds_and_both_programs_accept_it(books, desk):
    books.note(2)
    assert books.verify().sound, books.verify()
    envelope = envelopes.opened_line(books.lines[0].rstrip())
    assert accepted_by_keygen(desk.folder, envelope, books.key.line)
    assert not accepted_by_keygen(desk.folder, replace(envelope, payload=envelope.payload + b" "), books.key.line)


def test_any_flipped_byte_of_such_an_envelope_is_found(books):
    content = envelopes.written(envelopes.signed(run_statements.written(SAID), books.key))
    lines = [books.key.line]
    assert envelopes.signed_with(envelopes.opened(content), lines) == books.key.line
    start = content.index(b'"keyid"')
    for index in [*range(0, start, 61), *range(start, len(content))]:
        changed = content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]
        try:
            envelope = envelopes.opened(changed)
        except UnreadableSignatureError:
            continue
        assert envelopes.signed_with(envelope, lines) is None, index


def test_a_signature_for_another_purpose_or_of_another_key_is_none(books, held, agent, desk):
    payload = run_statements.written(SAID)
    armoured = ssh(
        "ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(held), input=envelopes.signed_bytes(payload), env=agent
    )
    blob = base64.b64decode(b"".join(armoured.split(b"\n")[1:-2]))
    mine = envelopes.signed(payload, books.key)
    assert envelopes.signed_with(mine, [books.key.line]) == books.key.line
    assert envelopes.signed_with(replace(mine, signature=blob), [books.key.line]) is None
    assert envelopes.signed_with(mine, [desk.lines["kim"]]) is None
    for cut in (blob[:-1], blob + b"x", blob[:6], b"SSHSIG" + bytes(70)):
        assert envelopes.signed_with(replace(mine, signature=cut), [books.key.line]) is None


def test_a_key_that_nobody_holds_is_told_before_anything_is_judged(desk, agent, monkeypatch):
    monkeypatch.setenv("SSH_AUTH_SOCK", agent["SSH_AUTH_SOCK"])
    (desk.folder / "stranger").unlink()
    path = desk.folder / "policies" / "signers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + ATTESTERS.format(desk.lines["stranger"]), encoding="utf-8")
    wish = pipeline.AttestingWish(desk.folder / "stranger.pub", None, AT, lambda: None, {})
    key, (fault,) = pipeline.attester_key(desk.policies(), wish)
    assert (key, fault.code) == (None, "LP750")
    assert pipeline.attester_key(desk.policies(), replace(wish, key=desk.folder / "kim.pub"))[1][0].code == "LP743"
    monkeypatch.setenv("PATH", str(desk.folder))
    with pytest.raises(UnsignedError, match="not installed"):
        AgentKey(desk.lines["stranger"], str(desk.folder / "stranger.pub")).sign(b"x")


def test_a_run_from_the_command_line_s_pieces_is_attested_and_verified(books, held, desk, monkeypatch):
    """What `check` does and `verify` finds; an agent that is gone by then leaves no attestation of an older run."""
    out = desk.folder / "out"
    (out / "results").mkdir(parents=True)
    for name in ("report.json", "results/clocks.parquet"):
        (out / name).write_bytes(name.encode())
    files = [out / "report.json", out / "results/clocks.parquet"]
    wish = pipeline.AttestingWish(held, desk.folder / "ledger", AT, lambda: None, {"policies": "policies"})
    made = pipeline.run_made(compliance(fake_results.results()), 0, out, files)
    done, _ = pipeline.attest(wish, books.key, desk.policies(), made)
    assert (done.file, done.entry) == (out / "attestation.json", 1)
    assert pipeline.verify_files(desk.policies(), out, LATER).sound
    assert books.verify().sound
    body = json.loads((out / "attestation.json").read_bytes())
    assert base64.b64decode(body["signatures"][0]["sig"]).startswith(b"SSHSIG")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere")
    none, (fault,) = pipeline.attest(wish, books.key, desk.policies(), made)
    assert (none, fault.code) == (None, "LP750")
    assert not (out / "attestation.json").exists()
    assert len(books.verify().runs) == 1, "nothing was added"
