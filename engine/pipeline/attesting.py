"""A run signed: what it made of what, as a file beside the report and as the next entry of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error
from engine.pipeline.file_digests import sha256_of
from engine.pipeline.kept_runs import keep_run
from engine.pipeline.ledger_files import append
from engine.pipeline.signing_wishes import NO_KEY, SECOND, UnreadableError, content_of
from engine.pipeline.went_in import went_in
from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.evaluation.results import Option
    from engine.model.policy_set import PolicySet
    from engine.reports.compliance import ComplianceView
    from engine.signing.agent_keys import AgentKey
    from engine.signing.envelopes import Envelope
    from engine.signing.faults import UnreadableSignatureError, UnsignedError
    from engine.signing.keys import PrivateKey
    from engine.signing.run_statements import Link, RunStatement

NOT_AN_ATTESTER, BROKEN_LEDGER, NOT_SIGNED = "LP743", "LP744", "LP750"
TRIAL = b"leadpact asks whether this key signs\n"
ATTESTATION = "attestation.json"


@dataclass(frozen=True, slots=True)
class AttestingWish:
    """Sign a run with an OpenSSH key (None: leave it unsigned), at an instant (µs UTC), into a ledger's folder.

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


def attester_key(policies: PolicySet, wish: AttestingWish) -> tuple[PrivateKey | AgentKey | None, Diagnostics]:
    """The key that signs the run, tried once if `ssh-keygen` has to; None without a fault where none is wished for."""
    from engine.signing.faults import UnsignedError, UnusableKeyError

    if wish.key is None:
        return None, ()
    try:
        key, line = _key(wish.key, wish.ask)
        if fault := _no_attester(policies, line, wish.at):
            return None, (fault,)
        key.sign(TRIAL)
    except UnusableKeyError as fault:
        return None, (error(NO_KEY, None, f"the key `{wish.key}` can't be used: {fault.message}", fault.way_out),)
    except UnsignedError as fault:
        return None, (_unsigned(wish.key, fault),)
    except UnreadableError as fault:
        return None, (fault.fault,)
    return key, ()


def _key(file: Path, ask: Callable[[], str | None]) -> tuple[PrivateKey | AgentKey, str]:
    """The key in a file, with its public line: a private one, or a `.pub` that `ssh-keygen` finds the other half of.

    Raises UnusableKeyError, UnreadableError.
    """
    from engine.signing import keys
    from engine.signing.agent_keys import AgentKey

    content = content_of(file, NO_KEY)
    if keys.is_public(content):
        line = keys.public_line(content)
        return AgentKey(line, str(file)), line
    private = keys.unlock(content, ask)
    return private, keys.line_of(private)


def _no_attester(policies: PolicySet, line: str, at: int) -> Diagnostic | None:
    """Tell why the signature of a key would not count, if it wouldn't."""
    from engine.reports.runs import attester_of
    from engine.reports.signatures import key_of, unfit_because
    from engine.signing.keys import fingerprint

    found = attester_of(policies, line)
    if found is None:
        help_ = f"add this line under `keys` of one of the `attesters` in a `kind: Signers` file: {line}"
        if head := key_of(policies, line):
            help_ = (
                f"it is the key of {head[0].name}, who signs terms, and no key does both: make another by "
                "`ssh-keygen -t ed25519 -f attester`, and add the line of its `attester.pub` under `keys` of one of "
                "the `attesters` in a `kind: Signers` file"
            )
        return error(NOT_AN_ATTESTER, None, f"no attester of the policies has the key {fingerprint(line)}", help_)
    _, key, zone = found
    if unfit := unfit_because(key, zone, at):
        return error(NOT_AN_ATTESTER, key.at, f"this key can't attest: {unfit}", "use a key that counts today")
    return None


def _unsigned(key: Path | None, fault: UnsignedError) -> Diagnostic:
    return error(NOT_SIGNED, None, f"`ssh-keygen` did not sign with `{key}`: {fault.message}", fault.way_out)


def attest(
    wish: AttestingWish, key: PrivateKey | AgentKey | None, policies: PolicySet, made: RunMade
) -> tuple[Attested | None, Diagnostics]:
    """Sign a run that was written down, and add it to the ledger; None if it can't be, and nothing was added then.

    Raises OSError if a file can't be written.
    """
    from engine.signing.envelopes import signed, written
    from engine.signing.faults import UnreadableSignatureError, UnsignedError
    from engine.signing.run_statements import written as payload_of

    def sealed(link: Link | None) -> Envelope:
        place = link and replace(link, keeps=keeps)
        return signed(payload_of(_statement(wish, policies, made, place)), key)

    take_attestation_away(made.written)
    keeps: tuple[str, ...] = ()
    file, number = attestation_of(made.written), None
    try:
        if wish.ledger is None:
            envelope = sealed(None)
        else:
            keeps = keep_run(wish.ledger, made.digests, made.folder)  # first: an entry never names what isn't there
            envelope = append(wish.ledger, sealed)
            number = _number(envelope)
    except UnsignedError as fault:
        return None, (_unsigned(wish.key, fault),)
    except UnreadableSignatureError as fault:
        return None, (_broken(wish.ledger, fault),)
    if key is None:
        return Attested(None, number), ()
    return Attested(write_whole(file, written(envelope)), number), ()


def ledger_faults(wish: AttestingWish) -> Diagnostics:
    """Tell a ledger to which nothing could be added, before there is anything to add. Raises OSError."""
    from engine.pipeline.ledger_files import LINES
    from engine.signing.chains import next_link
    from engine.signing.faults import UnreadableSignatureError

    if wish.ledger is None or not (wish.ledger / LINES).exists():
        return ()
    try:
        next_link((wish.ledger / LINES).read_bytes())
    except UnreadableSignatureError as fault:
        return (_broken(wish.ledger, fault),)
    return ()


def _broken(ledger: Path | None, fault: UnreadableSignatureError) -> Diagnostic:
    return error(BROKEN_LEDGER, None, f"the ledger `{ledger}`: {fault.message}", fault.way_out)


def attestation_of(written: Path) -> Path:
    """Where the attestation lies: in the folder that a run wrote, or beside the one file that it wrote."""
    return written.with_name(f"{written.name}.{ATTESTATION}") if written.is_file() else written / ATTESTATION


def take_attestation_away(written: Path) -> None:
    """Remove what an earlier run signed here: it would tell of other files. Raises OSError."""
    attestation_of(written).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class RunMade:
    """A run as it lies in its folder: its view, its exit code, and the SHA-256 (hex) of each file below the folder.

    `alone` names the file where there is but one, in a folder of others.
    """

    view: ComplianceView
    exit_code: int
    folder: Path
    digests: Mapping[str, str]
    alone: str = ""

    @property
    def written(self) -> Path:
        """What it wrote: the folder, or the file."""
        return self.folder / self.alone


def run_made(view: ComplianceView, exit_code: int, folder: Path, files: list[Path]) -> RunMade:
    """Read back what a run wrote. Raises OSError."""
    digests = {f.relative_to(folder).as_posix(): sha256_of(f) for f in files}
    return RunMade(view, exit_code, folder, digests)


def report_made(view: ComplianceView, file: Path, asked: Mapping[str, Option]) -> RunMade:
    """Read back a report that stands alone, printed as it was asked for. Raises OSError."""
    identity = replace(view.identity, options={**view.identity.options, **asked})
    made = run_made(replace(view, identity=identity), 0, file.parent, [file])
    return replace(made, alone=file.name)


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
