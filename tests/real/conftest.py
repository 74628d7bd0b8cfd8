"""Where the real data lies, and a run of the whole journey over it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from engine import pipeline
from engine.diagnostics import as_text

BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "data"


def real_data_folder() -> Path:
    """The folder of LEADPACT_REAL_DATA, or the one beside the project; without it the test is skipped."""
    folder = Path(os.environ.get("LEADPACT_REAL_DATA", BESIDE_THE_PROJECT))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is not a folder; set LEADPACT_REAL_DATA to one with bpic2012/ and olist/")
    return folder


@pytest.fixture(scope="session")
def real_data() -> Path:
    return real_data_folder()


@pytest.fixture(scope="session")
def judged():
    """A run: policies, a data folder and a moment to results."""

    def run(folder: Path, data: Path, as_of: datetime):
        policies, faults = pipeline.load_policies(folder)
        assert policies is not None, as_text(faults)
        assert not faults, as_text(faults)
        question = pipeline.Question(policies, data, round(as_of.timestamp()) * 1_000_000)
        results, faults = pipeline.judge(question, lambda _step: None)
        assert results is not None, as_text(faults)
        return results

    return run
