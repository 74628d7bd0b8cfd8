"""A signature put into a PDF (PAdES B-B): the same paper, certificate, words and time are the same bytes."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer, select_suitable_signing_md
from pyhanko_certvalidator.registry import SimpleCertificateStore

from engine.signing.certificates import Credential
from engine.signing.faults import UnusableKeyError
from engine.signing.paper_fields import Revision
from engine.signing.paper_statements import sentence
from engine.signing.statements import EPOCH, Statement

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
SHORTEST_RSA = 2048


class _Signer(Signer):  # type: ignore[misc]  # the library comes without types
    """Signs by a private key in memory; nothing that it gives hangs on chance."""

    def __init__(self, credential: Credential) -> None:
        certificate = x509.Certificate.load(credential.certificate.public_bytes(Encoding.DER))
        super().__init__(signing_cert=certificate, cert_registry=SimpleCertificateStore())
        self._key = credential.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - as the library calls it
        return _raw(self._key, data, HASHES[digest_algorithm])


def _raw(key: Any, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), digest)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(digest, deterministic_signing=True))
    assert isinstance(key, ed25519.Ed25519PrivateKey)  # noqa: S101 - `refuse` let nothing else pass
    return key.sign(data)


def refuse(credential: Credential) -> None:
    """Let pass only what can sign.

    Raises:
        UnusableKeyError: another sort of key, or one too short.
    """
    key = credential.key
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < SHORTEST_RSA:
        raise UnusableKeyError(f"an RSA key of {key.key_size} bits is too short", f"use one of {SHORTEST_RSA} or more")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        raise UnusableKeyError("certificates sign with RSA, ECDSA or Ed25519 keys only", "use one with such a key")


def signed_paper(content: bytes, field: str, who: str, said: Statement, credential: Credential) -> bytes:
    """Fill a field that is empty; nothing that was there changes.

    `who` is the person's name. The time is that of the statement, in whole seconds.
    """
    writer, out = Revision(BytesIO(content)), BytesIO()
    signer = _Signer(credential)
    digest = select_suitable_signing_md(signer.signing_cert.public_key)
    steps = PdfCMSEmbedder().write_cms(field_name=field, writer=writer, existing_fields_only=True)
    next(steps)
    room = SignatureObject(
        timestamp=EPOCH + timedelta(microseconds=said.signed_at),
        subfilter=SigSeedSubFilter.PADES,
        name=who,
        reason=sentence(said),
        bytes_reserved=2 * _length(signer, digest),
    )
    steps.send(SigObjSetup(sig_placeholder=room))
    prepared, _ = steps.send(SigIOSetup(md_algorithm=digest, output=out))
    steps.send(_sealed(signer, prepared.document_digest, digest))
    return out.getvalue()


def _sealed(signer: _Signer, document: bytes, digest: str) -> bytes:
    """Wait in a thread of its own: in the caller's an event loop may run, as in a notebook."""
    waiting = signer.async_sign(document, digest, use_pades=True)
    with ThreadPoolExecutor(max_workers=1) as thread:
        content: bytes = thread.submit(asyncio.run, waiting).result().dump()
    return content


def _length(signer: _Signer, digest: str) -> int:
    """The most that the container can take: ECDSA's signatures differ by some bytes."""
    return len(_sealed(signer, bytes(HASHES[digest].digest_size), digest)) + 16
