"""A flipped byte anywhere in what was signed is found, and nothing of it is taken for a signature."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess

import pytest

from engine.signing import envelopes, keys, statements
from engine.signing.faults import UnreadableSignatureError
from tests.signing.conftest import AT, VERSION

SAID = statements.Statement(VERSION, "cmo", AT, "a" * 64, "b" * 64)


def flipped(content, index):
    return content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]


def counts(content, line):
    """Whether a file is an envelope of this key, as the signing room sees it."""
    try:
        envelope = envelopes.opened(content)
    except UnreadableSignatureError:
        return False
    signed = envelopes.signed_bytes(envelope.payload)
    return envelope.keyid == keys.fingerprint(line) and keys.fits(line, envelope.signature, signed)


def test_any_flipped_byte_of_an_envelope_is_found(desk):
    """Payload, signature, key id, type, even a space: the file is what was written, or it counts for nothing."""
    desk.sign_both()
    path, policies = desk.signatures / "kim.json", desk.policies()
    content = path.read_bytes()
    assert counts(content, desk.lines["kim"])
    assert not [i for i in range(len(content)) if counts(flipped(content, i), desk.lines["kim"])]
    for index in range(0, len(content), 29):
        path.write_bytes(flipped(content, index))
        view = desk.verify(policies)
        assert view.unsigned == ("cmo",), index
        assert view.unreadable or view.signatures[1].void_because, index
    path.write_bytes(content)
    assert desk.verify(policies).signed


def test_any_flipped_byte_of_a_statement_is_found_even_if_it_is_put_back_into_its_envelope(desk):
    desk.sign_both()
    path, policies = desk.signatures / "kim.json", desk.policies()
    body = json.loads(path.read_bytes())
    payload = desk.payload("kim.json")
    for index in range(len(payload)):
        body["payload"] = base64.b64encode(flipped(payload, index)).decode()
        content = f"{json.dumps(body, indent=1)}\n".encode()
        assert not counts(content, desk.lines["kim"]), index
        if index % 29 == 0:
            path.write_bytes(content)
            assert desk.verify(policies).unsigned == ("cmo",), index


def test_any_flipped_byte_of_the_terms_kept_beside_is_found(desk):
    desk.sign_both()
    path, policies = desk.signatures / "terms.json", desk.policies()
    content = path.read_bytes()
    for index in range(0, len(content), 211):
        path.write_bytes(flipped(content, index))
        assert desk.verify(policies).faults == (f"{path} is not what was signed",)
        assert not desk.verify(policies).signed


def test_any_other_key_in_the_list_of_signers_is_found(desk):
    """Letters of a public key, one after the other: the list no longer loads, or the signature fits no key."""
    desk.sign_both()
    path = desk.folder / "policies" / "signers.yaml"
    text, start = path.read_text(encoding="utf-8"), path.read_text(encoding="utf-8").index(desk.lines["kim"])
    for index in range(start, start + len(desk.lines["kim"]), 5):
        other = "B" if text[index] != "B" else "C"
        path.write_text(text[:index] + other + text[index + 1 :], encoding="utf-8")
        try:
            policies = desk.policies()
        except AssertionError:
            continue
        assert desk.verify(policies).unsigned == ("cmo",), index


def test_a_signature_under_another_name_of_its_key_does_not_count(desk):
    desk.sign_both()
    kim, jo = (envelopes.opened((desk.signatures / f"{who}.json").read_bytes()) for who in ("kim", "jo"))
    swapped = json.loads((desk.signatures / "kim.json").read_bytes())
    swapped["signatures"][0]["keyid"] = jo.keyid
    assert kim.keyid != jo.keyid
    (desk.signatures / "kim.json").write_text(f"{json.dumps(swapped, indent=1)}\n", encoding="utf-8")
    assert desk.verify().unsigned == ("cmo",)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000, b"{" * 50, b'{"payload": 5}', b"\x00" * 10],
)
def test_what_is_no_signature_is_unreadable_and_no_crash(desk, content):
    desk.sign_both()
    (desk.signatures / "more.json").write_bytes(content)
    (desk.signatures / "more.sig").write_bytes(content)
    view = desk.verify()
    assert len(view.unreadable) == 2
    assert not view.signed
    with pytest.raises(UnreadableSignatureError):
        statements.read(content)


def test_a_statement_is_read_as_it_was_written():
    assert statements.read(statements.written(SAID)) == SAID


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"T10:00:00Z", b"T10:00:00+"),
        (b"2026-06-30", b"9999-12-31"),
        (b"2026-06-30", b"2026-6-30"),
        (b'"cmo"', b"5"),
        (b"a" * 64, b"A" * 64),
        (b"Statement/v1", b"Statement/v0.1"),
        (b"{\n", b'{\n "more": 1,\n'),
    ],
)
def test_a_statement_of_another_form_is_none(old, new):
    """What a later release adds is not silently skipped by this one."""
    content = statements.written(SAID)
    changed = content.replace(old, new)
    assert changed != content
    with pytest.raises(UnreadableSignatureError):
        statements.read(changed)


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_openssl_accepts_the_raw_signature_over_the_envelope_s_payload(desk):
    """Another program, another text of the key; DSSE's bytes are spelled out here and not taken from the engine."""
    desk.sign("kim", "cmo")
    body = json.loads((desk.signatures / "kim.json").read_bytes())
    payload, signature = base64.b64decode(body["payload"]), base64.b64decode(body["signatures"][0]["sig"])
    kind = body["payloadType"].encode()
    message = b" ".join([b"DSSEv1", str(len(kind)).encode(), kind, str(len(payload)).encode(), payload])
    raw = base64.b64decode(desk.lines["kim"].split()[1])[-32:]
    named = {
        "key": b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00" + raw,
        "message": message,
        "signature": signature,
    }
    for name, content in named.items():
        (desk.folder / name).write_bytes(content)
    key, files = ("-pubin", "-keyform", "DER", "-inkey", "key"), ("-rawin", "-in", "message", "-sigfile", "signature")
    ask = [shutil.which("openssl"), "pkeyutl", "-verify", *key, *files]
    assert subprocess.run(ask, cwd=desk.folder, check=False, capture_output=True).returncode == 0  # noqa: S603
    (desk.folder / "message").write_bytes(message + b" ")
    assert subprocess.run(ask, cwd=desk.folder, check=False, capture_output=True).returncode != 0  # noqa: S603


def test_the_digest_in_a_statement_is_that_of_the_file_beside_it(desk):
    """`sha256sum terms.json` is all that an auditor needs."""
    desk.sign("kim", "cmo")
    body = json.loads(desk.payload("kim.json"))
    assert body["_type"] == "https://in-toto.io/Statement/v1"
    kept = hashlib.sha256((desk.signatures / "terms.json").read_bytes()).hexdigest()
    assert body["subject"] == [{"digest": {"sha256": kept}, "name": f"{VERSION} terms"}]
