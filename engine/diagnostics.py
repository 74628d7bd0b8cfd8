"""Where a fault lies, how bad it is, and the forms in which people and machines read it.

A stage never prints and never exits: it returns its result together with `Diagnostics`, all faults
at once. Only the command line turns them into text and an exit code.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

SCHEMA = "https://leadpact.example/schemas/diagnostics/v1"
NOT_ASCII = re.compile(r"[^\x20-\x7e\n]")


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


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Lay them out for a terminal: place, code, message, the line with carets, help."""
    return "\n".join(_text_of(d) for d in in_order(diagnostics))


def as_json(diagnostics: Iterable[Diagnostic], exit_code: int, exit_reason: str) -> str:
    """Give a JSON object: `diagnostics` are objects with code, severity, message, help, file, line, column, width."""
    rows = [
        {
            "code": d.code,
            "severity": d.severity.value,
            "message": d.message,
            "help": d.help,
            "file": d.location.file if d.location else None,
            "line": d.location.line if d.location else None,
            "column": d.location.column if d.location else None,
            "width": d.location.width if d.location else None,
        }
        for d in in_order(diagnostics)
    ]
    body = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason, "diagnostics": rows}
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False))


def printable_json(text: str) -> str:
    """Write control, bidi and zero-width characters of JSON as escapes: the same values, and no terminal is steered."""
    return NOT_ASCII.sub(lambda c: c[0] if c[0].isprintable() else json.dumps(c[0])[1:-1], text)


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


def visible(text: str) -> str:
    """Show control, bidi and zero-width characters as code points: hostile text can't steer a terminal."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def _text_of(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.location} " if diagnostic.location else ""
    lines = [visible(f"{place}{diagnostic.severity.value}[{diagnostic.code}] {diagnostic.message}")]
    at = diagnostic.location
    if at and at.text:
        shown, shift = _excerpt(at)
        gutter = f"{at.line:>5} | "
        lines += [f"{gutter}{shown}", f"{' ' * (len(gutter) - 2)}| {' ' * shift}{'^' * max(1, min(at.width, 60))}"]
    if diagnostic.help:
        lines.append(visible(f"  help: {diagnostic.help}"))
    return "\n".join(lines)


def _excerpt(at: Location, room: int = 90) -> tuple[str, int]:
    """Cut a long line around the fault; give the text and where the caret starts in it."""
    start = max(0, at.column - 1 - room // 2) if len(at.text) > room else 0
    return visible(at.text[start : start + room].replace("\t", " ")), at.column - 1 - start
