"""A run signed: what it made of what, as a file beside the report and as the next entry of the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, error
from engine.pipeline.ledger_files import append, keep_verdicts
from engine.pipeline.signing_wishes import NO_KEY, SECOND, UnreadableError, content_of
from engine.pipeline.went_in import went_in
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.policy_set import PolicySet
    from engine.reports.compliance import ComplianceView
    from engine.signing.envelopes import Envelope
    from engine.signing.keys import PrivateKey
    from engine.signing.run_statements import Link, RunStatement

NOT_AN_ATTESTER, BROKEN_LEDGER = "LP743", "LP744"
ATTESTATION = "attestation.json"
CLOCKS = "results/clocks.parquet"


@dataclass(frozen=True, slots=True)
class AttestingWish:
    """Sign a run with a private OpenSSH key (None: leave it unsigned), at an instant (µs UTC), into a ledger's folder.

    `ask` gives the passphrase of a key that is kept under one, or None; `places` are the folders that the run read.
    """

    key: Path | None
    ledger: Path | None
    at: int
    ask: Callable[[], str | None]
    places: Mapping[str, str]

    @property
    def is_one(self) -> bool:
        """There is anything to write."""
        return self.key is not None or self.ledger is not None


@dataclass(frozen=True, slots=True)
class Attested:
    """What was written: the attestation's file, if the run was signed, and the entry's number in the ledger, if any."""

    file: Path | None
    entry: int | None


def attester_key(policies: PolicySet, wish: AttestingWish) -> tuple[PrivateKey | None, Diagnostics]:
    """The key that signs the run; None without a fault where none is wished for."""
    from engine.reports.runs import attester_of
    from engine.reports.signatures import unfit_because
    from engine.signing import keys
    from engine.signing.faults import UnusableKeyError

    if wish.key is None:
        return None, ()
    try:
        private = keys.unlock(content_of(wish.key, NO_KEY), wish.ask)
    except UnusableKeyError as fault:
        return None, (error(NO_KEY, None, f"the key `{wish.key}` can't be used: {fault.message}", fault.way_out),)
    except UnreadableError as fault:
        return None, (fault.fault,)
    line = keys.line_of(private)
    found = attester_of(policies, line)
    if found is None:
        help_ = f"add this line under `keys` of one of the `attesters` in a `kind: Signers` file: {line}"
        message = f"no attester of the policies has the key {keys.fingerprint(line)}"
        return None, (error(NOT_AN_ATTESTER, None, message, help_),)
    _, key, zone = found
    if unfit := unfit_because(key, zone, wish.at):
        message = f"this key can't attest: {unfit}"
        return None, (error(NOT_AN_ATTESTER, key.at, message, "use a key that counts today"),)
    return private, ()


def attest(
    wish: AttestingWish, key: PrivateKey | None, policies: PolicySet, made: RunMade
) -> tuple[Attested | None, Diagnostics]:
    """Sign a run that was written down, and add it to the ledger; None if the ledger can't be added to.

    Raises OSError if a file can't be written.
    """
    from engine.signing.envelopes import signed, written
    from engine.signing.faults import UnreadableSignatureError
    from engine.signing.run_statements import written as payload_of

    def sealed(link: Link | None) -> Envelope:
        return signed(payload_of(_statement(wish, policies, made, link)), key)

    file, number = made.folder / ATTESTATION, None
    try:
        if wish.ledger is None:
            envelope = sealed(None)
        else:
            envelope = append(wish.ledger, sealed)
            number = _number(envelope)
            keep_verdicts(wish.ledger, made.digests[CLOCKS], made.folder / CLOCKS)
    except UnreadableSignatureError as fault:
        return None, (error(BROKEN_LEDGER, None, f"the ledger `{wish.ledger}`: {fault.message}", fault.way_out),)
    if key is None:
        take_attestation_away(made.folder)
        return Attested(None, number), ()
    return Attested(write_whole(file, written(envelope)), number), ()


def take_attestation_away(folder: Path) -> None:
    """Remove what an earlier run signed here: it would tell of other files. Raises OSError."""
    (folder / ATTESTATION).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class RunMade:
    """A run as it lies in its folder: its view, its exit code, and the SHA-256 (hex) of each file below the folder."""

    view: ComplianceView
    exit_code: int
    folder: Path
    digests: Mapping[str, str]


def run_made(view: ComplianceView, exit_code: int, folder: Path, files: list[Path]) -> RunMade:
    """Read back what a run wrote. Raises OSError."""
    digests = {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    return RunMade(view, exit_code, folder, digests)


def _statement(wish: AttestingWish, policies: PolicySet, made: RunMade, link: Link | None) -> RunStatement:
    from engine.loading.revisions import head_commit
    from engine.signing.run_statements import RunStatement

    identity = made.view.identity
    return RunStatement(
        made=made.digests,
        as_of=identity.as_of,
        made_at=wish.at // SECOND * SECOND,
        exit_code=made.exit_code,
        went_in=went_in(policies, identity),
        options={**identity.options, "strict_history": identity.strict_history},
        places=wish.places,
        commit=head_commit(),
        link=link,
    )


def _number(envelope: Envelope) -> int | None:
    from engine.signing.run_statements import read

    link = read(envelope.payload).link
    return link.number if link else None
