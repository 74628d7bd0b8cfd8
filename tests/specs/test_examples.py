"""Examples beside criteria and commitments: each is judged by the engine, counts, and fails where it stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.loading.policy_files import load
from engine.reports.changes import changes_of_versions
from engine.specs.examples import ExampleError, hold
from engine.specs.scenario import instant

ROOT = Path(__file__).parents[2]
ZONE = "Europe/Berlin"
CLOCK = {
    "policy": "handover",
    "version": "1.0.0",
    "commitment": "first_call",
    "state": "kept",
    "reason": "in_time",
    "started_at": instant("2026-03-06 18:05", ZONE),
    "due_at": instant("2026-03-09 11:00", ZONE),
    "stopped_at": instant("2026-03-09 11:00", ZONE),
}
CRITERION = {
    "policy": "handover",
    "version": "1.0.0",
    "criterion": "large_enough",
    "asked": "as_of",
    "at": 1,
    "truth": True,
    "because": "",
}


@pytest.fixture(scope="module")
def agreement():
    return load(ROOT / "templates" / "starter" / "policies")[0].agreements[0]


def judged(**relations):
    return SimpleNamespace(rows=lambda relation, _lead: relations.get(relation, []), read=[])


def test_the_starter_s_example_of_a_clock_holds_and_fails_with_what_came_out(agreement):
    example = next(one for one in agreement.examples if one.name == "first_call")
    came_out = "it is kept because in_time; due Mon 9 Mar 2026 11:00, stopped Mon 9 Mar 2026 11:00"
    found = judged(clocks=[CLOCK])
    hold(found, agreement, example)
    assert found.read == [("clocks", CLOCK)]
    with pytest.raises(ExampleError, match=f"^expected breached; {came_out}$"):
        hold(judged(clocks=[CLOCK]), agreement, replace(example, expect="breached"))
    with pytest.raises(ExampleError, match=f"^expected due Mon 9 Mar 2026 12:00; {came_out}$"):
        hold(judged(clocks=[CLOCK]), agreement, replace(example, due="2026-03-09 12:00"))
    with pytest.raises(ExampleError, match=r"^expected late; it is breached because late"):
        hold(
            judged(clocks=[CLOCK | {"state": "breached", "reason": "late"}]), agreement, replace(example, expect="late")
        )
    hold(judged(clocks=[CLOCK | {"state": "at_risk"}]), agreement, replace(example, expect="open"))
    hold(judged(clocks=[CLOCK | {"state": "not_applicable"}]), agreement, replace(example, expect="not applicable"))


def test_the_last_clock_of_this_agreement_and_version_is_the_one_that_counts(agreement):
    example = next(one for one in agreement.examples if one.name == "first_call")
    earlier = CLOCK | {"started_at": 1, "state": "late"}
    hold(judged(clocks=[CLOCK, earlier, CLOCK | {"policy": "other", "started_at": 2**60}]), agreement, example)
    with pytest.raises(ExampleError, match=r"^expected kept, but version 2\.0\.0 judges at that time$"):
        hold(judged(clocks=[CLOCK | {"version": "2.0.0"}]), agreement, example)
    with pytest.raises(ExampleError, match=r"^expected kept, but no clock has started when it is asked$"):
        hold(judged(), agreement, example)


def test_an_example_of_a_criterion_fails_with_what_it_is_and_why(agreement):
    example = agreement.examples[0]
    hold(judged(criteria=[CRITERION]), agreement, example)
    unknown = CRITERION | {"truth": None, "because": "employees"}
    with pytest.raises(ExampleError, match=r"^expected met; it is unknown because employees$"):
        hold(judged(criteria=[unknown]), agreement, example)
    with pytest.raises(ExampleError, match=r"^expected met; it is not met$"):
        hold(judged(criteria=[CRITERION | {"truth": False}]), agreement, example)
    with pytest.raises(ExampleError, match=r"^expected met, but no version is in force when it is asked$"):
        hold(judged(criteria=[CRITERION | {"asked": "entry:qualified"}]), agreement, example)


def test_a_change_of_an_example_is_editorial(agreement):
    first, *others = agreement.examples
    other = replace(agreement, examples=(replace(first, expect="unknown"), *others))
    (found,) = changes_of_versions(agreement, other).changes
    assert (found.place, found.normative) == (("examples", "large_enough, example 1"), False)
    assert found.before == "Twenty is enough: met; employees 20"
    assert found.after == "Twenty is enough: unknown; employees 20"
