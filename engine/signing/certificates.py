"""Certificates: the line that stands for one, and the private key that goes with it, from PKCS#12 or PEM."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key, pkcs12

from engine.signing.faults import UnusableKeyError
from engine.signing.statements import whole_seconds

WORD = "x509"  # as the policies list it
IN_PEM = b"-----BEGIN CERTIFICATE-----"
IN_DER = b"\x30"


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """A certificate with its private key; `key` is whatever the library opens: RSA, ECDSA, Ed25519."""

    certificate: x509.Certificate
    key: Any

    @property
    def line(self) -> str:
        """The public line of the certificate."""
        return line_of(self.certificate.public_bytes(Encoding.DER))


def holds_certificate(content: bytes) -> bool:
    """Tell a file of PKCS#12, or of PEM with a certificate, from an OpenSSH key."""
    return content.startswith(IN_DER) or IN_PEM in content


def line_of(der: bytes) -> str:
    """Give the public line of a certificate: `x509 base64`, as signers list it."""
    return f"{WORD} {base64.b64encode(der).decode()}"


def unlock(content: bytes, ask: Callable[[], str | None]) -> Credential:
    """Open a certificate with its key; `ask` is called for the passphrase only if they are kept under one.

    Raises:
        UnusableKeyError: no such file, a key of another certificate, no passphrase or a wrong one.
    """
    found = _opened(content, None)
    if found is None:
        passphrase = ask()
        if not passphrase:
            way_out = "type its passphrase when asked, or put it into the variable LEADPACT_PASSPHRASE"
            raise UnusableKeyError("the certificate's key is kept under a passphrase, and none was given", way_out)
        found = _opened(content, passphrase.encode())
    if found is None:
        raise UnusableKeyError("the passphrase does not open the certificate's key", "try again; upper case counts")
    if _public(found.key) != _public(found.certificate):
        raise UnusableKeyError("the private key is not that of the certificate", "put both of one pair into the file")
    return found


def unfit_because(line: str, at: int) -> str:
    """Tell why a listed certificate says nothing of an instant (µs UTC); an empty text if it was good then."""
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(line.split()[1]))
        first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except (ValueError, binascii.Error):
        return "the certificate that is listed can't be read"
    if not whole_seconds(first) <= at <= whole_seconds(last):
        return f"the certificate is good from {first:%Y-%m-%d} until {last:%Y-%m-%d} only"
    return ""


def _opened(content: bytes, passphrase: bytes | None) -> Credential | None:
    """Open the file; None if it takes another passphrase than this one."""
    if content.startswith(IN_DER):
        return _from_pkcs12(content, passphrase)
    try:
        return Credential(x509.load_pem_x509_certificate(content), load_pem_private_key(content, passphrase))
    except TypeError:  # what the library raises for a key under a passphrase, and for a passphrase without need
        return None
    except (ValueError, UnsupportedAlgorithm) as fault:
        if passphrase is not None:
            return None
        way_out = "put the certificate and its private key into one PEM file, or name the `.p12`"
        raise UnusableKeyError("the file holds no certificate with its private key", way_out) from fault


def _from_pkcs12(content: bytes, passphrase: bytes | None) -> Credential | None:
    try:
        key, certificate, _more = pkcs12.load_key_and_certificates(content, passphrase)
    except ValueError:
        return None
    if key is None or certificate is None:
        raise UnusableKeyError("the file lacks the certificate or its private key", "export both into the `.p12`")
    return Credential(certificate, key)


def _public(held: Any) -> bytes:
    public: bytes = held.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return public
