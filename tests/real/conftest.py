"""Where the real data lies, and a run of the whole journey over it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BESIDE_THE_PROJECT = HERE.parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of LEADPACT_REAL_DATA, or the one beside the project."""
    folder = Path(os.environ.get("LEADPACT_REAL_DATA", BESIDE_THE_PROJECT))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is not a folder; set LEADPACT_REAL_DATA to one with bpic2012/ and olist/")
    return folder
