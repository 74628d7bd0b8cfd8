"""Signers from their tree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.loading.durations import date_under
from engine.loading.located_tree import block, nodes, word
from engine.loading.public_keys import base64_of
from engine.model.signers import CERTIFICATE, Attester, Quorum, Revocation, Signer, Signers, SigningKey

if TYPE_CHECKING:
    from engine.loading.located_tree import Block, Node
    from engine.model.written import Written


def read_signers(document: Block) -> Signers:
    """Read who may sign; the shape was checked."""
    name = word(document["signers"])
    return Signers(
        name=name,
        zone=word(document["zone"]),
        people=tuple(_person(key, block(node)) for key, node in _entries(document, "people")),
        quorums=tuple(_quorum(role, node) for role, node in _entries(document, "quorum")),
        attesters=tuple(_attester(key, block(node)) for key, node in _entries(document, "attesters")),
        at=name.at,
    )


def _entries(document: Block, key: str) -> tuple[tuple[Written, Node], ...]:
    node = document.get(key)
    return tuple(block(node).entries) if node is not None else ()


def _quorum(role: Written, node: Node) -> Quorum:
    people = word(node)
    return Quorum(role, int(people), people.at)


def _person(key: Written, mapping: Block) -> Signer:
    role = word(mapping["role"])
    keys = tuple(_key(block(node)) for node in nodes(mapping["keys"]))
    return Signer(key, word(mapping["name"]), role, keys, role.at, key.at)


def _attester(key: Written, mapping: Block) -> Attester:
    keys = tuple(_key(block(node)) for node in nodes(mapping["keys"]))
    return Attester(key, word(mapping["name"]), keys, key.at)


def _key(mapping: Block) -> SigningKey:
    text = word(mapping["key" if "key" in mapping else "certificate"])
    return SigningKey(
        line=f"{CERTIFICATE} {base64_of(text)}" if "certificate" in mapping else " ".join(text.split()[:2]),
        first=date_under(mapping, "from"),
        last=date_under(mapping, "until"),
        revoked=_revocation(mapping.get("revoked")),
        at=text.at,
    )


def _revocation(node: Node | None) -> Revocation | None:
    if node is None:
        return None
    said = block(node)
    return Revocation(date.fromisoformat(word(said["on"])), word(said["reason"]))
