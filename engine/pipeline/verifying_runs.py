"""Runs held against their signatures: the files of one, and every entry of a ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.attesting import ATTESTATION, attestation_of
from engine.pipeline.file_digests import sha256_of
from engine.pipeline.kept_runs import kept_faults
from engine.pipeline.ledger_files import chain

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet
    from engine.reports.runs import FilesView, LedgerView, RunRead
    from engine.signing.envelopes import Envelope
    from engine.signing.run_statements import RunStatement

LARGEST = 50_000_000


def names_a_file(policies: PolicySet, text: str) -> bool:
    """Tell a file or folder from a version and from a waiver; `./outage` is always a file."""
    from engine.terms.to_sign import names_to_sign

    return bool(text) and text not in names_to_sign(policies) and Path(text).exists()


def verify_files(policies: PolicySet, target: Path, now: int) -> FilesView:
    """Hold a run's files against its attestation: all of a folder's, or the one that is named.

    Raises OSError if a file can't be read.
    """
    from engine.reports.runs import FilesView, run_view
    from engine.signing import envelopes, run_statements
    from engine.signing.faults import UnreadableSignatureError

    folder, attestation = _attested(target)
    if not attestation.is_file():
        return FilesView(str(attestation), None, (), (), (), "")
    try:
        envelope = envelopes.opened(_content(attestation))
        said = run_statements.read(envelope.payload)
    except UnreadableSignatureError as fault:
        return FilesView(str(attestation), None, (), (), (), f"{fault.message}; {fault.way_out}")
    run = run_view(policies, run_read(policies, envelope, said), now)
    inside = "." if target == attestation else Path(os.path.relpath(target, folder)).as_posix()
    alone = target.is_file() and target != attestation
    asked = [inside] if alone else _below(inside, said)
    found = [target] if alone else (folder / inside).rglob("*") if attestation.name == ATTESTATION else ()
    strangers = _strangers(found, folder, said)
    asked = [name for name in asked if name not in strangers]
    changed = tuple(name for name in asked if _digest(folder / name) != said.made[name])
    return FilesView(str(attestation), run, tuple(asked), changed, _parted(policies, said), "", strangers)


def _strangers(found: Iterable[Path], folder: Path, said: RunStatement) -> tuple[str, ...]:
    """Those files in the run's folder that it did not write; attestations tell of runs, and are written by none."""
    files = (path for path in found if path.is_file() and not _is_attestation(path))
    names = (Path(os.path.relpath(path, folder)).as_posix() for path in files)
    return tuple(sorted(name for name in names if name not in said.made))


def _attested(target: Path) -> tuple[Path, Path]:
    """The folder of the run that a file or folder is of, and its attestation: that of one report alone, or of all."""
    if _is_attestation(target):
        return target.parent, target
    if target.is_file() and attestation_of(target).is_file():
        return target.parent, attestation_of(target)
    folder = _folder_of_run(target)
    return folder, folder / ATTESTATION


def _folder_of_run(target: Path) -> Path:
    """The folder with the attestation: that of the target, or the one above it, where a run keeps its results."""
    place = target if target.is_dir() else target.parent
    above = place / ".." if place.name in {"", ".."} else place.parent
    return next((folder for folder in (place, above) if (folder / ATTESTATION).is_file()), place)


def _below(inside: str, said: RunStatement) -> list[str]:
    """The files that a run wrote into a folder of its own, `.` is the whole of it."""
    return [name for name in said.made if inside == "." or Path(name).is_relative_to(inside)]


def _is_attestation(target: Path) -> bool:
    return target.is_file() and (target.name == ATTESTATION or target.name.endswith(f".{ATTESTATION}"))


@dataclass(frozen=True, slots=True)
class LedgerWish:
    """Verify a ledger's folder by the policies' attesters as of `now` (µs UTC); `head` is a digest noted elsewhere.

    `kept_too` looks at the files beside the lines as well, which takes its time where they are large.
    """

    policies: PolicySet
    folder: Path
    head: str
    now: int
    kept_too: bool = True


def verify_ledger(wish: LedgerWish) -> LedgerView:
    """Hold every entry of a ledger against the one before it, its signature, and what is kept of it. Raises OSError."""
    from engine.reports.runs import LedgerView, run_view

    found = chain(wish.folder)
    runs = tuple(
        run_view(wish.policies, run_read(wish.policies, e.envelope, e.statement), wish.now) for e in found.entries
    )
    digests = tuple(entry.digest for entry in found.entries)
    faults = (*found.faults, *(kept_faults(wish.folder, found.entries) if wish.kept_too else ()))
    return LedgerView(str(wish.folder), runs, digests, faults, wish.head)


def ledger_in_words(view: LedgerView) -> str:
    """Each entry, and what all of them come to, for a terminal."""
    from engine.documents.runs_text import ledger_text

    return ledger_text(view)


def ledger_as_json(view: LedgerView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    from engine.documents.runs_text import ledger_json

    return ledger_json(view, exit_code, exit_reason)


def ledger_conclusion(view: LedgerView) -> str:
    """What a ledger comes to, in a sentence."""
    from engine.documents.runs_text import ledger_conclusion

    return ledger_conclusion(view)


def files_in_words(view: FilesView) -> str:
    """Who signed a run, over which files, for a terminal."""
    from engine.documents.runs_text import files_text

    return files_text(view)


def files_as_json(view: FilesView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    from engine.documents.runs_text import files_json

    return files_json(view, exit_code, exit_reason)


def files_conclusion(view: FilesView) -> str:
    """What a run's files come to, in a sentence."""
    from engine.documents.runs_text import files_conclusion

    return files_conclusion(view)


def run_read(policies: PolicySet, envelope: Envelope, said: RunStatement) -> RunRead:
    """What a run says of itself, and which attester's key verifies that."""
    from engine.reports.runs import RunRead
    from engine.signing.envelopes import signed_with

    lines = [key.line for attester in policies.attesters for key in attester.keys]
    return RunRead(
        keyid=envelope.keyid,
        key=signed_with(envelope, lines),
        as_of=said.as_of,
        made_at=said.made_at,
        exit_code=said.exit_code,
        terms=said.went_in.get("terms", {}),
        versions=said.went_in.get("versions", {}),
        commit=said.commit,
    )


def _parted(policies: PolicySet, said: RunStatement) -> tuple[str, ...]:
    """List the versions whose terms are others today than those that the run judged by."""
    from engine.terms.version_terms import terms_of

    today = {agreement.id: terms_of(policies, agreement).digest for agreement in policies.agreements}
    return tuple(of for of, digest in said.went_in.get("terms", {}).items() if today.get(of) != digest)


def _content(path: Path) -> bytes:
    from engine.signing.faults import UnreadableSignatureError

    if path.stat().st_size > LARGEST:
        raise UnreadableSignatureError("the file is far too large for an attestation", "take it away")
    return path.read_bytes()


def _digest(path: Path) -> str | None:
    return sha256_of(path) if path.is_file() else None
