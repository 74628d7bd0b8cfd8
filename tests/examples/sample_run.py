"""The sample, judged by the agreement of this repository on the morning that its settings name."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from engine import pipeline
from engine.evaluation.results import Results

REPOSITORY = Path(__file__).parents[2]
AS_OF = datetime.fromisoformat("2026-07-01T09:00:00+02:00")


@cache
def sample_results() -> Results:
    policies, faults = pipeline.load_policies(REPOSITORY / "policies")
    assert faults == ()
    question = pipeline.Question(policies, REPOSITORY / "examples/crm_export", int(AS_OF.timestamp()) * 1_000_000)
    results, _ = pipeline.judge(question, lambda _step: None)
    assert results is not None
    return results
