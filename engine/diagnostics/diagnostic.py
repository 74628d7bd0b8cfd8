"""A fault: what it says, where it lies and how bad it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A span on one line of a file; lines and columns count from 1, `width` in characters."""

    file: str
    line: int
    column: int
    width: int = 1
    text: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def line_reference(self) -> str:
        """`file:line`, the form that reports print beside a verdict."""
        return f"{self.file}:{self.line}"


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the journey, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault, in the user's own words, with a way out in `help`."""

    code: str
    severity: Severity
    message: str
    location: Location | None = None
    help: str = ""


Diagnostics = tuple[Diagnostic, ...]


def error(code: str, location: Location | None, message: str, help: str = "") -> Diagnostic:  # noqa: A002 - the word users see
    """Make an error; lower case message, the user's words in backticks."""
    return Diagnostic(code, Severity.ERROR, message, location, help)


def warning(code: str, location: Location | None, message: str, help: str = "") -> Diagnostic:  # noqa: A002 - the word users see
    """Make a warning; same style as an error."""
    return Diagnostic(code, Severity.WARNING, message, location, help)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of them stops the journey."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> Diagnostics:
    """Sort by place, then code; the same fault at the same place is kept once."""
    nowhere = Location("", 0, 0)
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.location or nowhere, d.code, d.message)))


def in_words(diagnostics: Iterable[Diagnostic]) -> str:
    """`1 error, 2 warnings`."""
    found = [d.severity for d in diagnostics]
    errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARNING)
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give the known word that looks most like `word`, or an empty text."""
    by_fold = {k.casefold(): k for k in sorted(known)}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""
