"""What a signature says: an in-toto Statement v1 over two digests, with a role and a time."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.signing.faults import UnreadableSignatureError

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = re.compile("https://leadpact.example/(agreement|waiver)-signature/v1")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000  # µs
TIME = "%Y-%m-%dT%H:%M:%SZ"
FIRST_YEAR, LAST_YEAR = 1970, 2069
DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Statement:
    """In `role`, somebody agreed at `signed_at` (µs UTC, whole seconds) to the terms `of` something.

    `kind` is that of what was signed: `agreement` or `waiver`. `terms` and `document` are SHA-256 digests in hex;
    `document` is that of the paper they had before them, if any.
    """

    of: str
    role: str
    signed_at: int
    terms: str
    document: str | None = None
    kind: str = "agreement"


def written(statement: Statement) -> bytes:
    """Write a statement down: one text for one statement, keys sorted, a line end at the end."""
    digests = [("terms", statement.terms)] + [("document", d) for d in (statement.document,) if d]
    body = {
        "_type": STATEMENT,
        "subject": [{"name": f"{statement.of} {what}", "digest": {"sha256": digest}} for what, digest in digests],
        "predicateType": f"https://leadpact.example/{statement.kind}-signature/v1",
        "predicate": {"of": statement.of, "role": statement.role, "signed_at": _text(statement.signed_at)},
    }
    return f"{json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode()


def read(content: bytes) -> Statement:
    """Read a statement back.

    Raises:
        UnreadableSignatureError: anything but a text that `written` gives; nothing is skipped, guessed or repaired.
    """
    try:
        statement = _statement(json.loads(content))
        same = written(statement) == content
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError):
        same = False
    if not same:
        raise UnreadableSignatureError(
            "what was signed is no statement as leadpact writes it", "let it be signed again"
        )
    return statement


def whole_seconds(moment: datetime) -> int:
    """Give a moment in µs UTC, without what is less than a second: what others sign tells no less."""
    return int((moment - EPOCH).total_seconds()) * SECOND


def _statement(body: dict[str, Any]) -> Statement:
    predicate = body["predicate"]
    digests = [subject["digest"]["sha256"] for subject in body["subject"]]
    kind = PREDICATE.fullmatch(body["predicateType"])
    texts = isinstance(predicate["role"], str) and isinstance(predicate["of"], str)
    if kind is None or not texts or not all(DIGEST.fullmatch(digest) for digest in digests):
        raise ValueError("a digest, a role, a name or a kind of another form")
    signed_at = datetime.strptime(predicate["signed_at"], TIME).replace(tzinfo=UTC)
    if not FIRST_YEAR <= signed_at.year <= LAST_YEAR:
        raise ValueError("a time that no zone is laid out for")
    return Statement(
        of=predicate["of"],
        role=predicate["role"],
        signed_at=(signed_at - EPOCH) // timedelta(microseconds=1),
        terms=digests[0],
        document=digests[1] if digests[1:] else None,
        kind=kind[1],
    )


def _text(at: int) -> str:
    return (EPOCH + timedelta(microseconds=at)).strftime(TIME)
