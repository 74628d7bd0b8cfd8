"""Whose signature counts: people, the role that each signs in, and their public keys over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Revocation:
    """From `on` it is known that somebody else may hold the key: nothing signed with it is proof of anything."""

    on: date
    reason: str


CERTIFICATE = "x509"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, good for first..last, inclusive.

    `line` is that of OpenSSH (`type base64`, without its comment), or `x509 base64` for a certificate (DER).
    """

    line: str
    first: date | None = None
    last: date | None = None
    revoked: Revocation | None = None
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def is_certificate(self) -> bool:
        """It signs inside the agreement's PDF, and nothing else."""
        return self.line.startswith(f"{CERTIFICATE} ")


@dataclass(frozen=True, slots=True)
class Signer:
    """A person, who signs in one role: that of an agreement's party."""

    id: str
    name: str
    role: str
    keys: tuple[SigningKey, ...]
    role_at: Location | None = field(default=None, compare=False, repr=False)
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attester:
    """Who signs runs, mostly a machine; its signature says what was judged and what came out, and agrees to nothing."""

    id: str
    name: str
    keys: tuple[SigningKey, ...]
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many people must sign in a role before it has signed; one where nothing says more."""

    role: str
    people: int
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Signers:
    """The people; the dates of their keys are dates in `zone`."""

    name: str
    zone: str
    people: tuple[Signer, ...]
    quorums: tuple[Quorum, ...] = ()
    attesters: tuple[Attester, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)
