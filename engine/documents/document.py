"""A finished document: exact bytes, what they are, and their digest."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as they are written, printed and signed; `digest` is their SHA-256 (hex)."""

    content: bytes
    media_type: str
    digest: str


def document(text: str, media_type: str) -> Document:
    """Make a document of a text, in UTF-8."""
    content = text.encode()
    return Document(content, media_type, sha256(content).hexdigest())
