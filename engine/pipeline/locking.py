"""Locks beside the versions they are of: written, and held against the policies of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, Location, error
from engine.pipeline.file_digests import sha256_of
from engine.pipeline.signing_wishes import version_named
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.policy_set import PolicySet

UNREADABLE, PARTED = "LP740", "LP741"


@dataclass(frozen=True, slots=True)
class Locked:
    """A version with its lock's file; `before` is absent, stale or same."""

    of: str
    file: Path
    before: str
    content: bytes


def locks(policies: PolicySet, version: str) -> tuple[tuple[Locked, ...] | None, Diagnostics]:
    """The locks of all versions, or of one (`agreement@version`), as they should be; None if that is unknown.

    Raises OSError if one that is there can't be read.
    """
    named = version_named(policies, version) if version else None
    if isinstance(named, Diagnostic):
        return None, (named,)
    chosen = [(agreement, lock_file(agreement)) for agreement in ((named,) if named else policies.agreements)]
    return tuple(_locked(policies, agreement, file) for agreement, file in chosen if file), ()


def _locked(policies: PolicySet, agreement: Agreement, file: Path) -> Locked:
    from engine.terms.locks import lock_of

    content = lock_of(policies, agreement).content
    before = "absent" if not file.is_file() else "same" if file.read_bytes() == content else "stale"
    return Locked(agreement.id, file, before, content)


def write_lock(lock: Locked) -> None:
    """Write a lock beside its version. Raises OSError if it can't be written."""
    write_whole(lock.file, lock.content)


def lock_file(agreement: Agreement) -> Path | None:
    """Where the lock of a version lies: `2.0.0.yaml` has `2.0.0.lock.json` beside it."""
    if agreement.at is None:
        return None
    written = Path(agreement.at.file)
    return written.with_name(f"{written.stem}.lock.json")


def lock_digests(policies: PolicySet) -> dict[str, str]:
    """The SHA-256 (hex) of every lock that there is, by its file."""
    files = [file for agreement in policies.agreements if (file := lock_file(agreement)) and file.is_file()]
    return {file.as_posix(): sha256_of(file) for file in files}


def lock_faults(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell locks that can't be read, and what differs from those that can."""
    for agreement in policies.agreements:
        file = lock_file(agreement)
        if file and file.is_file():
            yield from _faults(policies, agreement, file)


def _faults(policies: PolicySet, agreement: Agreement, file: Path) -> Iterator[Diagnostic]:
    from engine.terms.locks import lock_of, parting, read_lock

    at, again = Location(file.as_posix(), 1, 1), f"`leadpact lock {agreement.id}`"
    try:
        lock = read_lock(file.read_bytes())
    except (OSError, ValueError) as fault:
        yield error(UNREADABLE, at, f"this lock can't be read: {fault}", f"let {again} write it anew")
        return
    if lock.of != agreement.id:
        message = f"this is the lock of `{lock.of}`, beside version `{agreement.id}`"
        yield error(UNREADABLE, at, message, f"let {again} write it anew")
        return
    for what in parting(lock, lock_of(policies, agreement)):
        message = f"`{agreement.id}` was locked with {what}"
        yield error(PARTED, at, message, f"bring that back, or give the change a version; {again} pins it as it is")
