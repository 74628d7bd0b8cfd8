"""What can't be used: each error carries a sentence for people and a way out."""

from __future__ import annotations


class UnusableError(Exception):
    """Something that can't be used: `message` in lower case, `way_out` as an instruction."""

    def __init__(self, message: str, way_out: str) -> None:
        """Both are shown to whoever asked."""
        super().__init__(message)
        self.message = message
        self.way_out = way_out


class UnusableKeyError(UnusableError):
    """A key that can't be read, or is of a type that can't be used."""


class UnsignedError(UnusableError):
    """Whoever was asked to sign did not."""


class UnreadableSignatureError(UnusableError):
    """A file that holds no signature as leadpact or ssh-keygen writes it."""
