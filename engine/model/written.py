"""Text that remembers where a policy wrote it, so that every fault can point at the very word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from engine.diagnostics import Location


class Written(str):
    """A plain text for all purposes; equality and hash are the text's, `at` is its place."""

    __slots__ = ("at",)
    at: Location

    def __new__(cls, text: str, at: Location) -> Self:
        """Give `text`, written at `at`."""
        word = super().__new__(cls, text)
        word.at = at
        return word

    def __reduce__(self) -> tuple[type[Written], tuple[str, Location]]:
        """Copies and pickles keep the place."""
        return Written, (str(self), self.at)


def place_of(text: str, otherwise: Location | None = None) -> Location | None:
    """Tell where a text was written; `otherwise` for one that was made, not written."""
    return text.at if isinstance(text, Written) else otherwise
