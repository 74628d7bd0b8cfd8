"""Keys on security tokens: their signatures, made up here as a token makes them, count where `ssh-keygen` says so."""

from __future__ import annotations

import base64
import hashlib
import shutil
import textwrap

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from engine.signing import envelopes, keys, ssh_signatures
from engine.signing.faults import UnreadableSignatureError
from tests.signing.test_ssh_signatures import MESSAGE, both_accept

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
APPLICATION = b"ssh:leadpact"
TOUCHED, UNTOUCHED = b"\x01\x00\x00\x00\x07", b"\x00\x00\x00\x00\x07"


def counted(*parts):
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def whole(number):
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


class Ed25519Token:
    """An Ed25519 key in a token."""

    kind = b"sk-ssh-ed25519@openssh.com"

    def __init__(self):
        self._key = Ed25519PrivateKey.generate()
        point = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = counted(self.kind, point, APPLICATION)

    def raw(self, covered):
        return self._key.sign(covered)


class P256Token:
    """An ECDSA key in a token."""

    kind = b"sk-ecdsa-sha2-nistp256@openssh.com"

    def __init__(self):
        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = counted(self.kind, b"nistp256", point, APPLICATION)

    def raw(self, covered):
        return counted(*map(whole, decode_dss_signature(self._key.sign(covered, ec.ECDSA(hashes.SHA256())))))


def blob_of(token, message, said=TOUCHED, namespace=b"leadpact"):
    """What `ssh-keygen -Y sign` makes with a token, step by step as PROTOCOL.sshsig and PROTOCOL.u2f say."""
    inner = b"SSHSIG" + counted(namespace, b"", b"sha512", hashlib.sha512(message).digest())
    covered = hashlib.sha256(APPLICATION).digest() + said + hashlib.sha256(inner).digest()
    signature = counted(token.kind, token.raw(covered)) + said
    return b"SSHSIG" + (1).to_bytes(4, "big") + counted(token.public, namespace, b"", b"sha512", signature)


def armoured(blob):
    body = "\n".join(textwrap.wrap(base64.b64encode(blob).decode(), 70))
    return f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n".encode()


@pytest.fixture(params=[Ed25519Token, P256Token])
def token(request, tmp_path):
    """A token, its public line, and a folder that tells ssh-keygen of it."""
    made = request.param()
    line = f"{made.kind.decode()} {base64.b64encode(made.public).decode()}"
    (tmp_path / "allowed").write_text(f"somebody {line}\n", encoding="utf-8")
    return made, line, tmp_path


@pytest.mark.parametrize("said", [TOUCHED, UNTOUCHED])
def test_both_accept_a_token_s_signature_and_refuse_it_over_other_bytes(token, said):
    made, line, folder = token
    content = armoured(blob_of(made, MESSAGE, said))
    assert both_accept(folder, line, content, MESSAGE) == (True, True)
    assert both_accept(folder, line, content, MESSAGE + b" ") == (False, False)
    assert both_accept(folder, line, armoured(blob_of(made, MESSAGE, said, b"git")), MESSAGE) == (False, False)


def test_any_flipped_byte_is_found(token):
    """Counter and touch are signed too."""
    made, line, folder = token
    blob = blob_of(made, MESSAGE)
    for index in range(len(blob)):
        changed = blob[:index] + bytes([blob[index] ^ 1]) + blob[index + 1 :]
        try:
            assert not ssh_signatures.opened(changed).fits_key(line, MESSAGE), index
        except UnreadableSignatureError:
            continue
    for index in range(len(blob) - 9, len(blob)):
        changed = blob[:index] + bytes([blob[index] ^ 1]) + blob[index + 1 :]
        assert both_accept(folder, line, armoured(changed), MESSAGE) == (False, False), index


def test_a_token_attests_runs_and_a_raw_signature_in_its_name_is_none(token):
    made, line, _ = token
    payload = b"what a run says"
    blob = blob_of(made, envelopes.signed_bytes(payload))
    keyid = keys.fingerprint(line)
    assert envelopes.signed_with(envelopes.Envelope(payload, keyid, blob), [line]) == line
    assert envelopes.signed_with(envelopes.Envelope(payload, keyid, bytes(64)), [line]) is None
    assert envelopes.signed_with(envelopes.Envelope(payload + b" ", keyid, blob), [line]) is None


def test_a_token_may_sign_for_its_party(token, desk):
    made, line, _ = token
    desk.edit("signers.yaml", f"{desk.lines['kim']} kim@example.com", line)
    (desk.folder / "kim.pub").write_text(f"{line} a token\n", encoding="utf-8")
    assert desk.sign("kim.pub", "cmo").to_run
    statement = desk.signatures / "kim.statement.json"
    statement.with_name(f"{statement.name}.sig").write_bytes(armoured(blob_of(made, statement.read_bytes())))
    assert desk.verify().unsigned == ("cro",)


def test_a_cut_line_of_a_token_s_key_is_told(token, desk):
    made, line, _ = token
    short = base64.b64encode(made.public[: -len(APPLICATION) - 4]).decode()
    desk.edit("signers.yaml", f"{desk.lines['kim']} kim@example.com", f"{line.split()[0]} {short}")
    with pytest.raises(AssertionError, match="LP720"):
        desk.policies()
