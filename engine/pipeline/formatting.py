"""Policies laid out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.loading.formatting import Formatted


def laid_out(paths: Iterable[Path]) -> tuple[Formatted, ...]:
    """Every file that the paths name, or that lies below them, as it is and as it should be; nothing is written."""
    from engine.loading.formatting import files_named, formatted

    files = dict.fromkeys(file for path in paths for file in files_named(path))
    return tuple(formatted(file) for file in files)


def write_laid_out(one: Formatted) -> None:
    """Write a file anew: whole, or not at all.

    Raises OSError if it can't be written.
    """
    from engine.pipeline.writing import write_whole

    write_whole(one.path.resolve(), (one.after or "").encode())  # a link stays a link


def layout_changes(one: Formatted) -> str:
    """The change as a unified diff."""
    before, after = one.before.splitlines(keepends=True), (one.after or "").splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, one.file, one.file))
