"""Cycles across versions whose words differ: what holds a start and what lets it open a clock."""

from __future__ import annotations

import pytest

from engine.model.commitments import Again, Attempts, IfSilent
from engine.model.lead_schema import Outreach
from engine.model.moments import OutreachMade, StageEntered
from engine.model.pauses import Pauses, WhileIn
from tests.agreement.comparing import in_agreement
from tests.reference.judging import ROSTER
from tests.reference.rows import Inputs
from tests.reference.small_policies import (
    ANY_ATTEMPT,
    MQL,
    acceptance,
    agreement,
    cadence,
    complete,
    conversion,
    history,
    lead,
    policy_set,
    response,
    wall,
    within,
)
from tests.reference.small_thens import followed

HELD = Pauses((WhileIn(("recycled",)),), None)
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
        response(),
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


@pytest.mark.parametrize(
    ("first", "started"),
    [
        (response(name="verdict"), ["e0"]),
        (response(name="verdict", pauses=HELD), ["e0"]),
        (cadence(Attempts(2, ANY_ATTEMPT), name="verdict", starts=(MQL,), pauses=HELD), ["e0", "e2"]),
        (conversion(name="verdict"), ["e0", "e2"]),
    ],
)
def test_what_a_version_calls_by_the_name_of_an_acceptance_may_be_of_another_kind(first, started):
    """Its open clock holds later starts; a cadence is given up by the rejection, and a conversion holds none."""
    _, clocks = judged(
        first,
        acceptance(if_silent=IfSilent.DEEMED_ACCEPTED),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-01-12 09:30", "stage_changed", to("recycled")),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
    )
    assert [start for start, _, _ in clocks] == started


def test_silence_gives_nothing_to_a_start_that_an_open_clock_of_the_version_before_holds():
    results, clocks = judged(
        acceptance(),
        acceptance(if_silent=IfSilent.DEEMED_ACCEPTED),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
    )
    assert clocks == [("e0", "1.0.0", "breached")]
    assert [entry["stage"] for entry in results.entries] == ["mql", "mql"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Again.CONTINUE, Again.CONTINUE, [("e0", "1.0.0", "kept")]),
        (Again.CONTINUE, Again.NEW, [("e0", "1.0.0", "kept"), ("e2", "2.0.0", "late")]),
        (Again.CONTINUE, Again.IGNORE, [("e0", "1.0.0", "kept")]),
        (Again.NEW, Again.CONTINUE, [("e0", "1.0.0", "kept"), ("e2", "2.0.0", "late")]),
    ],
)
def test_a_clock_goes_on_through_versions_that_all_say_so_with_the_words_it_began_under(first, second, expected):
    """The second version gives half an hour only, and asks for a conversation."""
    talk = OutreachMade(Outreach.CONVERSATION)
    _, clocks = judged(
        response(again=first),
        response(again=second, rows=within("30 minutes"), kept_by=(talk,)),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-01-12 10:00", "call"),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
        ("2026-02-03 09:45", "call"),
        ("2026-02-03 09:50", "talk"),
    )
    assert clocks == expected


def test_a_clock_that_went_on_and_was_cancelled_leaves_the_next_start_to_the_version_then_in_force():
    _, clocks = judged(
        response(again=Again.CONTINUE),
        response(again=Again.CONTINUE, rows=within("30 minutes")),
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-01-12 10:00", "call"),
        ("2026-01-20 10:00", "stage_changed", to("disqualified")),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
        ("2026-02-03 09:45", "call"),
    )
    assert clocks == [("e0", "1.0.0", "kept"), ("e3", "2.0.0", "late")]


def test_a_start_that_takes_a_stop_back_belongs_to_that_clock_though_it_ends_it_too():
    """By the first version's words the lead is given up at the very instant at which the second one's start is."""
    _, clocks = judged(
        cadence(Attempts(3, ANY_ATTEMPT), name="answer", again=Again.CONTINUE),
        response(again=Again.CONTINUE, starts=(StageEntered(("recycled",)),)),
        ("2026-01-12 09:00", "stage_changed", to("sal")),
        ("2026-01-12 10:00", "talk"),
        ("2026-02-03 09:00", "stage_changed", to("recycled")),
    )
    assert [(start, version) for start, version, _ in clocks] == [("e0", "1.0.0")]


@pytest.mark.parametrize("turned", [False, True])
def test_what_follows_a_name_that_is_a_cadence_in_one_version_and_an_acceptance_in_another_follows_once(turned):
    """Silences and the ends of cadences have turns of their own, and a turn takes a name's other versions along."""
    chase = followed(cadence(Attempts(1, ANY_ATTEMPT), starts=(MQL,), released_by=()))
    silent = acceptance(name="chase", if_silent=IfSilent.DEEMED_ACCEPTED)
    versions = ((silent,), chase) if turned else (chase, (silent,))
    policies = policy_set(agreement(*versions[0]), agreement(*versions[1], version="2.0.0", starts=SECOND))
    log = history(
        ("2026-01-12 09:00", "stage_changed", to("mql")),
        ("2026-01-20 09:00", "stage_changed", {"stage": "disqualified", "reason": "spam"}),
        ("2026-02-03 09:00", "stage_changed", to("mql")),
    )
    results = in_agreement(policies, Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-03-01"))
    ended = ("chase.then", "2.0.0" if turned else "1.0.0")
    assert sorted((c["commitment"], c["version"]) for c in results.clocks) == sorted(
        [("chase", "1.0.0"), ("chase", "2.0.0"), ended]
    )
