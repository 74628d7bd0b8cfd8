"""What a pattern can't tell of a public key or certificate: whether its bytes are what the text says."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from engine.diagnostics import Diagnostic, error
from engine.model.written import Written

PARTS = {
    "ssh-ed25519": 2,
    "ssh-rsa": 3,
    "ecdsa-sha2-nistp256": 3,
    "ecdsa-sha2-nistp384": 3,
    "ecdsa-sha2-nistp521": 3,
    "sk-ssh-ed25519@openssh.com": 3,
    "sk-ecdsa-sha2-nistp256@openssh.com": 4,
}
ED25519 = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com")
LENGTH_OF_ED25519 = 32


def key_faults(word: Written) -> Iterator[Diagnostic]:
    """Tell a line whose base64 was cut, mistyped, or is of another type than the line says."""
    algorithm, encoded, *_ = [*word.split(), "", ""]  # a text without both is told by the pattern
    try:
        parts = _parts(base64.b64decode(encoded, validate=True))
    except (ValueError, binascii.Error):
        parts = []
    sound = len(parts) == PARTS.get(algorithm) and parts[0] == algorithm.encode()
    if not sound or (algorithm in ED25519 and len(parts[1]) != LENGTH_OF_ED25519):
        help_ = "copy the whole line of the `.pub` file; `ssh-keygen -l -f FILE` tells whether it is one"
        yield error("LP720", word.at, f"this is no key of type `{algorithm}`", help_)


def certificate_faults(word: Written) -> Iterator[Diagnostic]:
    """Tell a PEM text whose base64 was cut or mistyped: its bytes are no sequence of the length that they say."""
    try:
        der = base64.b64decode(base64_of(word), validate=True)
    except (ValueError, binascii.Error):
        der = b""
    counted = der[1] & 0x7F if der[1:2] > b"\x80" else 0  # so many bytes hold the length, where one can't
    length = int.from_bytes(der[2 : 2 + counted] or der[1:2], "big")
    if not der.startswith(b"\x30") or len(der) != 2 + counted + length:
        help_ = "copy all of the PEM file; `openssl x509 -in FILE -noout -subject` tells whether it is one"
        yield error("LP746", word.at, "this is no whole certificate", help_)


def base64_of(pem: str) -> str:
    """Give what stands between the first line of a PEM text and the last one, an empty text if it has none."""
    _, _, *rest = [*pem.split("-----"), "", ""]
    return "".join(rest[0].split())


def _parts(blob: bytes) -> list[bytes]:
    """Give the parts of a blob, each after its length in four bytes.

    Raises:
        ValueError: the last part is longer than what is left.
    """
    parts, rest = [], blob
    while rest:
        length, rest = int.from_bytes(rest[:4], "big"), rest[4:]
        if length > len(rest):
            raise ValueError(length)
        parts.append(rest[:length])
        rest = rest[length:]
    return parts
