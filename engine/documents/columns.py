"""Text laid out in columns for a terminal; whatever is cut shows that it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagnostics import visible

LEAST_WIDTH = 6
GAP = "  "


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns (from 0) may lose their ends on a narrow page, and which are numbers, to the right."""

    may_be_cut: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()


def aligned(rows: Sequence[Sequence[str]], width: int, columns: Columns) -> list[str]:
    """Align rows of texts in `width` characters, indented; figures are never cut, and empty columns take no room."""
    cells = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    room = width - len(GAP) * sum(1 for size in widths if size)
    while sum(widths) > room:
        widest = max(columns.may_be_cut, key=lambda at: widths[at])
        if widths[widest] <= LEAST_WIDTH:
            break
        widths[widest] -= 1
    return [_line(row, widths, columns) for row in cells]


def cut(text: str, width: int) -> str:
    """Make a text visible and at most `width` characters long; `…` stands for what is left out."""
    shown = visible(text)
    return shown if len(shown) <= width else shown[: max(0, width - 1)] + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Break a text at spaces into lines of at most `width` characters."""
    lines, line = [], ""
    for word in visible(text).split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return [cut(found, width) for found in [*lines, line]]


def _line(row: Sequence[str], widths: Sequence[int], columns: Columns) -> str:
    laid = [
        cut(cell, size).rjust(size) if at in columns.numbers else cut(cell, size).ljust(size)
        for at, (cell, size) in enumerate(zip(row, widths, strict=True))
        if size
    ]
    return (GAP + GAP.join(laid)).rstrip()
