"""The files that a source names: found, or a way out; and their digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics import Diagnostic, Diagnostics, did_you_mean, error
from engine.model.sources import Table

NOT_FOUND = "LP601"
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a source. `number` is its place among all files of the run, `name` is relative to the data folder."""

    number: int
    name: str
    path: Path


def find_files(table: Table, data: Path) -> tuple[list[Path], Diagnostics]:
    """Give the files of a table in order of their paths; patterns with `*`, `?`, `[` may give several."""
    found: dict[Path, None] = {}
    faults: list[Diagnostic] = []
    for pattern in table.files:
        paths = _matching(pattern, data)
        found.update(dict.fromkeys(paths))
        if not paths:
            faults.append(_not_found(table, pattern, data))
    return sorted(found, key=lambda path: name_of(path, data)), tuple(faults)


def name_of(path: Path, data: Path) -> str:
    """The path relative to the data folder, with `/`."""
    return Path(os.path.relpath(path, data)).as_posix()


def digests_of(files: Iterable[DataFile]) -> dict[str, str]:
    """File name → SHA-256 of its bytes, hex."""
    digests = {}
    for file in files:
        with file.path.open("rb") as content:
            digests[file.name] = hashlib.file_digest(content, "sha256").hexdigest()
    return digests


def _matching(pattern: str, data: Path) -> list[Path]:
    exact = data / pattern
    if exact.is_file():
        return [exact]
    if not _WILD & set(pattern):
        return []
    folder, relative = (Path(exact.anchor), exact.relative_to(exact.anchor)) if exact.is_absolute() else (Path(), exact)
    return [path for path in folder.glob(str(relative)) if path.is_file()]


def _not_found(table: Table, pattern: str, data: Path) -> Diagnostic:
    folder = (data / pattern).parent
    if not folder.is_dir():
        return error(
            NOT_FOUND,
            table.at,
            f"no folder `{folder.as_posix()}` for the file `{pattern}`",
            "paths are relative to the data folder: name another one with `--data DIR`",
        )
    there = sorted(path.name for path in folder.iterdir() if path.is_file())
    near = did_you_mean(Path(pattern).name, there)
    way_out = f"did you mean `{near}`?" if near else _listing(there)
    return error(NOT_FOUND, table.at, f"no file `{pattern}` in the data folder `{data.as_posix()}`", way_out)


def _listing(names: list[str], shown: int = 8) -> str:
    if not names:
        return "that folder holds no files: name another data folder with `--data DIR`"
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return "that folder holds " + ", ".join(f"`{name}`" for name in names[:shown]) + more
