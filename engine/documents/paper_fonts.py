"""The typefaces of a paper, from packages and never from the machine, and the characters that they have."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "font_source_sans_pro"
FACES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-It.ttf")
ELSEWHERE = frozenset("✗\N{NO-BREAK SPACE}\n")
"""What the typesetter's own typefaces have where ours has none."""
NO_CHARACTER = 0xFFFF  # ends the segments
SEGMENTS, GROUPS = 4, 12  # the two forms of a table of characters that say all


@cache
def faces() -> dict[str, bytes]:
    """Give the font files by name."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"no package {PACKAGE}, which holds the typeface of papers")
    folder = Path(found.origin).parent / "files"
    return {name: (folder / name).read_bytes() for name in FACES}


def printable(text: str) -> str:
    """Show what the typeface lacks, control and bidi characters too, as code points: nothing vanishes or steers."""
    known = _characters()
    return "".join(c if c in known else f"<U+{ord(c):04X}>" for c in text)


@cache
def _characters() -> frozenset[str]:
    return frozenset(c for c in map(chr, _code_points(faces()[FACES[0]])) if c.isprintable()) | ELSEWHERE


def _code_points(font: bytes) -> Iterator[int]:
    """Read the table `cmap` of a TrueType font, as its specification lays it out."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for n in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * n)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if form == GROUPS:
            yield from _in_groups(font, cmap + offset)
        elif form == SEGMENTS:
            yield from _in_segments(font, cmap + offset)


def _in_groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for n in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * n)
        yield from range(first, last + 1)


def _in_segments(font: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    lasts = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    for first, last in zip(firsts, lasts, strict=True):
        yield from (code for code in range(first, last + 1) if code != NO_CHARACTER)
