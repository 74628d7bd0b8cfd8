"""What a signature inside a PDF says: the statement of the other signatures, as a sentence that readers of PDF show."""

from __future__ import annotations

import re

from engine.signing.statements import Statement

SENTENCE = re.compile(
    r"I agree to (?P<of>[a-z0-9_.@-]+) as (?P<role>.+); terms SHA-256 (?P<terms>[0-9a-f]{64}), "
    r"paper before signing SHA-256 (?P<document>[0-9a-f]{64})"
)


def sentence(said: Statement) -> str:
    """Put a statement into a sentence; its time stands beside it in the PDF."""
    return (
        f"I agree to {said.of} as {said.role}; terms SHA-256 {said.terms}, paper before signing SHA-256 {said.document}"
    )


def statement(words: str, signed_at: int) -> Statement | None:
    """Read the sentence back; None if it is another one. `signed_at` is µs UTC."""
    found = SENTENCE.fullmatch(words)
    if found is None:
        return None
    return Statement(found["of"], found["role"], signed_at, found["terms"], found["document"])
