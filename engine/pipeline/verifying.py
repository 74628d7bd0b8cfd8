"""The signatures of agreement versions, read from their folder and held against the terms of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error
from engine.pipeline.signing import STATEMENT, TERMS
from engine.pipeline.signing_wishes import UnreadableError, digest_of, version_named

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet
    from engine.reports.signatures import Kept, SignatureRead, VersionView

NO_SUCH_VERSION = "LP735"
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class VerifyingWish:
    """Which version (`agreement@version`; all if empty) is signed, by the signatures in `folder`, as of `now` (µs UTC).

    With a `document`, signatures must be over it as well.
    """

    policies: PolicySet
    version: str
    folder: Path
    document: Path | None
    now: int


def verify(wish: VerifyingWish) -> tuple[tuple[VersionView, ...] | None, Diagnostics]:
    """Judge every signature; None if the version or the document can't be found.

    Diagnostics beside a result tell of signatures that are for no version of the policies.
    """
    try:
        document = digest_of(wish.document)
    except UnreadableError as fault:
        return None, (fault.fault,)
    agreements: Sequence[Agreement] = wish.policies.agreements
    if wish.version:
        named = version_named(wish.policies, wish.version)
        if isinstance(named, Diagnostic):
            return None, (named,)
        agreements = (named,)
    return tuple(_version(wish, agreement, document) for agreement in agreements), tuple(_strays(wish))


def signature_digests(folder: Path, policies: PolicySet) -> dict[str, str]:
    """Give the SHA-256 (hex) of every file in the folders of the policies' versions. Raises OSError."""
    found = (path for a in policies.agreements for path in (folder / a.name / a.version).glob("*") if path.is_file())
    return {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(found)}


def _version(wish: VerifyingWish, agreement: Agreement, document: str | None) -> VersionView:
    from engine.reports.signatures import Asked, version_view
    from engine.terms.version_terms import terms_of

    terms = terms_of(wish.policies, agreement)
    lines = [key.line for person in wish.policies.people_who_sign for key in person.keys]
    kept = _kept(wish.folder / agreement.name / agreement.version, lines, terms.content)
    return version_view(wish.policies, Asked(agreement, terms.digest, document, wish.now), kept)


def _kept(folder: Path, lines: Sequence[str], today: bytes) -> Kept:
    from engine.reports.signatures import Kept
    from engine.signing.faults import UnreadableSignatureError

    found: list[SignatureRead] = []
    unreadable: list[str] = []
    for path in _signature_files(folder):
        try:
            found.append(_signature(path, lines))
        except UnreadableSignatureError as fault:
            unreadable.append(f"{path}: {fault.message}; {fault.way_out}")
        except OSError as fault:
            unreadable.append(f"{path}: can't be read: {fault.strerror}")
    changes, faults = _terms_signed(folder / TERMS, {s.terms for s in found}, today)
    return Kept(tuple(found), changes, (*faults, *_waiting(folder)), tuple(unreadable))


def _signature_files(folder: Path) -> list[Path]:
    """List what looks like a signature; that of a statement is its `.sig`."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        path
        for path in found
        if path.suffix in {".json", ".sig"} and path.name != TERMS and not path.name.endswith(STATEMENT)
    )


def _waiting(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob(f"*{STATEMENT}")):
        if not path.with_name(f"{path.name}.sig").exists():
            yield f"{path} waits for `ssh-keygen -Y sign -n leadpact -f KEY {path}`"


def _signature(path: Path, lines: Sequence[str]) -> SignatureRead:
    """Read one signature. Raises OSError, UnreadableSignatureError."""
    from engine.reports.signatures import SignatureRead
    from engine.signing import envelopes, keys, ssh_signatures, statements

    content = _content(path)
    if path.suffix == ".sig":
        payload = _content(path.with_suffix(""))
        by_ssh = ssh_signatures.read(content)
        keyid = keys.fingerprint(by_ssh.line)
        key = by_ssh.line if by_ssh.line in lines and by_ssh.fits(payload) else None
    else:
        envelope = envelopes.opened(content)
        payload, keyid = envelope.payload, envelope.keyid
        covered = envelopes.signed_bytes(payload)
        named = [line for line in lines if keys.fingerprint(line) == keyid]
        key = next((line for line in named if keys.fits(line, envelope.signature, covered)), None)
    said = statements.read(payload)
    return SignatureRead(str(path), key, keyid, said.of, said.role, said.signed_at, said.terms, said.document)


def _content(path: Path) -> bytes:
    from engine.signing.faults import UnreadableSignatureError

    if path.stat().st_size > LARGEST:
        raise UnreadableSignatureError("the file is far too large for a signature", "take it away")
    return path.read_bytes()


def _terms_signed(path: Path, signed: set[str], today: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell where the terms kept beside the signatures differ from today's, and whether they are those signed at all."""
    from engine.terms.differences import differences

    if not path.is_file() or not signed:
        return (), ()
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() not in signed:
        return (), (f"{path} is not what was signed",)
    return tuple(differences(content, today)), ()


def _strays(wish: VerifyingWish) -> Iterator[Diagnostic]:
    """Signatures of a version that was renamed or removed would else be overlooked."""
    held = {agreement.id for agreement in wish.policies.agreements}
    folders = sorted(path for path in wish.folder.glob("*/*") if path.is_dir()) if not wish.version else ()
    for folder in folders:
        if (called := f"{folder.parent.name}@{folder.name}") not in held:
            message = f"`{folder}` holds signatures of `{called}`, which the policies don't hold"
            yield error(NO_SUCH_VERSION, None, message, "bring the version back, or remove the folder")


def verification_in_words(versions: Sequence[VersionView]) -> str:
    """Each signature, and what all of them come to, for a terminal."""
    from engine.documents.signatures_text import signatures_text

    return signatures_text(versions)


def verification_as_json(versions: Sequence[VersionView], exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    from engine.documents.signatures_text import signatures_json

    return signatures_json(versions, exit_code, exit_reason)


def conclusion(versions: Sequence[VersionView]) -> str:
    """What all signatures come to, in a sentence."""
    from engine.documents.signatures_text import in_a_sentence

    return in_a_sentence(versions)
