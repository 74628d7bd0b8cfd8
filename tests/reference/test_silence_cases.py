"""Silence that accepts, judged by the reference itself; 2026-01-12 is a Monday, the answer has two hours."""

from __future__ import annotations

from dataclasses import replace

from engine.model.commitments import Attempts, IfSilent
from engine.model.conditions import FieldTest, Operator
from engine.model.moments import Decision, StageEntered, StageLeft
from engine.model.window_rows import WindowRow
from tests.reference.judging import results
from tests.reference.small_policies import (
    ANY_ATTEMPT,
    SAL,
    SQL,
    acceptance,
    agreement,
    cadence,
    conversion,
    history,
    lasting,
    response,
    wall,
    within,
)

MQL = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
DEEMED = acceptance(if_silent=IfSilent.DEEMED_ACCEPTED)


def found(events, *commitments, as_of="2026-02-20", **more):
    clocks = results(agreement(DEEMED, *commitments, **more), history(*events), as_of).clocks
    return {c["commitment"]: (c["state"], c["reason"], c["deemed"]) for c in clocks}


def test_silence_accepts_once_the_due_instant_has_passed():
    assert found([MQL], as_of="2026-01-12 12:00")["verdict"] == ("running", "open", False)
    assert found([MQL], as_of="2026-01-12 12:00:00.000001")["verdict"] == ("kept", "deemed", True)


def test_the_entry_by_silence_lies_at_the_due_instant():
    judged = results(agreement(DEEMED), history(MQL))
    assert [(e["stage"], e["at"], e["nth"]) for e in judged.entries] == [
        ("mql", wall("2026-01-12 10:00"), 1),
        ("sal", wall("2026-01-12 12:00"), 1),
    ]
    assert judged.clocks[0]["stopped_at"] == wall("2026-01-12 12:00")


def test_clocks_that_start_at_the_stage_and_conversions_use_the_entry():
    call = ("2026-01-12 13:00", "call")
    judged = found([MQL, call], response(starts=(SAL,)), cadence(Attempts(1, ANY_ATTEMPT)), conversion())
    assert judged == {
        "verdict": ("kept", "deemed", True),
        "answer": ("kept", "in_time", True),
        "chase": ("kept", "in_time", True),
        "win": ("kept", "in_time", True),
    }


def test_what_comes_after_silence_changes_nothing():
    for stage in ("sal", "recycled", "disqualified"):
        moved = ("2026-01-12 13:00", "stage_changed", {"stage": stage, "reason": "spam"})
        assert found([MQL, moved])["verdict"] == ("kept", "deemed", True)


def test_a_real_answer_leaves_nothing_to_silence():
    moved = ("2026-01-12 12:00", "stage_changed", {"stage": "sal"})
    assert found([MQL, moved], conversion()) == {
        "verdict": ("kept", "accepted", False),
        "win": ("kept", "in_time", False),
    }


def test_silence_is_no_decision_of_another_acceptance():
    other = replace(acceptance(name="second", rows=within("5 hours")), accept=Decision(("sal",)))
    assert found([MQL], other)["second"] == ("breached", "not_done", False)


def test_silence_may_start_a_clock_that_silence_keeps():
    next_one = acceptance(name="second", starts=(SAL,), accept=Decision(("sql",)), if_silent=IfSilent.DEEMED_ACCEPTED)
    judged = found([MQL], next_one, response(starts=(SQL,)))
    assert judged["second"] == ("kept", "deemed", True)
    assert judged["answer"] == ("breached", "not_done", True)


def test_leaving_a_stage_may_be_by_silence():
    left = response(starts=(StageLeft(("mql",)),), kept_by=(StageEntered(("customer",)),))
    assert found([MQL], left)["answer"] == ("breached", "not_done", True)


def test_an_answer_that_may_have_been_in_time_is_not_silence():
    """The day of the answer is known, its hour isn't: no entry is made."""
    day = ("2026-01-12", "stage_changed", {"stage": "sal"})
    judged = found([MQL, day], response(starts=(SAL,), rows=within("100 days")))
    assert judged["verdict"] == ("unknown", "date_only", False)
    assert judged["answer"][2] is False


def test_silence_under_two_window_rows_lies_between_their_due_instants():
    rows = (WindowRow(FieldTest("consent", Operator.IS, (True,)), lasting("1 hour")), *within("3 hours"))
    deemed = acceptance(if_silent=IfSilent.DEEMED_ACCEPTED, rows=rows)
    judged = results(agreement(deemed, response(starts=(SAL,), rows=within("2 hours"))), history(MQL))
    clocks = {c["commitment"]: c for c in judged.clocks}
    assert (clocks["answer"]["started_at"], clocks["answer"]["started_last"]) == (
        wall("2026-01-12 11:00"),
        wall("2026-01-12 13:00"),
    )
    assert clocks["verdict"]["state"] == "kept"


def test_attainment_counts_what_silence_kept():
    call = ("2026-01-12 13:00", "call")
    judged = results(agreement(DEEMED, response(starts=(SAL,))), history(MQL, call))
    counted = {r["commitment"]: (r["kept"], r["deemed_kept"]) for r in judged.attainment if r["dimension"] == "all"}
    assert counted == {"verdict": (1, 1), "answer": (1, 1)}


def test_what_silence_accepts_on_trial_starts_nothing_that_binds():
    """Its entry falls after the version has begun to bind; only the trial's own words know it."""
    on_trial = agreement(DEEMED, response(starts=(SAL,)), version="1.0.0 (trial)")
    binding = agreement(DEEMED, response(starts=(SAL,)), starts=wall("2026-01-12 11:00"))
    back = ("2026-01-13 09:00", "stage_changed", {"stage": "disqualified", "reason": "spam"})
    again = ("2026-01-13 10:00", "stage_changed", {"stage": "mql"})

    def told(*events):
        judged = results((on_trial, binding), history(*events))
        clocks = {(c["version"], c["commitment"], c["started_at"]) for c in judged.clocks}
        return clocks, {(e["version"], e["stage"], e["at"]) for e in judged.entries}

    clocks, entries = told(MQL)
    assert clocks == {("1.0.0 (trial)", "verdict", wall("2026-01-12 10:00"))}
    assert entries == {("1.0.0 (trial)", "mql", wall("2026-01-12 10:00"))}
    clocks, _ = told(MQL, back, again)
    assert clocks >= {("1.0.0", "verdict", wall("2026-01-13 10:00")), ("1.0.0", "answer", wall("2026-01-13 12:00"))}
    early = ("2026-01-12 08:00", "stage_changed", {"stage": "mql"})
    assert ("1.0.0 (trial)", "answer", wall("2026-01-12 10:00")) in told(early)[0]
