"""OpenSSH keys: private ones that sign, public ones (`type base64`, a line) that verify."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
    load_ssh_public_key,
)

from engine.signing.faults import UnusableKeyError

PrivateKey = Ed25519PrivateKey
PUBLIC = (b"ssh-", b"ecdsa-", b"sk-")
WRITE_ONE = "`ssh-keygen -t ed25519 -f FILE` makes a key that does"


def is_public(content: bytes) -> bool:
    """Tell whether a key file is a `.pub`, which can't sign by itself."""
    return content.startswith(PUBLIC)


def public_line(content: bytes) -> str:
    """Give the line of a `.pub` file without its comment.

    Raises:
        UnusableKeyError: it is not a line of a type and base64.
    """
    words = content.decode("ascii", "replace").split()
    if len(words) < len(("type", "base64")):
        raise UnusableKeyError("the file holds no whole public key", "name the `.pub` file that ssh-keygen wrote")
    return " ".join(words[:2])


def unlock(content: bytes, ask: Callable[[], str | None]) -> Ed25519PrivateKey:
    """Open an OpenSSH private key; `ask` is called for the passphrase only if it is kept under one.

    Raises:
        UnusableKeyError: not such a key, of another type, no passphrase or a wrong one.
    """
    try:
        return _signing(_loaded(content, None))
    except TypeError:  # what the library raises for a key under a passphrase
        passphrase = ask()
    if not passphrase:
        way_out = "type its passphrase when asked, or put it into the variable LEADPACT_PASSPHRASE"
        raise UnusableKeyError("the key is kept under a passphrase, and none was given", way_out)
    return _signing(_loaded(content, passphrase.encode()))


def _loaded(content: bytes, passphrase: bytes | None) -> object:
    try:
        return load_ssh_private_key(content, passphrase)
    except UnsupportedAlgorithm as fault:
        raise UnusableKeyError("the private key is of a kind that can't be opened here", WRITE_ONE) from fault
    except ValueError as fault:
        if passphrase is None:
            raise UnusableKeyError("the file is no OpenSSH private key", WRITE_ONE) from fault
        raise UnusableKeyError("the passphrase does not open the key", "try again; upper case counts") from fault


def _signing(key: object) -> Ed25519PrivateKey:
    if isinstance(key, Ed25519PrivateKey):
        return key
    way_out = "give its `.pub` file instead: `ssh-keygen -Y sign` then signs; or use an Ed25519 key"
    raise UnusableKeyError("leadpact itself signs with Ed25519 keys only", way_out)


def new_key() -> tuple[bytes, str]:
    """Make a key: the content of its file, not under a passphrase, and its public line."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()), line_of(key)


def line_of(key: Ed25519PrivateKey) -> str:
    """Give the public line of a private key."""
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def fingerprint(line: str) -> str:
    """Give the name of a public key as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding."""
    digest = hashlib.sha256(base64.b64decode(line.split()[1])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def fits(line: str, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 key made this signature (64 bytes) over exactly these bytes."""
    try:
        key = load_ssh_public_key(line.encode())
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(signature, message)
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True
