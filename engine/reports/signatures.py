"""Who signed a version or a waiver, over what, and what of it counts: each signature, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engine.model.policy_set import PolicySet
from engine.model.signers import Signer, SigningKey
from engine.reports.instants import Instant
from engine.terms.to_sign import ToSign, called

ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class SignatureRead:
    """A signature as its file holds it; `key` is the public line that verifies it, None if no listed key does.

    `keyid` is the fingerprint that it claims, `signed_at` µs UTC as the signer stated it, digests are SHA-256 in hex.
    `objection` is what the file itself tells against it, `covers` how far into its own file a signature reaches that
    lies inside what it signs; both are empty texts if there is nothing to say.
    """

    file: str
    key: str | None
    keyid: str
    of: str
    role: str
    signed_at: int
    terms: str
    document: str | None
    kind: str
    objection: str = ""
    covers: str = ""


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One signature; it counts unless `void_because` says why not; `covers_document`: None where none is asked for."""

    file: str
    name: str
    role: str
    keyid: str
    signed_at: Instant
    terms: str
    document: str | None
    void_because: str
    covers_document: bool | None
    covers: str = ""


@dataclass(frozen=True, slots=True)
class RoleView:
    """How many people have signed in a role that must sign, of how many that must."""

    role: str
    signed: int
    needed: int


@dataclass(frozen=True, slots=True)
class SignaturesView:
    """The signatures of a version or a waiver, and what they come to in each role that must sign.

    `changes` tells where today's terms part from the terms that were signed and kept beside them; `faults` are files
    that are not what was signed, `unreadable` ones that are no signatures at all. `paper` is the PDF that all of them
    lie in, empty where each lies in a file of its own.
    """

    kind: str
    of: str
    terms: str
    signatures: tuple[SignatureView, ...]
    roles: tuple[RoleView, ...]
    changes: tuple[str, ...]
    faults: tuple[str, ...]
    unreadable: tuple[str, ...]
    paper: str = ""

    @property
    def called(self) -> str:
        """As what people read of it."""
        return called(self.kind, self.of)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The roles in which somebody still has to sign."""
        return tuple(role.role for role in self.roles if role.signed < role.needed)

    @property
    def signed(self) -> bool:
        """Whoever must has signed today's terms (and the document asked for), and nothing beside them is void."""
        sound = not any(s.void_because or s.covers_document is False for s in self.signatures)
        return sound and not (self.unsigned or self.faults or self.unreadable)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a version that is in force, or that judged a figure, was signed by every party as of a run."""

    version: str
    signed: bool
    signatures: SignaturesView


@dataclass(frozen=True, slots=True)
class Asked:
    """What signatures are held against: terms and who must sign them, the digest of a document; `now` is µs UTC."""

    what: ToSign
    document: str | None
    now: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in one folder of signatures: see `SignaturesView` for all but the signatures."""

    signatures: tuple[SignatureRead, ...]
    changes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    paper: str = ""


def signatures_view(policies: PolicySet, asked: Asked, kept: Kept) -> SignaturesView:
    """Judge all signatures of a version or a waiver."""
    views = tuple(_view(policies, asked, signature) for signature in kept.signatures)
    counted = {(v.role, v.name) for v in views if not v.void_because and v.covers_document is not False}
    signed = Counter(role for role, _name in counted)
    roles = tuple(RoleView(role, signed[role], policies.quorum_of(role)) for role in asked.what.roles)
    terms = asked.what.terms
    return SignaturesView(
        asked.what.kind, terms.of, terms.digest, views, roles, kept.changes, kept.faults, kept.unreadable, kept.paper
    )


def key_of(policies: PolicySet, line: str) -> tuple[Signer, SigningKey, str] | None:
    """Find whose public key this is, and the zone of its dates; None if nobody's."""
    for listed in policies.signers.values():
        for person in listed.people:
            for key in person.keys:
                if key.line == line:
                    return person, key, listed.zone
    return None


def unfit_because(key: SigningKey, zone: str, at: int) -> str:
    """Tell why a key can't sign at an instant (µs UTC); an empty text if it can."""
    day = Instant(at, zone).local.date()
    if key.revoked is not None:
        return f"the key was revoked on {key.revoked.on}: {key.revoked.reason}"
    if key.first is not None and day < key.first:
        return f"the key counts from {key.first} on"
    if key.last is not None and day > key.last:
        return f"the key counted until {key.last}"
    return ""


def _view(policies: PolicySet, asked: Asked, read: SignatureRead) -> SignatureView:
    found = key_of(policies, read.key) if read.key else None
    return SignatureView(
        file=read.file,
        name=found[0].name if found else "",
        role=read.role,
        keyid=read.keyid,
        signed_at=Instant(read.signed_at, found[2] if found else ZONE),
        terms=read.terms,
        document=read.document,
        void_because=next(_objections(asked, read, found), ""),
        covers_document=None if asked.document is None else read.document == asked.document,
        covers=read.covers,
    )


def _objections(asked: Asked, read: SignatureRead, found: tuple[Signer, SigningKey, str] | None) -> Iterator[str]:
    """Tell what voids a signature, the gravest first: whether it is one at all, then whose, then over what."""
    if read.objection:
        yield read.objection
    if found is None:
        yield "no key of the signers fits: it was changed after signing, or a stranger made it"
        return
    person, key, zone = found
    if unfit := unfit_because(key, zone, read.signed_at):
        yield unfit
    if read.role != person.role:
        yield f"{person.name} signs as {person.role}, not as {read.role}"
    if read.role not in asked.what.roles:
        yield f"{asked.what.called} is not to be signed by the role {read.role}"
    if (read.kind, read.of) != (asked.what.kind, asked.what.terms.of):
        yield f"it was made for {called(read.kind, read.of)}"
    if read.signed_at > asked.now:
        yield "it is dated in the future"
    if read.terms != asked.what.terms.digest:
        yield "the terms have changed since"
