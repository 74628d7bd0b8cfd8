"""Locks: what a version uses, pinned by digest beside it, so that nothing that decides changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet
from engine.terms.version_terms import used_by

FORMAT = "leadpact/lock/v1"


@dataclass(frozen=True, slots=True)
class Lock:
    """The SHA-256 (hex) of each thing that `agreement@version` uses, by what it is: `calendar emea`, `lead schema`."""

    of: str
    pins: Mapping[str, str]

    @property
    def content(self) -> bytes:
        """The lock's file: JSON, keys sorted, one a line."""
        body = {"format": FORMAT, "of": self.of, "pins": dict(self.pins)}
        return f"{json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode()


def lock_of(policies: PolicySet, agreement: Agreement) -> Lock:
    """Pin what a version uses as it is now; the policies were found free of errors."""
    return Lock(agreement.id, dict(_pins(used_by(policies, agreement))))


def read_lock(content: bytes) -> Lock:
    """Read a lock's file.

    Raises:
        ValueError: it isn't one as leadpact writes it.
    """
    body = json.loads(content)
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise ValueError(f"its `format` isn't {FORMAT}")
    of, pins = body.get("of"), body.get("pins")
    if not isinstance(of, str) or not isinstance(pins, dict) or not all(isinstance(pin, str) for pin in pins.values()):
        raise ValueError("`of` and `pins` don't hold what they should")
    return Lock(of, pins)


def parting(lock: Lock, now: Lock) -> Iterator[str]:
    """Say in what the policies of today differ from a lock: `another calendar emea`, `no glossary`."""
    for what in sorted(lock.pins.keys() | now.pins.keys()):
        if what not in now.pins:
            yield f"{what}, which is used no more"
        elif what not in lock.pins:
            yield f"no {what}"
        elif lock.pins[what] != now.pins[what]:
            yield f"another {what}"


def _pins(used: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, held in used.items():
        if held is None:
            continue
        if kind in {"lead_schema", "glossary"}:
            yield kind.replace("_", " "), _digest(held)
        else:
            yield from ((f"{kind.removesuffix('s')} {name}", _digest(one)) for name, one in held.items())


def _digest(held: Any) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
