"""The signatures inside a PDF, read back: whose, over which bytes, and what was done to the file since."""

from __future__ import annotations

import hashlib
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import core
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import check_ess_certid, find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from engine.signing.certificates import line_of
from engine.signing.faults import UnreadableSignatureError
from engine.signing.paper_statements import statement
from engine.signing.statements import FIRST_YEAR, LAST_YEAR, SECOND, Statement, whole_seconds

BROKEN = (
    *(PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, RecursionError),
    *(ArithmeticError, EOFError, NotImplementedError, struct.error, zlib.error, InvalidSignature, UnsupportedAlgorithm),
)
"""All that the library was seen to raise over damaged files."""
logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what is wrong is told as an objection
HASHES = {"sha256", "sha384", "sha512"}
EARLIEST = whole_seconds(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
LATEST = whole_seconds(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)) - SECOND
"""The times (µs UTC) that statements are held to: no other can be printed in every zone."""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A signature; `line` is its certificate as signers list it, `signed_at` µs UTC as the signer stated it.

    A time that no statement may state is the nearest one that it may, and an objection. `covers` is the number of
    bytes from the start of the file, the room for the signature itself included; `objection` tells what was done to
    it, or to the file since, an empty text if nothing. `said` is None where it holds no sentence of leadpact's.
    """

    field: str
    line: str
    signed_at: int
    said: Statement | None
    covers: int
    objection: str


def read(content: bytes) -> tuple[PaperSignature, ...]:
    """Read every signature of a PDF, in the order of their fields.

    Raises:
        UnreadableSignatureError: it can't be read as a PDF.
    """
    try:
        reader = PdfFileReader(BytesIO(content))
        filled = [(name, field) for name, value, field in enumerate_sig_fields(reader) if value is not None]
        return tuple(_signature(reader, content, name, field) for name, field in filled)
    except BROKEN as fault:
        way_out = "take it from a copy: it was changed, or cut"
        raise UnreadableSignatureError("the file can't be read as a PDF with its signatures", way_out) from fault


def after_the_last(content: bytes, found: tuple[PaperSignature, ...]) -> int:
    """Tell how many bytes follow what any signature covers."""
    return len(content) - max((one.covers for one in found), default=0)


def _signature(reader: Any, content: bytes, name: str, field: Any) -> PaperSignature:
    embedded = EmbeddedPdfSignature(reader, field, name)
    certificate = embedded.signer_cert
    stated = whole_seconds(embedded.self_reported_timestamp)
    at = min(max(stated, EARLIEST), LATEST)
    said = statement(str(embedded.sig_object.get("/Reason", "")), at)
    covers = int(embedded.byte_range[2]) + int(embedded.byte_range[3])
    objection = next(_objections(embedded, content, said), "")
    if at != stated:
        objection = objection or f"it is dated beyond the years {FIRST_YEAR} to {LAST_YEAR}"
    return PaperSignature(name, line_of(certificate.dump()), at, said, covers, objection)


def _objections(embedded: Any, content: bytes, said: Statement | None) -> Iterator[str]:
    embedded.compute_integrity_info(skip_diff=True)
    intact, valid = validate_sig_integrity(
        embedded.signer_info, embedded.signer_cert, "data", embedded.compute_digest()
    )
    if not intact:
        yield "what it covers of the file was changed after signing"
    if not valid:
        yield "its own bytes were changed, or another key made it"
    if embedded.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not _fills_its_gap(embedded, content):
        yield "it leaves out bytes that it must cover"
    if not _names_its_certificate(embedded):
        yield "it was made for another certificate"
    if embedded.md_algorithm not in HASHES:
        yield f"it rests on {embedded.md_algorithm}, which is too weak"
    if said is None:
        yield "it does not say which terms it agrees to"
    elif said.document not in set(_revisions(content)):
        yield "the paper that it names is not the one that it stands in"
    if not only_signed_since(embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)):  # the slowest, so the last
        yield "more than a signature was added to the file since"


def only_signed_since(changes: Any) -> bool:
    """Tell whether the library found nothing but filled fields."""
    return isinstance(changes, DiffResult) and changes.modification_level <= ModificationLevel.FORM_FILLING


def _names_its_certificate(embedded: Any) -> bool:
    named = find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "signing_certificate_v2")
    return bool(check_ess_certid(embedded.signer_cert, named["certs"][0]))


def _fills_its_gap(embedded: Any, content: bytes) -> bool:
    """Tell whether nothing but the signature, in hex and filled up with zeros, stands where it doesn't cover.

    And whether that is the one way to write what it says: unsigned bytes are no place to hide or to change anything.
    """
    start, end = int(embedded.byte_range[1]), int(embedded.byte_range[2])
    whole = embedded.pkcs7_content
    length = len(core.Sequence.load(whole).dump())
    written = f"<{whole.hex()}>"
    same = content[start:end] in {written.encode(), written.upper().encode()}
    data = embedded.signed_data
    alone = len(data["certificates"]) == len(data["signer_infos"]) == len(data["digest_algorithms"]) == 1
    info = embedded.signer_info
    agreed = (data["digest_algorithms"][0].dump(), data["version"].dump()) == (
        info["digest_algorithm"].dump(),
        info["version"].dump(),
    )
    bare = isinstance(info["unsigned_attrs"], core.Void) and isinstance(data["crls"], core.Void)
    return same and alone and agreed and bare and not whole[length:].strip(b"\0")


def _revisions(content: bytes) -> Iterator[str]:
    """Give the SHA-256, in hex, of the file as it was at each of its ends."""
    for end in re.finditer(b"%%EOF", content):
        yield hashlib.sha256(content[: end.end()]).hexdigest()
