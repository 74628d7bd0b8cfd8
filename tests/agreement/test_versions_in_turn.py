"""Cycles across versions whose words differ: what holds a start and what lets it open a clock."""

from __future__ import annotations

from engine.model.commitments import Again, IfSilent
from tests.agreement.comparing import in_agreement
from tests.reference.judging import ROSTER
from tests.reference.rows import Inputs
from tests.reference.small_policies import acceptance, agreement, complete, history, lead, policy_set, response, wall

SECOND = wall("2026-02-01")


def judged(first, second, *lines):
    policies = policy_set(agreement(first), agreement(second, version="2.0.0", starts=SECOND))
    inputs = Inputs((lead(),), history(*lines), complete(), (), ROSTER)
    results = in_agreement(policies, inputs, wall("2026-03-01"))
    return results, [(c["start_event"], c["version"], c["state"]) for c in results.clocks]


def to(stage):
    return {"stage": stage}


def test_a_start_that_was_ignored_holds_no_start_of_the_next_version():
    _, clocks = judged(
        response(again=Again.IGNORE),
        response(rows=response().rows, warn_at=(50,)),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-01-12 10:00", "call"),
        ("2026-01-13 09:00", "stage_changed", to("mql")),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
        ("2026-02-03 10:00", "call"),
    )
    assert clocks == [("e0", "1.0.0", "kept"), ("e3", "2.0.0", "kept")]


def test_a_version_that_ignores_starts_counts_those_of_the_versions_before():
    _, clocks = judged(
        response(),
        response(again=Again.IGNORE),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-01-12 10:00", "call"),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
    )
    assert clocks == [("e0", "1.0.0", "kept")]


def test_silence_gives_nothing_to_a_start_that_an_open_clock_of_the_version_before_holds():
    results, clocks = judged(
        acceptance(),
        acceptance(if_silent=IfSilent.DEEMED_ACCEPTED),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
    )
    assert clocks == [("e0", "1.0.0", "breached")]
    assert [entry["stage"] for entry in results.entries] == ["mql", "mql"]
