"""Waivers, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.model.commitments import IfSilent, Objective, Period
from engine.model.conditions import Criterion, CriterionRef, EventCount, FieldTest, Operator
from tests.reference.judging import results, verdicts
from tests.reference.small_policies import SAL, acceptance, agreement, history, lead, response, wall, within
from tests.reference.small_waivers import approval, waiver

NOON = "2026-01-12 12:00"
HANDED_OVER = (NOON, "stage_changed", {"stage": "mql"})
CALLED = ("2026-01-12 13:00", "call")
CALLED_LATE = ("2026-01-12 15:00", "call")
LARGE = FieldTest("segment", Operator.IS, ("large",))
HALF = Objective(Fraction(1, 2), Period.MONTH)
PACT = agreement(response(objective=HALF))


def only(events, *waivers, policy=PACT, as_of="2026-02-20", **more):
    (row,) = results(policy, events, as_of, waivers=waivers, **more).clocks
    return row


def month(events, *waivers, as_of="2026-02-20"):
    rows = results(PACT, events, as_of, waivers=waivers).attainment
    (row,) = [row for row in rows if row["dimension"] == "all"]
    return row


@pytest.mark.parametrize(
    ("events", "as_of", "otherwise"),
    [
        ((HANDED_OVER, CALLED), "2026-02-20", ("kept", "in_time")),
        ((HANDED_OVER, CALLED_LATE), "2026-02-20", ("late", "late")),
        ((HANDED_OVER,), "2026-02-20", ("breached", "not_done")),
        ((HANDED_OVER,), "2026-01-12 13:00", ("running", "open")),
        ((HANDED_OVER, ("2026-01-12 13:00", "call", {"actor": None})), "2026-02-20", ("unknown", "actor")),
    ],
)
def test_every_clock_that_matches_is_waived_whatever_became_of_it_and_what_it_would_be_stands_beside(
    events, as_of, otherwise
):
    clock = only(history(*events), waiver(), as_of=as_of)
    assert (clock["state"], clock["reason"], clock["waiver"]) == ("waived", "waived", "outage")
    assert (clock["waived_as"], clock["waived_as_reason"]) == otherwise


def test_a_clock_that_nothing_waives_says_so():
    clock = only(history(HANDED_OVER))
    told = [clock[name] for name in ("state", "waiver", "waived_after", "waived_as", "waived_as_reason")]
    assert told == ["breached", None, None, None, None]


def test_what_is_known_of_a_clock_stays_though_it_is_waived():
    clock, bare = only(history(HANDED_OVER, CALLED_LATE), waiver()), only(history(HANDED_OVER, CALLED_LATE))
    changed = {name for name in clock if clock[name] != bare[name]}
    assert changed == {"state", "reason", "waiver", "waived_after", "waived_as", "waived_as_reason"}
    assert (clock["due_at"], clock["late_by"]) == (wall("2026-01-12 14:00"), 3600 * 10**6)


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (NOON, "2026-01-12 12:00:00.000001", "waived"),
        ("2026-01-12 12:00:00.000001", "2026-01-13", "breached"),
        ("2026-01-12", NOON, "breached"),
        ("2026-01-12", "2026-01-12 12:00:00.000001", "waived"),
    ],
)
def test_the_span_is_half_open_and_asks_for_the_start(since, until, state):
    assert only(history(HANDED_OVER), waiver(since=wall(since), until=wall(until)))["state"] == state


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"leads": ("a",)}, "waived"),
        ({"leads": ("b", "a")}, "waived"),
        ({"leads": ("b",)}, "breached"),
        ({"commitment": "verdict"}, "breached"),
        ({"agreement": "another"}, "breached"),
    ],
)
def test_it_covers_the_leads_it_names_under_its_commitment_only(change, state):
    policy = agreement(response(objective=HALF), acceptance(starts=()))
    assert only(history(HANDED_OVER), waiver(**change), policy=policy)["state"] == state


@pytest.mark.parametrize(("segment", "state"), [("large", "waived"), ("small", "breached"), (None, "breached")])
def test_its_condition_must_be_met_and_unknown_is_not(segment, state):
    clock = only(history(HANDED_OVER), waiver(condition=LARGE), record=lead(segment=segment))
    assert clock["state"] == state


def test_its_condition_is_asked_at_the_start_and_not_later():
    asked = waiver(condition=EventCount(("demo_request",)))
    at_once, later = (NOON, "demo_request"), ("2026-01-12 12:01", "demo_request")
    assert only(history(HANDED_OVER, at_once), asked)["state"] == "waived"
    assert only(history(HANDED_OVER, later), asked)["state"] == "breached"


def test_leads_and_a_condition_both_must_hold():
    both = waiver(leads=("a",), condition=LARGE)
    assert only(history(HANDED_OVER), both, record=lead(segment="large"))["state"] == "waived"
    assert only(history(HANDED_OVER), both, record=lead(segment="small"))["state"] == "breached"
    assert only(history(HANDED_OVER), replace(both, leads=("b",)), record=lead(segment="large"))["state"] == "breached"


def test_a_criterion_means_what_the_version_of_the_clock_says():
    small = FieldTest("segment", Operator.IS, ("small",))
    first = agreement(response(), criteria=(Criterion("special", LARGE),))
    second = agreement(response(), criteria=(Criterion("special", small),), version="2.0.0", starts=wall("2026-01-13"))
    events = history(HANDED_OVER, CALLED_LATE, ("2026-01-14 12:00", "stage_changed", {"stage": "mql"}))
    special = waiver(condition=CriterionRef("special"))
    found = verdicts((first, second), events, record=lead(segment="large"), waivers=(special,))
    assert found == ["waived", "breached: not_done"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (agreement(response(rows=within(None))), "exempt"),
        (agreement(response(), scope=LARGE), "not_applicable"),
        (agreement(response(), starts=wall("2026-01-13")), "not_applicable"),
    ],
)
def test_what_was_never_promised_needs_no_waiver(policy, expected):
    clock = only(history(HANDED_OVER), waiver(), policy=policy, record=lead(segment="small"))
    assert (clock["state"], clock["waiver"]) == (expected, None)


def test_a_scope_that_is_not_known_may_be_waived():
    clock = only(history(HANDED_OVER), waiver(), policy=agreement(response(), scope=LARGE), record=lead())
    assert (clock["state"], clock["waived_as"], clock["waived_as_reason"]) == ("waived", "unknown", "scope")


@pytest.mark.parametrize(
    ("approved", "after"),
    [("2026-01-11", False), ("2026-01-12", False), ("2026-01-12 12:00", False), ("2026-01-13", True)],
)
def test_after_the_fact_is_approved_on_a_later_date_than_the_start(approved, after):
    clock = only(history(HANDED_OVER), waiver(approved_by=approval(wall(approved))))
    assert clock["waived_after"] is after


def test_of_two_waivers_the_one_approved_first_is_told_else_the_first_by_id():
    late, early = waiver(name="a", approved_by=approval(wall("2026-01-13"))), waiver(name="b")
    clock = only(history(HANDED_OVER), late, early)
    assert (clock["waiver"], clock["waived_after"]) == ("b", False)
    assert only(history(HANDED_OVER), waiver(name="d"), waiver(name="c"))["waiver"] == "c"


def test_the_share_leaves_waived_clocks_out_and_what_they_would_be_is_counted_beside():
    again = ("2026-01-20 12:00", "stage_changed", {"stage": "mql"})
    events = history(HANDED_OVER, CALLED_LATE, again, ("2026-01-20 13:00", "call"))
    until_then = waiver(until=wall("2026-01-20"))
    counts = ("clocks", "kept", "late", "waived", "waived_kept", "waived_broken", "verdict")
    assert [month(events)[name] for name in counts] == [2, 1, 1, 0, 0, 0, "met"]
    assert [month(events, until_then)[name] for name in counts] == [2, 1, 0, 1, 0, 1, "met"]
    assert [month(events, waiver())[name] for name in counts] == [2, 0, 0, 2, 1, 1, "too_few"]


def test_silence_still_accepts_a_lead_whose_answer_is_waived():
    deemed = acceptance(if_silent=IfSilent.DEEMED_ACCEPTED)
    call = response(name="welcome", starts=(SAL,), rows=within("1 hour"))
    policy = agreement(deemed, call)
    rows = results(policy, history(HANDED_OVER), waivers=(waiver(commitment="verdict"),)).clocks
    found = {row["commitment"]: (row["state"], row["waived_as_reason"], row["deemed"]) for row in rows}
    assert found == {"verdict": ("waived", "deemed", True), "welcome": ("breached", None, True)}


def test_a_clock_that_stands_still_or_warns_is_waived_like_any_other():
    warned = agreement(response(warn_at=(50,)))
    clock = only(history(HANDED_OVER), waiver(), policy=warned, as_of="2026-01-12 13:30")
    assert (clock["state"], clock["waived_as"], clock["warned"]) == ("waived", "at_risk", 50)
