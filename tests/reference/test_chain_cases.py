"""`again: continue`, worked out by hand; nine to five on working days in New York, Monday is 2026-01-12."""

from __future__ import annotations

from engine.model.commitments import Again, Attempts
from engine.model.moments import EventHappens, OutreachMade, StageEntered
from engine.model.pauses import Pauses, WhileIn
from tests.reference.judging import results, verdict, verdicts
from tests.reference.rows import CoverageRow
from tests.reference.small_policies import (
    ANY_ATTEMPT,
    SAL,
    agreement,
    cadence,
    complete,
    history,
    response,
    wall,
    within,
)

HOUR = 3600 * 10**6
ASKED = EventHappens(("demo_request",))


def chained(window="4 business hours", **more):
    terms = {"starts": (ASKED,), "again": Again.CONTINUE, "rows": within(window)} | more
    return agreement(response(**terms), calendar="office")


def asks(when):
    return (f"2026-01-{when}", "demo_request")


def calls(when, **said):
    return (f"2026-01-{when}", "call", said)


def closes(when, stage="disqualified"):
    return (f"2026-01-{when}", "stage_changed", {"stage": stage})


def test_a_start_takes_the_stop_back_and_the_gap_is_a_pause():
    """An hour until the call; from the next request on, Tuesday 10:00, three hours are left."""
    events = history(asks("12 10:00"), calls("12 11:00"), asks("13 10:00"))
    (clock,) = results(chained(), events, "2026-01-13 12:00").clocks
    assert (verdict(clock), clock["due_at"], clock["stopped_at"]) == ("running", wall("2026-01-13 13:00"), None)
    assert (clock["elapsed"], clock["paused_for"]) == (3 * HOUR, 7 * HOUR)
    assert verdicts(chained(), events) == ["breached: not_done"]


def test_each_stop_may_be_taken_back():
    gone = [asks("12 10:00"), calls("12 11:00"), asks("12 13:00"), calls("12 14:00"), asks("13 09:00")]
    assert verdicts(chained(), history(*gone, calls("13 11:00"))) == ["kept: in_time"]
    (clock,) = results(chained(), history(*gone, calls("13 11:00"))).clocks
    assert (clock["due_at"], clock["elapsed"]) == (wall("2026-01-13 11:00"), 4 * HOUR)
    assert verdicts(chained(), history(*gone, calls("13 11:01"))) == ["late"]


def test_a_stop_that_came_too_late_may_be_taken_back_and_stays_too_late():
    events = [asks("12 10:00"), calls("12 15:00"), asks("13 10:00")]
    assert verdicts(chained(), history(*events)) == ["breached: not_done"]
    assert verdicts(chained(), history(*events, calls("13 10:30"))) == ["late"]


def test_a_cancellation_in_the_gap_lets_the_stop_stay_and_the_next_start_opens_another_clock():
    events = history(asks("12 10:00"), calls("12 11:00"), closes("12 15:00"), asks("13 10:00"))
    assert verdicts(chained(), events) == ["kept: in_time", "breached: not_done"]


def test_a_stop_and_a_start_at_one_instant_are_a_stop():
    events = history(asks("12 10:00"), calls("12 11:00"), asks("12 11:00"))
    assert verdicts(chained(), events) == ["kept: in_time"]


def test_what_takes_a_stop_back_may_be_stopped_or_cancelled_at_once():
    gone = [asks("12 10:00"), calls("12 11:00"), asks("13 10:00")]
    (clock,) = results(chained(), history(*gone, calls("13 10:00"))).clocks
    assert (verdict(clock), clock["stopped_at"]) == ("kept: in_time", wall("2026-01-13 10:00"))
    assert verdicts(chained(), history(*gone, closes("13 10:00"))) == ["cancelled"]


def test_gaps_and_pauses_count_as_a_union():
    """From 11:00 to 15:00 answered, from 14:00 to 16:00 on hold: five hours in all."""
    pauses = Pauses((WhileIn(("recycled",)),))
    events = [asks("12 10:00"), calls("12 11:00"), closes("12 14:00", "recycled"), asks("12 15:00")]
    clock = results(chained(pauses=pauses), history(*events, closes("12 16:00", "sal")), "2026-01-12 17:00").clocks[0]
    assert (clock["paused_for"], clock["due_at"]) == (5 * HOUR, wall("2026-01-13 11:00"))


def test_a_release_may_be_taken_back():
    """The attempts before it count, and so do those in the gap."""
    policy = agreement(
        cadence(
            Attempts(3, ANY_ATTEMPT),
            again=Again.CONTINUE,
            starts=(SAL,),
            released_by=(StageEntered(("sql",)),),
        )
    )
    gone = [closes("12 10:00", "sal"), calls("12 11:00"), closes("12 12:00", "sql"), calls("12 13:00")]
    assert verdicts(policy, history(*gone)) == ["kept: released"]
    assert verdicts(policy, history(*gone, closes("14 09:00", "sal"))) == ["breached: not_done"]
    again = [closes("14 09:00", "sal"), calls("14 10:00")]
    assert verdicts(policy, history(*gone, *again)) == ["kept: in_time"]


def test_a_stop_known_to_the_day_leaves_the_gap_open():
    """Answered some time on Monday: the gap may have begun at once or not at all that day."""
    events = [asks("12 10:00"), ("2026-01-12", "call"), asks("13 09:00")]
    assert verdicts(chained("4 hours"), history(*events, calls("13 10:00"))) == ["unknown: date_only"]


def test_what_is_in_time_thanks_to_a_gap_needs_the_source_of_its_starts():
    events = history(asks("12 10:00"), calls("12 11:00"), asks("13 10:00"), calls("13 12:00"))
    assert verdicts(chained(), events) == ["kept: in_time"]
    short = (*complete(), CoverageRow("demo_request", "crm/forms", None, wall("2026-01-13 10:30")))
    assert verdicts(chained(), events, coverage=short) == ["unknown: source"]


def test_nobody_knows_who_talked():
    """It may have been an answer, and the next request would then have left more time."""
    talk = OutreachMade(ANY_ATTEMPT.kind)
    events = [asks("12 10:00"), calls("12 11:00", actor=None), asks("13 10:00")]
    assert verdicts(chained(kept_by=(talk,)), history(*events)) == ["unknown: actor"]
