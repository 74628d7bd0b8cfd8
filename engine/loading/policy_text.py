"""Policy files found and read as text; whatever the bytes, a fault becomes a located diagnostic."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.diagnostics import Diagnostic, Location, error

LARGEST = 1_000_000
AN_AGREEMENT = re.compile(rb"^kind:\s*[\"']?Agreement\b", re.MULTILINE)
BYTE_ORDER_MARK = "\ufeff"
NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnreadableError(Exception):
    """A file that can't be read as text, with the fault to tell."""

    def __init__(self, fault: Diagnostic) -> None:
        """Carry the fault."""
        super().__init__(fault.message)
        self.fault = fault


def files_below(folder: Path) -> tuple[Path, ...]:
    """Find all `*.yaml` and `*.yml` below `folder`, sorted by path; hidden folders are left out."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(parent) / n for n in names if n.endswith((".yaml", ".yml")) and not n.startswith(".")]
        found += [Path(parent) / f for f in folders if f.endswith((".yaml", ".yml"))]
    return tuple(sorted(found))


def unread_agreements(folder: Path) -> Iterator[Path]:
    """Find the files below `folder` that hold an agreement, and whose names keep them from being read."""
    read = files_below(folder)
    for path in sorted(folder.rglob("*")):
        if path not in read and path.is_file() and path.stat().st_size <= LARGEST:
            with suppress(OSError):
                if AN_AGREEMENT.search(path.read_bytes()):
                    yield path


def as_typed(path: Path) -> str:
    """Name a file as a user would: from the working directory if it lies below it, else as given."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_bytes(path: Path, file: str) -> bytes:
    """Read a file, but no more than is allowed.

    Raises:
        UnreadableError: it can't be opened (LP103), or is larger than `LARGEST` bytes (LP104).
    """
    at = Location(file, 1, 1)
    try:
        if not path.is_file():
            raise UnreadableError(error("LP103", at, "not a readable file", "policies are plain files"))
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as reason:
        why = reason.strerror or type(reason).__name__
        raise UnreadableError(error("LP103", at, f"can't be read: {why}", "check the file's permissions")) from None
    if len(content) > LARGEST:
        raise UnreadableError(error("LP104", at, "larger than 1 MB", "a policy is written by hand: split the file"))
    return content


def decode(content: bytes, file: str) -> str:
    """Turn UTF-8 bytes (a byte order mark is dropped) into text.

    Raises:
        UnreadableError: not UTF-8 (LP105), a control character (LP106) or a tab (LP107).
    """
    try:
        text = content.decode().removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as fault:
        start = content[: fault.start].decode().removeprefix(BYTE_ORDER_MARK)
        at = _place(start, len(start), file)
        raise UnreadableError(error("LP105", at, "not UTF-8 text", "save the file as UTF-8")) from None
    if found := NOT_PRINTABLE.search(text):
        shown = f"a control character (U+{ord(found.group()):04X})"
        raise UnreadableError(error("LP106", _place(text, found.start(), file), shown, "remove it"))
    if "\t" in text:
        at = _place(text, text.index("\t"), file)
        raise UnreadableError(error("LP107", at, "a tab", "use spaces, here and everywhere in the file"))
    return text


def _place(text: str, index: int, file: str) -> Location:
    """Give the place of the character at `index`."""
    before = (text[:index] + "\0").splitlines()
    lines = text.splitlines()
    line = lines[len(before) - 1] if len(before) <= len(lines) else ""
    return Location(file, len(before), len(before[-1]), 1, line)
