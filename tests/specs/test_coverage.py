"""Which outcomes count as shown: what a Then step demanded and got, under the policies as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine import pipeline
from engine.specs.coverage import LAST_SECOND, NEXT_SECOND, Outcome, expected, latest, of_clock, of_criterion
from engine.specs.runs import Answers
from engine.specs.step_definitions import step_definitions
from engine.specs.stubs import stub
from engine.specs.watching import Watching

ROOT = Path(__file__).parents[2]
VERSION = "handover@1.0.0"
DUE = 1_000_000_000_000_000
SECOND = 1_000_000
CLOCK = {
    "policy": "handover",
    "version": "1.0.0",
    "commitment": "first_call",
    "row_no": 1,
    "due_at": DUE,
    "state": "kept",
}
CRITERION = {"policy": "handover", "version": "1.0.0", "criterion": "ready", "truth": None}
THEN = SimpleNamespace(type="then")


@pytest.fixture(scope="module")
def agreements():
    policies, faults = pipeline.load_policies(ROOT / "templates" / "starter" / "policies")
    assert policies, faults
    return latest(policies)


def whats(found):
    return {one.what for one in found}


def test_every_criterion_has_three_outcomes_and_every_commitment_those_of_its_kind(agreements):
    found = [one.outcome for one in expected(agreements)]
    assert {o.what for o in found if o.name == "ready"} == {"met", "not met", "unknown"}
    edges = {LAST_SECOND, NEXT_SECOND}
    assert {o.what for o in found if o.name == "first_call"} == {
        "kept", "late", "breached", "open", "row 1", "row 2", *edges,
    }  # fmt: skip
    assert {o.what for o in found if o.name == "fit"} == {"kept", "breached"}
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("stopped", "shown"),
    [
        (DUE, {LAST_SECOND}),
        (DUE - SECOND, {LAST_SECOND}),
        (DUE - SECOND - 1, set()),
        (DUE + 1, {NEXT_SECOND}),
        (DUE + SECOND, {NEXT_SECOND}),
        (DUE + SECOND + 1, set()),
    ],
)
def test_the_due_instant_is_shown_within_a_second_of_it(stopped, shown):
    of_stop = of_clock({**CLOCK, "stopped_at": stopped}, DUE + 10**12, state_demanded=False)
    assert whats(of_stop) - {"row 2"} == shown
    of_question = of_clock({**CLOCK, "stopped_at": None}, stopped, state_demanded=False)
    assert whats(of_question) - {"row 2"} == shown


def test_only_a_demanded_state_is_shown():
    clock = {**CLOCK, "stopped_at": 0}
    assert whats(of_clock(clock, DUE, state_demanded=False)) == {"row 2"}
    assert whats(of_clock(clock, DUE, state_demanded=True)) == {"row 2", "kept"}
    assert whats(of_clock({**clock, "state": "at_risk"}, DUE, state_demanded=True)) == {"row 2", "open"}


@pytest.mark.parametrize(("truth", "what"), [(True, "met"), (False, "not met"), (None, "unknown")])
def test_a_criterion_is_shown_as_it_was_answered(truth, what):
    assert whats(of_criterion({**CRITERION, "truth": truth})) == {what}


class Asked(Answers):
    """An answer that has read something, under agreements of its own."""

    agreements = ()
    as_of = DUE


def asked(agreements, *read):
    answer = Asked(None, list(read))
    Asked.agreements = agreements
    return answer


def test_what_a_then_step_demanded_is_seen_and_what_a_failed_one_read_is_not(agreements):
    watching = Watching(agreements)
    failed = asked(agreements, ("criteria", {**CRITERION, "truth": True}))
    watching.pytest_bdd_step_error({"judged": failed})
    watching.pytest_bdd_after_step(THEN, {"judged": failed, "word": "met"})
    assert not watching.seen
    watching.pytest_bdd_after_step(THEN, {"judged": asked(agreements, ("criteria", CRITERION)), "word": "unknown"})
    assert watching.seen == {Outcome(VERSION, "criteria", "ready", "unknown")}


def test_a_scenario_that_changed_the_policies_shows_nothing_of_those_that_are_here(agreements):
    watching = Watching(agreements)
    changed = (replace(agreements[0], title="Another"),)
    watching.pytest_bdd_after_step(THEN, {"judged": asked(changed, ("criteria", CRITERION)), "word": "unknown"})
    assert not watching.seen


def test_what_a_version_shows_while_it_is_on_trial_is_shown_of_it(agreements):
    watching = Watching(agreements)
    trial = {**CRITERION, "version": "1.0.0 (trial)"}
    watching.pytest_bdd_after_step(THEN, {"judged": asked(agreements, ("criteria", trial)), "word": "unknown"})
    assert watching.seen == {Outcome(VERSION, "criteria", "ready", "unknown")}


def test_coverage_is_never_rounded_up(agreements):
    watching = Watching(agreements)
    every = [one.outcome for one in watching.all_of_them]
    watching.seen |= set(every[1:])
    share = (len(every) - 1) * 100 // len(every)
    assert watching.in_words() == f"coverage: {len(every) - 1} of {len(every)} outcomes ({share} %)"
    assert watching.reaches(share)
    assert not watching.reaches(100)
    watching.seen.add(every[0])
    assert watching.reaches(100)


def test_a_stub_is_written_in_steps_that_there_are(agreements):
    """With something filled in, each line of every stub is a step."""
    known = step_definitions()
    for one in expected(agreements):
        text = stub(agreements[0], one.outcome)
        assert f"Scenario: {one.outcome.name}: {one.outcome.what}" in text
        steps = [line.split(" ", 1)[1] for line in map(str.strip, text.splitlines()[1:]) if not line.startswith("|")]
        for step in steps:
            filled = step.replace("is …", "is kept").replace("…", "2026-03-02 10:00")
            assert any(definition.means(filled) for definition in known), step
