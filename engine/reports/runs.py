"""Runs as their attestations and the ledger tell them: who signed which, over what, and what voids it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.model.policy_set import PolicySet
from engine.model.signers import Attester, SigningKey
from engine.reports.instants import Instant
from engine.reports.signatures import ZONE, unfit_because


@dataclass(frozen=True, slots=True)
class RunRead:
    """What a run said of itself; `key` is the public line that verifies it, None if no attester's does.

    `keyid` is the fingerprint that it claims, empty if nobody signed; instants are µs UTC; `terms` are digests by
    `agreement@version`.
    """

    keyid: str
    key: str | None
    as_of: int
    made_at: int
    exit_code: int
    terms: Mapping[str, str]
    versions: Mapping[str, str]
    commit: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A run, and whether it was signed: by whom, else why not; `void_because` is empty where it counts."""

    name: str
    keyid: str
    as_of: Instant
    made_at: Instant
    exit_code: int
    terms: Mapping[str, str]
    versions: Mapping[str, str]
    commit: str
    void_because: str

    @property
    def is_signed(self) -> bool:
        """Somebody signed it, whether it counts or not."""
        return bool(self.keyid)

    @property
    def counts(self) -> bool:
        """An attester signed it, and nothing voids that."""
        return self.is_signed and not self.void_because


def attester_of(policies: PolicySet, line: str) -> tuple[Attester, SigningKey, str] | None:
    """Find whose public key this is, and the zone of its dates; None if no attester's."""
    for listed in policies.signers.values():
        for attester in listed.attesters:
            for key in attester.keys:
                if key.line == line:
                    return attester, key, listed.zone
    return None


def run_view(policies: PolicySet, read: RunRead, now: int) -> RunView:
    """Judge the signature of a run as of an instant (µs UTC)."""
    found = attester_of(policies, read.key) if read.key else None
    zone = found[2] if found else ZONE
    return RunView(
        name=found[0].name if found else "",
        keyid=read.keyid,
        as_of=Instant(read.as_of, zone),
        made_at=Instant(read.made_at, zone),
        exit_code=read.exit_code,
        terms=read.terms,
        versions=read.versions,
        commit=read.commit,
        void_because=next(_objections(read, found, now), ""),
    )


def _objections(read: RunRead, found: tuple[Attester, SigningKey, str] | None, now: int) -> Iterator[str]:
    if not read.keyid:
        yield "nobody signed it"
        return
    if found is None:
        yield "no key of the attesters fits: it was changed after signing, or a stranger made it"
        return
    if unfit := unfit_because(found[1], found[2], read.made_at):
        yield unfit
    if read.made_at > now:
        yield "it is dated in the future"


@dataclass(frozen=True, slots=True)
class FilesView:
    """Files of a run held against the attestation beside them; `run` is None where there is none that can be read.

    `asked` are the names that were looked at, `changed` those that are missing, or not as the run wrote them;
    `parted` are versions whose terms are others today, which voids nothing; `unreadable` says why it is no attestation.
    `strangers` are files that the run did not write: told beside the rest of a folder, since they change nothing of
    what it wrote; one that is asked for by its name is no file of the run.
    """

    attestation: str
    run: RunView | None
    asked: tuple[str, ...]
    changed: tuple[str, ...]
    parted: tuple[str, ...]
    unreadable: str
    strangers: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """An attester signed the run, and every file that was asked for is as it wrote it."""
        return self.run is not None and self.run.counts and bool(self.asked) and not self.changed


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A ledger: its runs, the digests of their lines, what is wrong with the chain, and a digest noted elsewhere."""

    folder: str
    runs: tuple[RunView, ...]
    digests: tuple[str, ...]
    faults: tuple[str, ...]
    pinned: str

    @property
    def head_is_missing(self) -> bool:
        """The digest that was noted stands nowhere in it: what followed it was cut off, or all was written anew."""
        return bool(self.pinned) and self.pinned not in self.digests

    @property
    def void(self) -> tuple[int, ...]:
        """The places, from 1, of signatures that count for nothing."""
        return tuple(at for at, run in enumerate(self.runs, 1) if run.is_signed and run.void_because)

    @property
    def unsigned(self) -> tuple[int, ...]:
        """The places of runs that nobody signed."""
        return tuple(at for at, run in enumerate(self.runs, 1) if not run.is_signed)

    @property
    def sound(self) -> bool:
        """The chain is whole and every run in it is signed."""
        return not (self.faults or self.head_is_missing or self.void or self.unsigned)
