"""Acceptances, judged by the reference itself; 2026-01-12 is a Monday, wall times New York's, two hours are allowed."""

from __future__ import annotations

import pytest

from engine.model.commitments import Again
from engine.model.moments import Decision, StageEntered
from tests.reference.judging import LeadCase, of_leads, results, verdict, verdicts
from tests.reference.small_policies import acceptance, agreement, conversion, history, lead, wall

MQL = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
REJECTS = ("recycled", "disqualified")


def moved(at, stage, **said):
    return (f"2026-01-12 {at}", "stage_changed", {"stage": stage, **said})


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (moved("12:00", "sal"), "kept: accepted"),
        (moved("12:00:00.000001", "sal"), "late"),
        (moved("10:00", "sal"), "kept: accepted"),
        (moved("11:00", "recycled", reason="bad_timing"), "kept: rejected"),
        (moved("12:00", "disqualified", reason="spam"), "kept: rejected"),
        (moved("12:00:00.000001", "disqualified", reason="spam"), "late"),
        (moved("11:00", "customer"), "breached: not_done"),
    ],
)
def test_a_person_of_the_party_accepts_or_rejects_by_the_due_instant(decision, expected):
    assert verdicts(agreement(acceptance()), history(MQL, decision)) == [expected]


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("crm", "breached: not_done"),
        ("campaigner", "breached: not_done"),
        ("left", "kept: accepted"),
        (None, "unknown: actor"),
    ],
)
@pytest.mark.parametrize("stage", ["sal", "recycled"])
def test_system_moves_and_other_people_decide_nothing_and_an_empty_actor_leaves_it_unknown(actor, stage, expected):
    answer = moved("11:00", stage, actor=actor, reason="no_answer")
    words = expected.replace("accepted", "rejected") if stage == "recycled" else expected
    assert verdicts(agreement(acceptance()), history(MQL, answer)) == [words]


def test_who_has_left_the_team_decides_nothing():
    gone = ("2026-01-12 12:00", "stage_changed", {"stage": "sal", "actor": "left"})
    assert verdicts(agreement(acceptance()), history(MQL, gone)) == ["breached: not_done"]


def test_an_empty_actor_leaves_nothing_unknown_where_a_person_decided_in_time():
    nobody, rep = moved("11:00", "sal", actor=None), moved("11:30", "sal")
    assert verdicts(agreement(acceptance()), history(MQL, nobody, rep)) == ["kept: accepted"]


def test_an_empty_actor_after_due_leaves_nothing_unknown():
    assert verdicts(agreement(acceptance()), history(MQL, moved("13:00", "sal", actor=None))) == ["breached: not_done"]


@pytest.mark.parametrize("reason", [None, "spam", "because"])
def test_a_rejection_without_a_reason_that_its_stage_lists_is_no_decision(reason):
    """Spam is a reason to disqualify, not to recycle."""
    first = moved("10:30", "recycled", reason=reason)
    policy = agreement(acceptance())
    assert verdicts(policy, history(MQL, first)) == ["breached: not_done"]
    assert verdicts(policy, history(MQL, first), "2026-01-12 11:59") == ["running"]
    assert verdicts(policy, history(MQL, first, moved("11:00", "recycled", reason="no_answer"))) == ["kept: rejected"]
    assert verdicts(policy, history(MQL, first, moved("13:00", "recycled", reason="no_answer"))) == ["late"]


def test_the_reason_may_stand_in_an_attribute_or_in_a_field_of_the_lead():
    events = history(MQL, moved("11:00", "recycled", through="no_answer"))
    elsewhere = agreement(acceptance(reject=Decision(REJECTS, with_reason=True, attribute="through")))
    assert verdicts(elsewhere, events) == ["kept: rejected"]
    assert verdicts(agreement(acceptance()), events) == ["breached: not_done"]
    of_the_lead = agreement(acceptance(reject=Decision(REJECTS, with_reason=True, field="country")))
    assert verdicts(of_the_lead, events, record=lead(country="no_answer")) == ["kept: rejected"]
    assert verdicts(of_the_lead, events, record=lead(country="spam")) == ["breached: not_done"]
    assert verdicts(of_the_lead, events, record=lead()) == ["breached: not_done"]


def test_at_one_instant_decisions_follow_the_list_of_stages():
    """Accepted and rejected in one save: the later id comes first in the list of stages."""
    both = history(MQL, moved("11:00", "recycled", reason="no_answer"), moved("11:00", "sal"))
    clock = results(agreement(acceptance()), both).clocks[0]
    assert (clock["reason"], clock["stop_event"]) == ("accepted", "e2")


def test_a_decision_wins_over_a_cancellation_at_its_instant():
    policy = agreement(acceptance(cancelled_by=(StageEntered(("disqualified",)),)))
    assert verdicts(policy, history(MQL, moved("11:00", "disqualified", reason="spam"))) == ["kept: rejected"]
    assert verdicts(policy, history(MQL, moved("11:00", "disqualified"))) == ["cancelled"]
    assert verdicts(policy, history(MQL, moved("12:00:00.000001", "disqualified"))) == ["breached: not_done"]


def test_a_lead_that_is_handed_over_again_is_answered_again():
    back = ("2026-01-13 10:00", "stage_changed", {"stage": "mql"})
    events = history(MQL, moved("11:00", "recycled", reason="no_answer"), back)
    assert verdicts(agreement(acceptance()), events) == ["kept: rejected", "breached: not_done"]
    assert verdicts(agreement(acceptance(again=Again.IGNORE)), events) == ["kept: rejected"]


def test_a_decision_known_by_its_day_is_in_time_only_if_the_whole_day_is():
    day = ("2026-01-12", "stage_changed", {"stage": "sal"})
    assert verdicts(agreement(acceptance()), history(MQL, day)) == ["unknown: date_only"]


def test_a_decision_names_the_event_that_it_was():
    clock = results(agreement(acceptance()), history(MQL, moved("11:00", "sal"))).clocks[0]
    assert (clock["stopped_at"], clock["stop_event"], clock["kind"]) == (wall("2026-01-12 11:00"), "e1", "acceptance")


def test_a_case_that_waits_for_an_overdue_answer_is_not_decided():
    both = agreement(acceptance(), conversion())
    waiting = history(MQL)
    answered = history(MQL, moved("14:00", "recycled", reason="no_answer"))
    closed = history(MQL, moved("11:00", "sal"))
    cases = [LeadCase(waiting), LeadCase(answered), LeadCase(closed)]
    found = [[verdict(row) for row in rows if row["commitment"] == "win"] for rows in of_leads(both, cases)]
    assert found == [["unknown: undecided"], ["breached: not_done"], ["kept: in_time"]]
    young = of_leads(both, cases[:1], "2026-01-14 10:00")
    assert [verdict(row) for row in young[0]] == ["breached: not_done", "running: immature"]
    (alone,) = of_leads(agreement(conversion()), cases[:1])
    assert [verdict(row) for row in alone] == ["breached: not_done"]
