"""Certificates of made-up people, and a small paper that two of them sign."""

from __future__ import annotations

import hashlib
import textwrap
from datetime import datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from engine.documents.paper import Running, paper
from engine.signing import paper_fields, paper_signing
from engine.signing.certificates import Credential
from engine.signing.statements import Statement
from tests.signing.conftest import AT

ROLES = ("cmo", "cro")


@cache
def private(sort):
    """One key of a sort for all tests: making an RSA key takes longer than signing with it."""
    return {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "short": lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505 - to be refused
    }[sort]()


@cache
def credential(sort, name, years=(2026, 2030)):
    """A certificate that vouches for itself, as a person's own does in a list of signers."""
    key = private(sort)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(called, called, key.public_key(), 7 + len(name))
    made = made.not_valid_before(datetime(years[0], 1, 1)).not_valid_after(datetime(years[1], 1, 1))  # noqa: DTZ001 - UTC
    return Credential(made.sign(key, None if sort == "ed25519" else hashes.SHA256()), key)


def as_pkcs12(held, passphrase=b""):
    kept = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", held.key, held.certificate, None, kept)


def as_pem(held, passphrase=b""):
    kept = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return public_pem(held) + held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept)


def public_pem(held):
    return held.certificate.public_bytes(Encoding.PEM)


def listed(held):
    """A certificate as an entry under `keys`."""
    return "certificate: |\n" + textwrap.indent(public_pem(held).decode(), " " * 10)


@cache
def unsigned():
    return paper("# A\n\nWe agree.\n", {}, Running("An agreement", "above", "below", 0), {}).content


def prepared():
    return paper_fields.with_fields(unsigned(), paper_fields.fields_for([(role, 1) for role in ROLES]))


def signed(content, nth, held):
    """The paper with one more signature, by the nth head."""
    said = Statement("small@1.0.0", ROLES[nth], AT, "a" * 64, hashlib.sha256(unsigned()).hexdigest())
    return paper_signing.signed_paper(content, f"signature_{nth + 1}", f"Head {nth}", said, held)


@cache
def signed_by_both(first="rsa", second="ecdsa"):
    return signed(signed(prepared(), 0, credential(first, "Kim Berg")), 1, credential(second, "Jo Ohm"))
