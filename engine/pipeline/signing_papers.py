"""The agreement's PDF, signed inside by the head of a party who has a certificate."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error
from engine.pipeline.agreements import rendered
from engine.pipeline.signing_wishes import NO_DOCUMENT, NOT_A_SIGNER, SECOND, Signed, content_of, signer
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet
    from engine.model.signers import Signer
    from engine.pipeline.signing_wishes import SigningWish
    from engine.signing.certificates import Credential
    from engine.signing.paper_fields import SignatureField
    from engine.terms.to_sign import ToSign
    from engine.terms.version_terms import Terms

NO_PAPER, NO_EXTRA = "LP747", "LP748"


def missing_extra() -> Diagnostic | None:
    """Tell that signatures inside a PDF need a library that is not installed; None if it is."""
    if find_spec("pyhanko") is not None:
        return None
    return error(NO_EXTRA, None, "signatures inside a PDF need pyHanko", "`pipx install 'leadpact[pades]'` brings it")


def sign_paper(wish: SigningWish, what: ToSign, key: bytes) -> tuple[Signed | None, Diagnostics]:
    """Put a signature into the PDF of the version, in its place.

    Raises UnreadableError, UnusableKeyError; OSError if the file can't be written.
    """
    from engine.signing import certificates
    from engine.terms.to_sign import AGREEMENT

    terms = what.terms
    if what.kind != AGREEMENT:
        message = f"a certificate signs inside a PDF, and `{what.called}` has none"
        return None, (error(NO_PAPER, None, message, "sign it with an OpenSSH key"),)
    if wish.document is None:
        message = f"a certificate signs inside the PDF of `{terms.of}`, and none was named"
        return None, (error(NO_PAPER, None, message, _to_write(terms.of)),)
    if lacking := missing_extra():
        return None, (lacking,)
    content = content_of(wish.document, NO_DOCUMENT)
    credential = certificates.unlock(key, wish.ask)
    who = _person(wish, credential)
    if isinstance(who, Diagnostic):
        return None, (who,)
    made, faults = _signed(wish, terms, who, credential, content)
    if made is None:
        return None, faults
    return Signed(who.name, terms.digest, (write_whole(wish.document, made),)), ()


def _person(wish: SigningWish, credential: Credential) -> Signer | Diagnostic:
    from engine.signing import certificates

    listed = "add the certificate, as PEM, under `keys` of a person in a `kind: Signers` file"
    who = signer(wish, credential.line, listed)
    unfit = certificates.unfit_because(credential.line, wish.at)
    if unfit and not isinstance(who, Diagnostic):
        return error(NOT_A_SIGNER, None, f"this certificate can't sign: {unfit}", "sign with one that is good today")
    return who


def _signed(
    wish: SigningWish, terms: Terms, who: Signer, credential: Credential, content: bytes
) -> tuple[bytes | None, Diagnostics]:
    """Fill the next free field of the role: in the paper as it is rendered today, or as others have signed it."""
    from engine.signing.paper_fields import with_fields
    from engine.signing.paper_signing import refuse, signed_paper
    from engine.signing.statements import Statement

    refuse(credential)
    agreement = next(version for version in wish.policies.agreements if version.id == terms.of)
    paper, faults = rendered(wish.policies, agreement, "pdf", wish.templates)
    if paper is None:
        return None, faults
    fields = fields_of(wish.policies, agreement)
    prepared = with_fields(paper, fields)
    content = prepared if content == paper else content
    if not content.startswith(prepared):
        return None, (_no_paper(wish, f"is not the PDF of `{terms.of}` as it is printed today"),)
    taken, fault = (set[str](), None) if content == prepared else _taken(wish, content, credential.line)
    free = [field.name for field in fields if field.role == wish.role and field.name not in taken]
    if fault or not free:
        return None, (fault or _no_paper(wish, f"has no more room for a signature as `{wish.role}`"),)
    document = hashlib.sha256(paper).hexdigest()
    said = Statement(terms.of, wish.role, wish.at // SECOND * SECOND, terms.digest, document)
    return signed_paper(content, free[0], who.name, said, credential), ()


def fields_of(policies: PolicySet, agreement: Agreement) -> tuple[SignatureField, ...]:
    """Give the fields that a version's paper has for those who must sign it."""
    from engine.signing.paper_fields import fields_for

    return fields_for([(party.signs, policies.quorum_of(party.signs)) for party in agreement.parties])


def _taken(wish: SigningWish, content: bytes, line: str) -> tuple[set[str], Diagnostic | None]:
    """Name the fields that are filled; and tell if the file was changed since, or this person has signed it."""
    from engine.signing.faults import UnreadableSignatureError
    from engine.signing.paper_signatures import after_the_last, read

    try:
        found = read(content)
    except UnreadableSignatureError as fault:
        return set(), _no_paper(wish, fault.message)
    if any(one.objection for one in found) or after_the_last(content, found):
        return set(), _no_paper(wish, "was changed after somebody signed it")
    if any(one.line == line for one in found):
        return set(), _no_paper(wish, "carries a signature by this certificate already")
    return {one.field for one in found}, None


def _no_paper(wish: SigningWish, why: str) -> Diagnostic:
    return error(NO_PAPER, None, f"`{wish.document}` {why}", _to_write(wish.named))


def _to_write(of: str) -> str:
    return f"`leadpact render {of} --out FILE.pdf` writes one; name it by `--document FILE.pdf`"
