"""Signatures of `ssh-keygen -Y sign`: from keys in an agent or a token, which leadpact never sees.

The format is OpenSSH's PROTOCOL.sshsig; what is accepted is what `ssh-keygen -Y verify` accepts of these key types.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from engine.signing import token_keys
from engine.signing.faults import UnreadableSignatureError

NAMESPACE = "leadpact"
MAGIC, VERSION = b"SSHSIG", 1
ARMOUR = re.compile(rb"-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\r?\n?")
HASHES: dict[bytes, hashes.HashAlgorithm] = {b"sha256": hashes.SHA256(), b"sha512": hashes.SHA512()}
RSA: dict[bytes, hashes.HashAlgorithm] = {b"rsa-sha2-256": hashes.SHA256(), b"rsa-sha2-512": hashes.SHA512()}
CURVES: dict[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class SshSignature:
    """`line` is the public key that it names; `signature` is of type `algorithm`; `said` is what a token adds to it."""

    line: str
    namespace: bytes
    hashed_with: bytes
    algorithm: bytes
    signature: bytes
    said: bytes = b""

    def fits_key(self, line: str, message: bytes) -> bool:
        """Tell whether a key (`type base64`) made it over exactly these bytes, for leadpact and nothing else."""
        return self.line == line and self.fits(message)

    def fits(self, message: bytes) -> bool:
        """Tell whether the key that it names made it over exactly these bytes, for leadpact and nothing else."""
        if self.namespace != NAMESPACE.encode() or self.hashed_with not in HASHES:
            return False
        digest = hashlib.new(self.hashed_with.decode(), message).digest()
        covered = MAGIC + b"".join(map(_counted, (self.namespace, b"", self.hashed_with, digest)))
        try:
            return self._verified(covered)
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, UnreadableSignatureError):
            return False

    def _verified(self, covered: bytes) -> bool:
        """Raise InvalidSignature where the signature does not fit; False for a type that the key can't make."""
        kind, public = self.line.encode().split()
        if token_keys.of_token(kind):
            if self.algorithm != kind:
                return False
            token_keys.verify(base64.b64decode(public), self.signature, self.said, covered, _all)
            return True
        key = load_ssh_public_key(self.line.encode())
        match key:
            case ed25519.Ed25519PublicKey() if self.algorithm == kind:
                key.verify(self.signature, covered)
            case ec.EllipticCurvePublicKey() if self.algorithm == kind:
                r, s = (int.from_bytes(part, "big", signed=True) for part in _all(self.signature, 2))
                key.verify(encode_dss_signature(r, s), covered, ec.ECDSA(CURVES[key.curve.name]))
            case rsa.RSAPublicKey() if self.algorithm in RSA:
                key.verify(self.signature, covered, padding.PKCS1v15(), RSA[self.algorithm])
            case _:
                return False
        return True


def read(content: bytes) -> SshSignature:
    """Read an armoured `.sig` file.

    Raises:
        UnreadableSignatureError: it is none of version 1.
    """
    return opened(unarmoured(content))


def unarmoured(content: bytes) -> bytes:
    """Give the bytes that an armoured file holds. Raises UnreadableSignatureError."""
    armour = ARMOUR.fullmatch(content)
    return _decoded(b"".join(armour[1].split())) if armour else b""


def opened(blob: bytes) -> SshSignature:
    """Read a signature without its armour.

    Raises:
        UnreadableSignatureError: it is none of version 1.
    """
    if not blob.startswith(MAGIC + VERSION.to_bytes(4, "big")):
        raise _unreadable()
    public, namespace, _reserved, hashed_with, signature = _all(blob[len(MAGIC) + 4 :], 5)
    algorithm = signature[4 : 4 + int.from_bytes(signature[:4], "big")]
    end = len(signature) - (token_keys.SAID if token_keys.of_token(algorithm) else 0)
    algorithm, raw = _all(signature[:end], 2)
    kind = _all(public[: 4 + int.from_bytes(public[:4], "big")], 1)[0]
    line = f"{kind.decode('ascii', 'replace')} {base64.b64encode(public).decode()}"
    return SshSignature(line, namespace, hashed_with, algorithm, raw, signature[end:])


def _decoded(encoded: bytes) -> bytes:
    """Decode base64 in its one canonical form: another text of the same bytes is no signature."""
    try:
        blob = base64.b64decode(encoded, validate=True)
    except ValueError as fault:
        raise _unreadable() from fault
    if base64.b64encode(blob) != encoded:
        raise _unreadable()
    return blob


def _all(blob: bytes, count: int) -> list[bytes]:
    """Give the parts of a blob, each after its length in four bytes; there must be so many, and nothing after them."""
    parts, rest = [], blob
    for _ in range(count):
        length, rest = int.from_bytes(rest[:4], "big"), rest[4:]
        if length > len(rest):
            raise _unreadable()
        parts.append(rest[:length])
        rest = rest[length:]
    if rest:
        raise _unreadable()
    return parts


def _counted(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def _unreadable() -> UnreadableSignatureError:
    return UnreadableSignatureError("the file is no signature of `ssh-keygen -Y sign`", "let it be signed again")
