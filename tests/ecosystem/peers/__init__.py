"""Programs and schemas of other projects, from the npm registry: `make peers` brings what package-lock.json names."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("node_modules")


def peer(name: str) -> Path:
    """The folder of a package; the test is skipped where it isn't installed, which CI doesn't allow."""
    if not (FOLDER / name).is_dir():
        pytest.skip(f"{name} is not installed: make peers")
    return FOLDER / name
