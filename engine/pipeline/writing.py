"""Files that appear whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that nobody ever sees a part of it; one in its place hands its permissions on.

    Raises OSError if it can't be written; then the old one stays.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_bytes(content)
        if path.exists():
            shutil.copymode(path, partial)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    return partial.replace(path)
