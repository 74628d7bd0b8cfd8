"""Responses, judged by the reference itself; Mondays are 2026-01-12 and 2026-01-19, wall times New York's."""

from __future__ import annotations

import pytest

from engine.model.commitments import Again
from engine.model.conditions import AttributeTest, EventCount, FieldTest, Operator
from engine.model.lead_schema import Mode, Outreach
from engine.model.moments import ActedBy, EventHappens, OutreachMade, StageEntered, StageLeft
from engine.model.window_rows import WindowRow
from tests.reference.judging import results, verdicts
from tests.reference.small_policies import agreement, history, lasting, lead, response, wall, within

ENTERS_MQL = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
CALL = ("2026-01-12 11:00", "call")
OUT = ("2026-01-12 11:00", "stage_changed", {"stage": "disqualified", "reason": "spam"})


@pytest.mark.parametrize(
    ("stopped", "expected"),
    [
        ("12:00:00", "kept: in_time"),
        ("12:00:00.000001", "late"),
        ("10:00:00", "kept: in_time"),
        ("09:59:59.999999", "breached: not_done"),
    ],
)
def test_the_due_instant_decides(stopped, expected):
    assert verdicts(agreement(response()), history(ENTERS_MQL, (f"2026-01-12 {stopped}", "call"))) == [expected]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("10:59:59.999999", "running"),
        ("11:00:00", "at_risk"),
        ("12:00:00", "at_risk"),
        ("12:00:00.000001", "breached: not_done"),
    ],
)
def test_an_open_clock_runs_then_is_at_risk_then_breached(as_of, expected):
    assert verdicts(agreement(response(warn_at=(50, 80))), history(ENTERS_MQL), f"2026-01-12 {as_of}") == [expected]


def test_the_highest_warning_reached_is_told():
    clocks = results(agreement(response(warn_at=(50, 80))), history(ENTERS_MQL), "2026-01-12 11:40").clocks
    assert clocks[0]["warned"] == 80


def test_a_disqualification_after_due_does_not_erase_the_breach():
    late = ("2026-01-14 10:00", "stage_changed", {"stage": "disqualified", "reason": "spam"})
    assert verdicts(agreement(response()), history(ENTERS_MQL, late)) == ["breached: not_done"]


def test_a_disqualification_before_due_cancels():
    assert verdicts(agreement(response()), history(ENTERS_MQL, OUT)) == ["cancelled"]


def test_call_and_disqualification_in_one_save_is_kept():
    assert verdicts(agreement(response()), history(ENTERS_MQL, OUT, CALL)) == ["kept: in_time"]


def test_mql_and_disqualified_stamped_alike_is_a_cancelled_clock():
    both = history(ENTERS_MQL, ("2026-01-12 10:00", "stage_changed", {"stage": "disqualified"}))
    assert verdicts(agreement(response()), both) == ["cancelled"]


def test_a_start_at_the_instant_of_a_cancel_opens_a_new_cycle_on_which_that_cancel_does_not_act():
    again = ("2026-01-12 11:00", "stage_changed", {"stage": "mql"})
    clocks = results(agreement(response()), history(ENTERS_MQL, OUT, again, ("2026-01-12 11:30", "call"))).clocks
    assert [(c["started_at"], c["state"]) for c in clocks] == [
        (wall("2026-01-12 10:00"), "cancelled"),
        (wall("2026-01-12 11:00"), "kept"),
    ]


def test_a_start_at_the_instant_of_a_stop_belongs_to_the_cycle_just_stopped():
    again = ("2026-01-12 11:00", "stage_changed", {"stage": "mql"})
    assert verdicts(agreement(response()), history(ENTERS_MQL, CALL, again)) == ["kept: in_time"]


def test_three_messages_before_the_answer_are_one_cycle_from_the_oldest():
    policy = agreement(response(starts=(EventHappens(("demo_request",)),)))
    asks = [(f"2026-01-12 10:0{minute}", "demo_request") for minute in range(3)]
    clocks = results(policy, history(*asks, CALL, ("2026-01-13 10:00", "demo_request"))).clocks
    assert [(c["started_at"], c["state"]) for c in clocks] == [
        (wall("2026-01-12 10:00"), "kept"),
        (wall("2026-01-13 10:00"), "breached"),
    ]


def test_again_ignore_judges_the_first_start_only():
    policy = agreement(response(again=Again.IGNORE))
    back = ("2026-01-13 10:00", "stage_changed", {"stage": "mql"})
    assert verdicts(policy, history(ENTERS_MQL, CALL, back)) == ["kept: in_time"]


def test_a_demo_request_at_the_very_instant_of_the_mql_chooses_the_window():
    asked = EventCount(("demo_request",), in_last=lasting("1 hour"))
    rows = (WindowRow(asked, lasting("5 minutes")), *within("2 hours"))
    demo = ("2026-01-12 10:00", "demo_request")
    assert verdicts(agreement(response(rows=rows)), history(ENTERS_MQL, demo, CALL)) == ["late"]
    assert verdicts(agreement(response(rows=rows)), history(ENTERS_MQL, CALL)) == ["kept: in_time"]


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("auto_mail", {}, "breached: not_done"),
        ("sequence_mail", {}, "breached: not_done"),
        ("talk", {}, "kept: in_time"),
        ("call", {"actor": "campaigner"}, "breached: not_done"),
        ("call", {"actor": "stranger"}, "breached: not_done"),
        ("call", {"actor": "left"}, "kept: in_time"),
        ("call", {"actor": None}, "unknown: actor"),
    ],
)
def test_who_acted_and_how_decides(kind, said, expected):
    assert verdicts(agreement(response()), history(ENTERS_MQL, ("2026-01-12 11:00", kind, said))) == [expected]


def test_an_actor_who_has_left_is_no_longer_of_the_team():
    policy = agreement(response(rows=within("5 hours")))
    events = history(ENTERS_MQL, ("2026-01-12 12:00", "call", {"actor": "left"}))
    assert verdicts(policy, events) == ["breached: not_done"]


def test_a_bot_that_moves_the_stage_is_no_outreach():
    events = history(ENTERS_MQL, ("2026-01-12 10:30", "stage_changed", {"stage": "sal", "actor": "bot"}))
    assert verdicts(agreement(response()), events) == ["breached: not_done"]


def test_sequenced_mail_counts_where_the_policy_lists_it():
    sequenced = OutreachMade(Outreach.ATTEMPT, modes=(Mode.MANUAL, Mode.SEQUENCED))
    events = history(ENTERS_MQL, ("2026-01-12 11:00", "sequence_mail"))
    assert verdicts(agreement(response(kept_by=(sequenced,))), events) == ["kept: in_time"]


def test_an_empty_actor_satisfies_anyone():
    anyone = OutreachMade(Outreach.ATTEMPT, ActedBy.ANYONE)
    events = history(ENTERS_MQL, ("2026-01-12 11:00", "call", {"actor": None}))
    assert verdicts(agreement(response(kept_by=(anyone,))), events) == ["kept: in_time"]


@pytest.mark.parametrize(
    ("assigned", "expected"),
    [
        ([("2026-01-12 09:00", "rep")], "kept: in_time"),
        ([("2026-01-12 09:00", "other")], "breached: not_done"),
        ([("2026-01-12 09:00", "other"), ("2026-01-12 11:00", "rep")], "kept: in_time"),
        ([], "unknown: actor"),
    ],
)
def test_after_a_reassignment_the_owner_of_that_instant_must_act(assigned, expected):
    policy = agreement(response(kept_by=(OutreachMade(Outreach.ATTEMPT, ActedBy.OWNER),)))
    owners = [(when, "assigned", {"owner": owner}) for when, owner in assigned]
    assert verdicts(policy, history(ENTERS_MQL, *owners, CALL)) == [expected]


def test_a_nobody_who_may_have_acted_matters_not_once_the_clock_is_kept():
    nobody = ("2026-01-12 10:30", "call", {"actor": None})
    assert verdicts(agreement(response()), history(ENTERS_MQL, nobody, CALL)) == ["kept: in_time"]


def test_leaving_a_stage_is_entering_another():
    policy = agreement(response(kept_by=(StageLeft(("mql",)),)))
    same = ("2026-01-12 10:30", "stage_changed", {"stage": "mql"})
    moved = ("2026-01-12 11:30", "stage_changed", {"stage": "sal"})
    clocks = results(policy, history(ENTERS_MQL, same, moved)).clocks
    assert [(c["state"], c["stopped_at"]) for c in clocks] == [("kept", wall("2026-01-12 11:30"))]


def test_a_reason_that_is_not_listed_does_not_cancel():
    policy = agreement(response(cancelled_by=(StageEntered(("disqualified",), ("student",)),)))
    assert verdicts(policy, history(ENTERS_MQL, OUT)) == ["breached: not_done"]


LARGE_FIRST = (WindowRow(FieldTest("segment", Operator.IS, ("large",)), lasting("30 minutes")), *within("2 hours"))


@pytest.mark.parametrize(
    ("segment", "stopped", "expected"),
    [
        ("large", "11:00", "late"),
        ("small", "11:00", "kept: in_time"),
        (None, "11:00", "unknown: window_row"),
        (None, "10:30", "kept: in_time"),
        (None, "12:01", "late"),
    ],
)
def test_an_unknown_window_row_is_judged_under_every_row_that_fits(segment, stopped, expected):
    events = history(ENTERS_MQL, (f"2026-01-12 {stopped}", "call"))
    clocks = verdicts(agreement(response(rows=LARGE_FIRST)), events, record=lead(segment=segment))
    assert clocks == [expected]


def test_an_unknown_row_shows_the_earliest_due():
    clock = results(agreement(response(rows=LARGE_FIRST)), history(ENTERS_MQL), "2026-01-12 10:10").clocks[0]
    assert (clock["state"], clock["row_no"], clock["due_at"], clock["due_last"]) == (
        "running",
        None,
        wall("2026-01-12 10:30"),
        wall("2026-01-12 12:00"),
    )


def test_a_row_without_time_is_exempt_and_agrees_with_no_other():
    rows = (WindowRow(FieldTest("segment", Operator.IS, ("small",)), None), *within("2 hours"))
    policy, events = agreement(response(rows=rows)), history(ENTERS_MQL, CALL)
    assert verdicts(policy, events, record=lead(segment="small")) == ["exempt"]
    assert verdicts(policy, events, record=lead(segment=None)) == ["unknown: window_row"]


def test_an_event_starts_a_clock_only_where_its_attributes_pass():
    asked = EventHappens(("download",), (AttributeTest("through", ("page",)),))
    mail, page = (("2026-01-12 09:00", "mail"), ("2026-01-12 10:00", "page"))
    events = history(*[(when, "download", {"through": how}) for when, how in (mail, page)], CALL)
    clocks = results(agreement(response(starts=(asked,))), events).clocks
    assert [(c["started_at"], c["state"]) for c in clocks] == [(wall("2026-01-12 10:00"), "kept")]


def test_an_import_that_creates_the_lead_after_its_first_touch():
    asked, created = ("2026-01-12 10:00", "demo_request"), ("2026-01-12 11:00", "stage_changed", {"stage": "lead"})
    events = history(asked, ("2026-01-12 10:30", "call"), created)
    since_asked = agreement(response(starts=(EventHappens(("demo_request",)),)))
    since_created = agreement(response(starts=(StageEntered(("lead",)),)))
    assert verdicts(since_asked, events) == ["kept: in_time"]
    assert verdicts(since_created, events) == ["breached: not_done"]
