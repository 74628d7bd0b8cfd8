"""Text files in the encoding their source states, as UTF-8 for the engine."""

from __future__ import annotations

import codecs
import gzip
import io
from pathlib import Path
from typing import BinaryIO, cast

from engine.diagnostics import Diagnostics, did_you_mean, error
from engine.model.sources import Table

UNKNOWN_ENCODING = "LP604"
NATIVE = frozenset({"utf-8", "utf-8-sig", "ascii"})
CHUNK = 1 << 20
_USUAL = ("utf-8", "utf-16", "cp1252", "latin-1", "iso8859-15", "cp850", "mac-roman", "shift-jis", "gb18030")


def check_encoding(table: Table) -> Diagnostics:
    """Refuse an encoding that Python does not know as text."""
    try:
        b"known?".decode(table.encoding)
    except UnicodeError:
        return ()  # known, and of another width than these bytes
    except LookupError:
        near = did_you_mean(table.encoding, _USUAL)
        way_out = f"did you mean `{near}`?" if near else "state `utf-8`, `cp1252`, `latin-1` or `utf-16`"
        return (error(UNKNOWN_ENCODING, table.at, f"unknown encoding `{table.encoding}`", way_out),)
    return ()


def is_compressed(path: Path) -> bool:
    """Tell whether the ending says gzip."""
    return path.suffix.casefold() == ".gz"


def opened(path: Path) -> BinaryIO:
    """Open for reading bytes, unpacked if the ending says gzip."""
    return cast("BinaryIO", gzip.open(path, "rb")) if is_compressed(path) else path.open("rb")


def beginning(path: Path, encoding: str) -> str:
    """The first characters of a text file (about a million), its byte order mark left out.

    Raises OSError or EOFError (unreadable gzip) and UnicodeError (another encoding than stated).
    """
    native = codecs.lookup(encoding).name in NATIVE
    with opened(path) as content:
        start = content.read(CHUNK)
    decoder = codecs.getincrementaldecoder("utf-8-sig" if native else encoding)("replace" if native else "strict")
    return decoder.decode(start).removeprefix("\ufeff")


def as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """Give the file itself if the engine reads its encoding, else a UTF-8 copy in `folder`, made in chunks.

    Raises OSError, EOFError and UnicodeError like `beginning`.
    """
    if codecs.lookup(encoding).name in NATIVE:
        return path
    copy = folder / f"{len(list(folder.iterdir()))}.txt"
    with (
        opened(path) as content,
        io.TextIOWrapper(content, encoding=encoding, newline="") as text,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        while chunk := text.read(CHUNK):
            out.write(chunk)
    return copy
