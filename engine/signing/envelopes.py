"""DSSE: the exact bytes that were signed, and the signature over them, in one JSON file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.signing import ssh_signatures
from engine.signing.agent_keys import AgentKey
from engine.signing.faults import UnreadableSignatureError
from engine.signing.keys import fingerprint, fits, line_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"
RAW = 64
"""The bytes of a signature that leadpact itself makes."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`payload` as it was signed; `keyid` is the fingerprint that the envelope claims, which nothing protects.

    Both `keyid` and `signature` are empty where nobody signed: a ledger keeps such payloads too.
    """

    payload: bytes
    keyid: str
    signature: bytes


def signed_bytes(payload: bytes) -> bytes:
    """Give what a signature is made over: the payload's type and length are in it (DSSE's PAE)."""
    return b"DSSEv1 %d %b %d %b" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)


def sealed(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """Sign a payload; give the content of the envelope's file."""
    return written(signed(payload, key))


def signed(payload: bytes, key: Ed25519PrivateKey | AgentKey | None) -> Envelope:
    """Put a payload into an envelope, signed if there is a key. Raises UnsignedError where `ssh-keygen` doesn't."""
    if key is None:
        return Envelope(payload, "", b"")
    line = key.line if isinstance(key, AgentKey) else line_of(key)
    return Envelope(payload, fingerprint(line), key.sign(signed_bytes(payload)))


def signed_with(envelope: Envelope, lines: Iterable[str]) -> str | None:
    """Find the key, of some public lines, that made an envelope's signature; None if none of them did.

    The signature is one of `ssh-keygen`, or the 64 bytes of an Ed25519 key.
    """
    covered = signed_bytes(envelope.payload)
    by_ssh = None
    if envelope.signature.startswith(ssh_signatures.MAGIC) and len(envelope.signature) > RAW:
        try:
            by_ssh = ssh_signatures.opened(envelope.signature)
        except UnreadableSignatureError:
            return None
    named = (line for line in lines if fingerprint(line) == envelope.keyid)
    if by_ssh is not None:
        return next((line for line in named if by_ssh.fits_key(line, covered)), None)
    return next((line for line in named if fits(line, envelope.signature, covered)), None)


def opened(content: bytes) -> Envelope:
    """Read an envelope; whether its signature fits is another question.

    Raises:
        UnreadableSignatureError: anything but a file that `sealed` gives, to the last byte.
    """
    try:
        envelope = _envelope(json.loads(content))
        same = bool(envelope.signature) and written(envelope) == content
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        same = False
    if not same:
        way_out = "take it from the history of the repository, or let it be signed again"
        raise UnreadableSignatureError("the file is no envelope as leadpact writes it", way_out)
    return envelope


def opened_line(line: bytes) -> Envelope:
    """Read an envelope that stands in a line of its own, signed or not.

    Raises:
        UnreadableSignatureError: anything but a line that `in_a_line` gives, without its end, to the last byte.
    """
    try:
        envelope = _envelope(json.loads(line))
        same = in_a_line(envelope) == line
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        same = False
    if not same:
        raise UnreadableSignatureError("the line is no envelope as leadpact writes it", "take it from a copy")
    return envelope


def written(envelope: Envelope) -> bytes:
    """Give the content of an envelope's file."""
    return f"{json.dumps(_body(envelope), indent=1)}\n".encode()


def in_a_line(envelope: Envelope) -> bytes:
    """Give an envelope as one line, without its end."""
    return json.dumps(_body(envelope), separators=(",", ":")).encode()


def _body(envelope: Envelope) -> dict[str, Any]:
    signature = {"keyid": envelope.keyid, "sig": base64.b64encode(envelope.signature).decode()}
    return {
        "payloadType": PAYLOAD_TYPE,
        "payload": base64.b64encode(envelope.payload).decode(),
        "signatures": [signature] if envelope.signature else [],
    }


def _envelope(body: dict[str, Any]) -> Envelope:
    if not body["signatures"]:
        return Envelope(base64.b64decode(body["payload"], validate=True), "", b"")
    signature = body["signatures"][0]
    if not isinstance(signature["keyid"], str):
        raise TypeError("a keyid of another form")
    return Envelope(
        payload=base64.b64decode(body["payload"], validate=True),
        keyid=signature["keyid"],
        signature=base64.b64decode(signature["sig"], validate=True),
    )
