"""Pauses, worked out by hand; nine to five on working days in New York, Monday is 2026-01-12."""

from __future__ import annotations

import pytest

from engine.model.commitments import Attempts
from engine.model.moments import EventHappens
from engine.model.pauses import Between, Pauses, UntilBuyer, WhileIn
from tests.reference.judging import results, verdicts
from tests.reference.small_policies import ANY_ATTEMPT, agreement, cadence, history, lasting, response, wall, within

HOUR = 3600 * 10**6
HOLD = WhileIn(("recycled",))
WAITING = UntilBuyer((ANY_ATTEMPT,))


def enters(when, stage):
    return (f"2026-01-{when}", "stage_changed", {"stage": stage})


def office(window, *sources, budget=None, **more):
    pauses = Pauses(sources or (HOLD,), None if budget is None else lasting(budget))
    return agreement(response(rows=within(window), pauses=pauses, **more), calendar="office")


def clock_of(policy, *events, as_of="2026-02-20"):
    return results(policy, history(*events), as_of).clocks[0]


@pytest.mark.parametrize(
    ("window", "start", "paused", "due", "added"),
    [
        ("1 business day", "12 10:00", ("12 11:00", "12 16:00"), "14 14:00", 5),
        ("4 business hours", "09 15:00", ("09 16:00", "12 10:00"), "12 13:00", 2),
        ("2 business hours", "12 10:00", ("12 17:00", "13 09:00"), "12 12:00", 0),
        ("4 business hours", "12 13:00", ("12 14:00", "12 15:00"), "13 10:00", 1),
        ("4 hours", "09 15:00", ("09 16:00", "12 10:00"), "12 13:00", 66),
    ],
)
def test_a_pause_adds_its_working_time(window, start, paused, due, added):
    begins, ends = paused
    events = [enters(start, "mql"), enters(begins, "recycled"), enters(ends, "sal")]
    clock = clock_of(office(window), *events, as_of="2026-01-16")
    assert (clock["due_at"], clock["paused_for"]) == (wall(f"2026-01-{due}"), added * HOUR)


def test_pauses_at_once_count_once():
    """From 10:00 to 11:00 and 10:30 to 11:30 inside 09:00 to 13:00: of four hours, 2.5 are left to work in."""
    asked = Between((EventHappens(("assigned",)),), (EventHappens(("download",)),))
    events = [enters("12 09:00", "mql"), enters("12 10:00", "recycled"), ("2026-01-12 10:30", "assigned")]
    events += [enters("12 11:00", "sal"), ("2026-01-12 11:30", "download")]
    clock = clock_of(office("4 business hours", HOLD, asked), *events, as_of="2026-01-12 13:00")
    assert (clock["elapsed"], clock["due_at"]) == (5 * HOUR // 2, wall("2026-01-12 14:30"))


def test_two_pauses_both_count():
    events = [enters("12 09:00", "mql"), enters("12 10:00", "recycled"), enters("12 11:00", "sal")]
    events += [enters("12 12:00", "recycled"), enters("12 14:00", "sal")]
    assert clock_of(office("4 business hours"), *events)["due_at"] == wall("2026-01-12 16:00")


@pytest.mark.parametrize(("budget", "due"), [("2 business hours", "15:00"), ("3 business hours", "16:00")])
def test_a_budget_is_for_all_pauses_together(budget, due):
    events = [enters("12 09:00", "mql"), enters("12 10:00", "recycled"), enters("12 11:30", "sal")]
    events += [enters("12 12:00", "recycled"), enters("12 16:30", "sal")]
    assert clock_of(office("4 business hours", budget=budget), *events)["due_at"] == wall(f"2026-01-12 {due}")


def test_a_clock_whose_budget_is_used_up_runs():
    events = [enters("12 09:00", "mql"), enters("12 10:00", "recycled")]
    policy = office("4 business hours", budget="2 business hours")
    assert verdicts(policy, history(*events), "2026-01-12 11:59:59.999999") == ["paused"]
    assert verdicts(policy, history(*events), "2026-01-12 12:00") == ["running"]
    assert verdicts(policy, history(*events), "2026-01-12 15:00:00.000001") == ["breached: not_done"]


@pytest.mark.parametrize(("paused", "state"), [("11:59:59.999999", "paused"), ("12:00", "breached: not_done")])
def test_a_pause_at_due_moves_nothing(paused, state):
    events = history(enters("12 10:00", "mql"), enters(f"12 {paused}", "recycled"))
    assert verdicts(office("2 business hours"), events, "2026-01-13 12:00") == [state]


def test_a_pause_begun_before_counts_from_the_start():
    events = [enters("09 12:00", "recycled"), ("2026-01-12 09:00", "demo_request"), enters("12 11:00", "sal")]
    policy = office("2 business hours", starts=(EventHappens(("demo_request",)),))
    assert clock_of(policy, *events)["due_at"] == wall("2026-01-12 13:00")


def test_at_one_instant_the_event_ids_decide():
    """The ids are e0, e1, …: set after cleared stands still, cleared after set goes on."""
    asked = Between((EventHappens(("assigned",)),), (EventHappens(("download",)),))
    start, when = enters("12 10:00", "mql"), "2026-01-12 11:00"
    policy = office("4 business hours", asked)
    assert verdicts(policy, history(start, (when, "download"), (when, "assigned")), "2026-01-12 12:00") == ["paused"]
    assert verdicts(policy, history(start, (when, "assigned"), (when, "download")), "2026-01-12 12:00") == ["running"]


def test_paused_and_stopped_in_one_event_is_kept():
    clock = clock_of(office("2 business hours", WAITING), enters("12 10:00", "mql"), ("2026-01-12 11:00", "call"))
    assert (clock["state"], clock["due_at"], clock["paused_for"]) == ("kept", wall("2026-01-12 12:00"), 0)


def test_while_it_stands_still_it_has_no_due():
    clock = clock_of(
        office("1 business day"), enters("12 10:00", "mql"), enters("12 11:00", "recycled"), as_of="2026-01-14 10:00"
    )
    shown = (clock["state"], clock["due_at"], clock["due_last"], clock["remaining"], clock["elapsed"])
    assert shown == ("paused", None, None, 14 * HOUR, HOUR)


def test_warnings_stand_still():
    events = [enters("12 09:00", "mql"), enters("12 10:00", "recycled"), enters("12 14:00", "sal")]
    policy = office("4 business hours", warn_at=(50,))
    assert verdicts(policy, history(*events), "2026-01-12 14:59:59.999999") == ["running"]
    assert verdicts(policy, history(*events), "2026-01-12 15:00") == ["at_risk"]


def test_a_pause_after_the_last_attempt_takes_nothing_from_the_time_until_it():
    attempts = Attempts(1, ANY_ATTEMPT)
    policy = agreement(cadence(attempts, rows=within("48 hours"), pauses=Pauses((HOLD,))), calendar="office")
    events = [enters("12 10:00", "sal"), ("2026-01-12 11:00", "call"), enters("12 12:00", "recycled")]
    clock = results(policy, history(*events, enters("12 13:00", "sal")), "2026-02-20").clocks[0]
    assert (clock["elapsed"], clock["paused_for"]) == (HOUR, 0)


def test_a_window_of_zero_is_due_although_paused():
    events = history(enters("09 12:00", "recycled"), ("2026-01-12 10:00", "demo_request"))
    policy = office("0 hours", starts=(EventHappens(("demo_request",)),))
    assert verdicts(policy, events, "2026-01-12 10:00:00.000001") == ["breached: not_done"]


def test_a_pause_by_nobody_named_leaves_the_verdict_open():
    start, sent = enters("12 10:00", "mql"), ("2026-01-12 10:30", "message", {"through": "email", "actor": None})
    policy = office("2 business hours", WAITING, kept_by=(EventHappens(("talk",)),))
    assert verdicts(policy, history(start, sent), "2026-01-12 12:30") == ["unknown: actor"]
    assert verdicts(policy, history(start, sent, ("2026-01-12 11:00", "talk"))) == ["kept: in_time"]


def test_a_longer_pause_never_makes_a_verdict_worse():
    order = ["breached: not_done", "late", "kept: in_time"]
    found = []
    for resumed in ("12 11:00", "12 12:00", "12 13:00", "12 16:00", "13 09:00", "14 12:00"):
        events = [enters("12 10:00", "mql"), enters("12 10:30", "recycled"), enters(resumed, "sal")]
        found += verdicts(office("2 business hours"), history(*events, ("2026-01-12 14:00", "call")))
    assert [order.index(v) for v in found] == sorted(order.index(v) for v in found)
    assert {"late", "kept: in_time"} == set(found)


def test_what_stands_still_after_a_warning_is_paused():
    events = history(enters("12 09:00", "mql"), enters("12 12:00", "recycled"))
    assert verdicts(office("4 business hours", warn_at=(50,)), events, "2026-01-12 13:00") == ["paused"]


def test_only_the_working_time_outside_a_pause_elapses():
    events = [enters("09 15:00", "mql"), enters("09 16:00", "recycled"), enters("12 10:00", "sal")]
    assert clock_of(office("4 business hours"), *events, as_of="2026-01-12 11:00")["elapsed"] == 2 * HOUR
