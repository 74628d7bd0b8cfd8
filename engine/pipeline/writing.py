"""Files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its name first, so that nobody ever reads half of it.

    Raises OSError if it can't be written; nothing is left behind then.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_bytes(content)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    return partial.replace(path)
