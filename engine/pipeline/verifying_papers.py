"""A PDF that carries signatures, held against the signers and the terms of today; no network is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error
from engine.pipeline.agreements import rendered
from engine.pipeline.signing_papers import fields_of, missing_extra
from engine.pipeline.signing_wishes import version_named
from engine.pipeline.verifying import NO_SUCH_VERSION

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet
    from engine.reports.signatures import SignatureRead, SignaturesView
    from engine.signing.paper_fields import SignatureField
    from engine.signing.paper_signatures import PaperSignature

UNREADABLE = "LP749"
HEADER, MARK = b"%PDF-", b"/ByteRange"


def is_signed_paper(path: Path) -> bool:
    """Tell a PDF with a signature inside from any other file. Raises OSError if it can't be read."""
    if not path.is_file():
        return False
    content = path.read_bytes()
    return content.startswith(HEADER) and MARK in content


def verify_paper(
    policies: PolicySet, path: Path, now: int, templates: Path | None
) -> tuple[tuple[SignaturesView, ...] | None, Diagnostics]:
    """Judge every signature inside a PDF as of `now` (µs UTC), and hold its words against what is printed today.

    It is printed with the user's own `templates`, if any. None if it can't be read, or is of no known version. Raises
    OSError.
    """
    if lacking := missing_extra():
        return None, (lacking,)
    from engine.reports.signatures import Asked, Kept, signatures_view
    from engine.signing.faults import UnreadableSignatureError
    from engine.signing.paper_signatures import after_the_last, read
    from engine.terms.to_sign import version_to_sign

    content = path.read_bytes()
    try:
        found = read(content)
    except UnreadableSignatureError as fault:
        return None, (error(UNREADABLE, None, f"the PDF `{path}`: {fault.message}", fault.way_out),)
    named = list(dict.fromkeys(one.said.of for one in found if one.said))
    if len(named) != 1:
        message = f"the signatures of `{path}` do not name one version that they agree to"
        return None, (error(UNREADABLE, None, message, "sign a new copy of the PDF with `leadpact sign`"),)
    agreement = version_named(policies, named[0])
    if isinstance(agreement, Diagnostic):
        message = f"`{path}` holds signatures of `{named[0]}`, which the policies don't hold"
        return None, (error(NO_SUCH_VERSION, None, message, agreement.help),)
    more = after_the_last(content, found)
    today, faults = rendered(policies, agreement, "pdf", templates)
    told = [f"{more:,} bytes follow the last signature in {path}"] if more else []
    told += _parted(path, content, today, fields_of(policies, agreement))
    reads = tuple(_read(policies, path, one, len(content)) for one in found)
    kept = Kept(reads, faults=tuple(told), paper=str(path))
    asked = Asked(version_to_sign(policies, agreement), None, now)
    return (signatures_view(policies, asked, kept),), faults


def _parted(path: Path, content: bytes, today: bytes | None, fields: tuple[SignatureField, ...]) -> Iterator[str]:
    """Tell where a file is not today's paper and its signatures: then nobody has looked whether it says these terms.

    That voids no signature: later versions of leadpact, of the templates or of what stands around the terms print
    another paper.
    """
    from engine.signing.paper_fields import with_fields
    from engine.signing.paper_growth import only_signed

    if today is None or not content.startswith(today):
        yield f"the words of {path} were not compared with these terms: today's policies print another paper"
    elif not only_signed(with_fields(today, fields), content):
        yield f"more than the signatures that today's policies ask for was added to the paper in {path}"


def _read(policies: PolicySet, path: Path, one: PaperSignature, end: int) -> SignatureRead:
    from engine.reports.signatures import SignatureRead
    from engine.signing.certificates import unfit_because
    from engine.signing.keys import fingerprint

    listed = {key.line for person in policies.people_who_sign for key in person.keys}
    said = one.said
    return SignatureRead(
        file=str(path),
        key=one.line if one.line in listed else None,
        keyid=fingerprint(one.line),
        of=said.of if said else "",
        role=said.role if said else "",
        signed_at=one.signed_at,
        terms=said.terms if said else "",
        document=said.document if said else None,
        kind=said.kind if said else "",
        objection=one.objection or unfit_because(one.line, one.signed_at),
        covers="the whole file" if one.covers == end else f"the first {one.covers:,} of {end:,} bytes",
    )
