"""A version that starts in the middle of the history leaves what the one before it judged exactly as it was."""

from __future__ import annotations

import shutil

import pytest

from engine import pipeline
from tests.examples.sample_run import AS_OF, REPOSITORY, sample_results


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The sample judged as if its second version had never been written."""
    folder = tmp_path_factory.mktemp("one_version") / "policies"
    shutil.copytree(REPOSITORY / "policies", folder)
    (folder / "agreements/inbound/2.0.0.yaml").unlink()
    policies, faults = pipeline.load_policies(folder)
    assert policies is not None, faults
    question = pipeline.Question(policies, REPOSITORY / "examples/crm_export", int(AS_OF.timestamp()) * 1_000_000)
    results, _ = pipeline.judge(question, lambda _step: None)
    assert results is not None
    return results


@pytest.fixture(scope="module")
def second_starts():
    policies, _ = pipeline.load_policies(REPOSITORY / "policies")
    return next(a.starts for a in policies.agreements if a.version == "2.0.0")


def clocks_of_the_first(results, until):
    rows = results.relations.rows("clocks")
    return {r["clock_id"]: r for r in rows if r["version"] == "1.0.0" and r["started_at"] < until}


def test_clocks_of_the_earlier_version_are_the_same_in_every_column(before, second_starts):
    after = clocks_of_the_first(sample_results(), second_starts)
    assert len(after) > 1000
    assert after == clocks_of_the_first(before, second_starts)


def test_no_clock_of_the_earlier_version_starts_under_the_later(second_starts):
    rows = sample_results().relations.rows("clocks")
    assert {r["version"] for r in rows if r["started_at"] >= second_starts} == {"2.0.0"}


def test_quarters_before_the_later_version_attain_what_they_did(before):
    def first_quarter(results):
        rows = [*results.relations.rows("attainment"), *results.relations.rows("volumes")]
        return [r for r in rows if r["period"] in {"2026-Q1", "2026-01", "2026-02", "2026-03"}]

    assert len(first_quarter(before)) > 10
    assert first_quarter(sample_results()) == first_quarter(before)
