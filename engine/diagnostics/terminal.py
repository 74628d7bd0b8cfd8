"""Diagnostics for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.diagnostic import Diagnostic, Location, in_order
from engine.diagnostics.escapes import visible


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Lay them out for a terminal: place, code, message, the line with carets, help."""
    return "\n".join(_text_of(d) for d in in_order(diagnostics))


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
