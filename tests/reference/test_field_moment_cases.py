"""Fields that take a value in their history, as moments of clocks, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from engine.model.commitments import Again, Attempts
from engine.model.conditions import Operator
from engine.model.lead_schema import Outreach
from engine.model.moments import FieldBecomes, OutreachMade, StageEntered
from engine.model.pauses import Between, Pauses, UntilBuyer
from tests.reference.judging import LeadCase, of_leads, verdict
from tests.reference.small_field_moments import (
    ANY_SIZE,
    KEPT_BY,
    LARGE,
    MQL_AT_TEN,
    NO,
    SMALL,
    STARTED_BY,
    YES,
    becomes,
    clocks,
    starts,
    states,
    times_of,
    told,
)
from tests.reference.small_policies import acceptance, agreement, cadence, history, lead, response, wall


def test_a_clock_starts_where_a_change_sets_the_value():
    (rows,) = clocks(STARTED_BY, told(("12 10:00", "small"), ("13 11:00", "large")), as_of="2026-01-13 12:00")
    (row,) = rows
    assert (verdict(row), row["started_at"], row["due_at"]) == (
        "running",
        wall("2026-01-13 11:00"),
        wall("2026-01-13 13:00"),
    )
    assert row["start_event"] == "field:segment:1"


def test_what_was_so_before_does_not_become_so():
    """A confirmation is no moment, and neither is a value that stands there today without a recorded change."""
    confirmed = told(("12 10:00", "large"), ("13 10:00", "large"), before="large")
    again = told(("12 10:00", "large"), ("12 11:00", "large"), ("12 12:00", None), ("13 10:00", "large"))
    ten, next_day = wall("2026-01-12 10:00"), wall("2026-01-13 10:00")
    assert times_of(LARGE, confirmed, again) == [[], [ten, next_day]]
    (rows,) = of_leads(agreement(STARTED_BY), [LeadCase((), (), lead(segment="large"))])
    assert rows == []


def test_the_first_recorded_value_is_taken_when_it_was_recorded():
    """Where the source keeps no old values, nothing says that it was so before."""
    first = told(("12 10:00", "large"), tells_before=False)
    assert starts(STARTED_BY, first, told(("12 10:00", "large"), before="small")) == [[wall("2026-01-12 10:00")]] * 2


def test_a_list_a_comparison_and_any_value_are_taken_as_a_whole():
    """From one of a list to another of it, or from above a bound to further above, nothing becomes so."""
    either = becomes("segment", Operator.IN, "small", "large")
    moves = told(("12 10:00", "small"), ("12 15:00", "large"), ("13 10:00", None), ("14 10:00", "small"))
    both = [[wall("2026-01-12 10:00"), wall("2026-01-14 10:00")]]
    assert times_of(either, moves) == both
    assert times_of(ANY_SIZE, moves) == both
    grown = becomes("employees", Operator.AT_LEAST, 50)
    sizes = told(("12 10:00", 49), ("12 15:00", 50), ("13 10:00", 90), field="employees", before=60)
    assert times_of(grown, sizes) == [[wall("2026-01-12 15:00")]]
    agreed = FieldBecomes(YES)
    asked = told(("12 10:00", False), ("12 15:00", True), field="consent")
    assert times_of(agreed, asked) == [[wall("2026-01-12 15:00")]]


def test_it_keeps_a_clock_up_to_the_due_instant():
    at_due = told(("12 12:00", "large"))
    after = told(("12 12:00:00.000001", "large"))
    before = told(("12 09:59", "large"))
    found = clocks(KEPT_BY, at_due, after, before, events=MQL_AT_TEN)
    assert [[verdict(row) for row in rows] for rows in found] == [["kept: in_time"], ["late"], ["breached: not_done"]]
    assert (found[0][0]["stop_event"], found[0][0]["stopped_at"]) == ("field:segment:0", wall("2026-01-12 12:00"))


def test_it_cancels_a_clock_unless_that_was_overdue():
    cancelled = response(kept_by=(OutreachMade(Outreach.ATTEMPT),), cancelled_by=(SMALL,))
    assert states(cancelled, told(("12 11:00", "small")), told(("12 12:01", "small")), events=MQL_AT_TEN) == [
        ["cancelled"],
        ["breached: not_done"],
    ]


def test_it_pauses_and_lets_go_on():
    """From 10:30 to 11:30 the clock of two hours stands still."""
    held = Pauses((Between((FieldBecomes(NO),), (FieldBecomes(YES),)),))
    paused = response(pauses=held, cancelled_by=())
    moves = told(("12 10:30", False), ("12 11:30", True), field="consent", before=True)
    (rows,) = clocks(paused, moves, events=MQL_AT_TEN, as_of="2026-01-12 12:30")
    assert [(verdict(row), row["due_at"]) for row in rows] == [("running", wall("2026-01-12 13:00"))]
    assert states(paused, told(("12 10:30", False), field="consent", before=True), events=MQL_AT_TEN) == [["paused"]]
    waits = response(pauses=Pauses((UntilBuyer((SMALL,)),)), cancelled_by=())
    asked = (*MQL_AT_TEN, *history(("2026-01-12 11:00", "download")))
    asked = tuple(replace(e, ord=n, event_id=f"e{n}") for n, e in enumerate(asked))
    (rows,) = clocks(waits, told(("12 10:30", "small")), events=asked, as_of="2026-01-12 12:00")
    assert [row["due_at"] for row in rows] == [wall("2026-01-12 12:30")]


def test_events_and_changes_of_one_instant_act_together():
    """A stop belongs to the clock that a start of the same instant opens; a cancellation too."""
    both = response(starts=(StageEntered(("mql",)),), kept_by=(LARGE,), cancelled_by=())
    assert states(both, told(("12 10:00", "large")), events=MQL_AT_TEN) == [["kept: in_time"]]
    gone = response(starts=(LARGE,), cancelled_by=(StageEntered(("mql",)),))
    assert states(gone, told(("12 10:00", "large")), events=MQL_AT_TEN) == [["cancelled"]]


def test_each_start_after_a_stop_opens_a_clock_and_none_while_one_is_open():
    """Large, small, large within the two hours is one clock; after a call the next one opens."""
    moves = told(
        ("12 10:00", "large"), ("12 10:30", "small"), ("12 11:00", "large"), ("13 09:00", None), ("13 10:00", "large")
    )
    calls = history(("2026-01-12 11:30", "call"))
    assert starts(STARTED_BY, moves, events=calls) == [[wall("2026-01-12 10:00"), wall("2026-01-13 10:00")]]
    once = replace(STARTED_BY, again=Again.IGNORE)
    assert starts(once, moves, events=calls) == [[wall("2026-01-12 10:00")]]


def test_it_releases_a_cadence_and_cancels_an_acceptance():
    twice = Attempts(2, OutreachMade(Outreach.ATTEMPT))
    chased = cadence(twice, starts=(SMALL,), released_by=(LARGE,), cancelled_by=())
    moves = told(("12 10:00", "small"), ("12 14:00", "large"))
    assert states(chased, moves, told(("12 10:00", "small"), ("12 14:00", "?"))) == [
        ["kept: released"],
        ["unknown: untold"],
    ]
    answered = acceptance(cancelled_by=(LARGE,))
    assert states(answered, told(("12 11:00", "large")), told(("12 11:00", "?")), events=MQL_AT_TEN) == [
        ["cancelled"],
        ["unknown: untold"],
    ]


def test_changes_after_the_instant_asked_at_are_not_seen():
    assert starts(STARTED_BY, told(("13 10:00", "large")), as_of="2026-01-13 09:59:59.999999") == [[]]
