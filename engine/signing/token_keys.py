"""Keys on security tokens (`sk-…`): a token signs a digest of its own, with a counter and whether somebody touched it.

The format is OpenSSH's PROTOCOL.u2f. As for `ssh-keygen -Y verify`, an untouched token's signature is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

Parts = Callable[[bytes, int], list[bytes]]
"""Reads so many parts of a blob, each after its length in four bytes, and nothing after them."""
ED25519, P256 = b"sk-ssh-ed25519@openssh.com", b"sk-ecdsa-sha2-nistp256@openssh.com"
SAID = 5
"""The bytes of what the token says: flags, and a counter of four."""


def of_token(algorithm: bytes) -> bool:
    """Tell whether a type of key or of signature is one of a token."""
    return algorithm in {ED25519, P256}


def verify(public: bytes, signature: bytes, said: bytes, message: bytes, parts: Parts) -> None:
    """Hold a token's signature against its public key and the message.

    Raises:
        InvalidSignature: it does not fit.
        ValueError: the key is none of a token.
    """
    kind = public[4 : 4 + int.from_bytes(public[:4], "big")]
    *_, point, application = parts(public, 3 if kind == ED25519 else 4)
    covered = hashlib.sha256(application).digest() + said + hashlib.sha256(message).digest()
    if kind == ED25519:
        ed25519.Ed25519PublicKey.from_public_bytes(point).verify(signature, covered)
        return
    r, s = (int.from_bytes(part, "big", signed=True) for part in parts(signature, 2))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key.verify(encode_dss_signature(r, s), covered, ec.ECDSA(hashes.SHA256()))
