"""What can be signed: a version by the heads of all parties, a waiver by that of the party that approves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet
from engine.model.waivers import Waiver
from engine.terms.canonical import plain
from engine.terms.version_terms import Terms, terms_of

FORMAT = "leadpact/waiver-terms/v1"
AGREEMENT, WAIVER = "agreement", "waiver"
WAIVERS = "waivers"


@dataclass(frozen=True, slots=True)
class ToSign:
    """Terms of a kind, `agreement` or `waiver`, and each role in which they must be signed."""

    kind: str
    terms: Terms
    roles: tuple[str, ...]

    @property
    def called(self) -> str:
        """As what people read of it."""
        return called(self.kind, self.terms.of)

    @property
    def folder(self) -> PurePath:
        """Where its signatures lie, below the folder of all signatures."""
        return folder_of(self.kind, self.terms.of)


def names_to_sign(policies: PolicySet) -> tuple[str, ...]:
    """Name all that can be signed: `agreement@version`, then the ids of waivers, which hold no `@`."""
    return (*(agreement.id for agreement in policies.agreements), *policies.waivers)


def to_sign(policies: PolicySet, name: str) -> ToSign | None:
    """Lay out what a name means; None if it names nothing that can be signed."""
    if name in policies.waivers:
        return waiver_to_sign(policies, policies.waivers[name])
    return next((version_to_sign(policies, a) for a in policies.agreements if a.id == name), None)


def all_to_sign(policies: PolicySet) -> Iterator[ToSign]:
    """Lay out every version, then every waiver."""
    yield from (version_to_sign(policies, agreement) for agreement in policies.agreements)
    yield from (waiver_to_sign(policies, waiver) for waiver in policies.waivers.values())


def version_to_sign(policies: PolicySet, agreement: Agreement) -> ToSign:
    """A version, which the heads of all its parties sign."""
    roles = tuple(party.signs for party in agreement.parties)
    return ToSign(AGREEMENT, terms_of(policies, agreement), roles)


def waiver_to_sign(policies: PolicySet, waiver: Waiver) -> ToSign:
    """A waiver, which the head of the approving party signs, by the role in the first version that it reaches."""
    version = policies.waived_versions(waiver)[0]
    roles = tuple(party.signs for party in version.parties if party.id == waiver.approved_by.party)
    return ToSign(WAIVER, waiver_terms(waiver), roles)


def waiver_terms(waiver: Waiver) -> Terms:
    """Lay the terms of a waiver out: all that it says but the approver's name, its dates as instants."""
    body = {"format": FORMAT, "waiver": plain(waiver)}
    return Terms(waiver.name, f"{json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode())


def called(kind: str, of: str) -> str:
    """Name what is signed as people read it."""
    return f"waiver {of}" if kind == WAIVER else of


def folder_of(kind: str, of: str) -> PurePath:
    """Tell where signatures lie: no version is named like a waiver, so that no two share a folder."""
    return PurePath(WAIVERS, of) if kind == WAIVER else PurePath(*of.split("@"))


def called_by_folder(folder: Path) -> str:
    """Name what the signatures in a folder were made for."""
    parts = (
        (WAIVER, folder.name) if folder.parent.name == WAIVERS else (AGREEMENT, f"{folder.parent.name}@{folder.name}")
    )
    return called(*parts)
