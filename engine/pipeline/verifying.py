"""The signatures of agreement versions and waivers, read from their folder and held against the terms of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error
from engine.pipeline.file_digests import sha256_of
from engine.pipeline.signing import STATEMENT, TERMS
from engine.pipeline.signing_wishes import UnreadableError, digest_of, named

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet
    from engine.reports.signatures import Kept, SignatureRead, SignaturesView
    from engine.terms.to_sign import ToSign

NO_SUCH_VERSION = "LP735"
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class VerifyingWish:
    """What of it is signed (`agreement@version`, a waiver's id; all if empty) in `folder`, as of `now` (µs UTC).

    With a `document`, signatures must be over it as well.
    """

    policies: PolicySet
    named: str
    folder: Path
    document: Path | None
    now: int


def verify(wish: VerifyingWish) -> tuple[tuple[SignaturesView, ...] | None, Diagnostics]:
    """Judge every signature, versions first; None if what is named, or the document, can't be found.

    Diagnostics beside a result tell of signatures that are for nothing in the policies.
    """
    from engine.terms.to_sign import all_to_sign

    try:
        document = digest_of(wish.document)
    except UnreadableError as fault:
        return None, (fault.fault,)
    found: Sequence[ToSign]
    if wish.named:
        one = named(wish.policies, wish.named)
        if isinstance(one, Diagnostic):
            return None, (one,)
        found = (one,)
    else:
        found = tuple(all_to_sign(wish.policies))
    return tuple(_held(wish, what, document) for what in found), tuple(_strays(wish, found))


def signature_digests(folder: Path, views: Sequence[SignaturesView]) -> dict[str, str]:
    """Give the SHA-256 (hex) of every file beside the signatures of versions and waivers. Raises OSError."""
    from engine.terms.to_sign import folder_of

    found = (path for v in views for path in (folder / folder_of(v.kind, v.of)).glob("*") if path.is_file())
    return {path.as_posix(): sha256_of(path) for path in sorted(found)}


def _held(wish: VerifyingWish, what: ToSign, document: str | None) -> SignaturesView:
    from engine.reports.signatures import Asked, signatures_view

    keys = (key for person in wish.policies.people_who_sign for key in person.keys)
    lines = [key.line for key in keys if not key.is_certificate]  # a certificate signs inside a PDF
    kept = _kept(wish.folder / what.folder, lines, what.terms.content)
    return signatures_view(wish.policies, Asked(what, document, wish.now), kept)


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
        key = next((line for line in lines if by_ssh.fits_key(line, payload)), None)
    else:
        envelope = envelopes.opened(content)
        payload, keyid = envelope.payload, envelope.keyid
        key = envelopes.signed_with(envelope, lines)
    said = statements.read(payload)
    return SignatureRead(
        str(path), key, keyid, said.of, said.role, said.signed_at, said.terms, said.document, said.kind
    )


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


def _strays(wish: VerifyingWish, found: Sequence[ToSign]) -> Iterator[Diagnostic]:
    """Signatures of what was renamed or removed would else be overlooked."""
    from engine.terms.to_sign import called_by_folder

    held = {wish.folder / what.folder for what in found}
    folders = sorted(path for path in wish.folder.glob("*/*") if path.is_dir()) if not wish.named else ()
    for folder in folders:
        if folder not in held:
            message = f"`{folder}` holds signatures of `{called_by_folder(folder)}`, which the policies don't hold"
            yield error(NO_SUCH_VERSION, None, message, "bring it back, or remove the folder")


def verification_in_words(views: Sequence[SignaturesView]) -> str:
    """Each signature, and what all of them come to, for a terminal."""
    from engine.documents.signatures_text import signatures_text

    return signatures_text(views)


def verification_as_json(views: Sequence[SignaturesView], exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    from engine.documents.signatures_text import signatures_json

    return signatures_json(views, exit_code, exit_reason)


def conclusion(views: Sequence[SignaturesView]) -> str:
    """What all signatures come to, in a sentence."""
    from engine.documents.signatures_text import in_a_sentence

    return in_a_sentence(views)
