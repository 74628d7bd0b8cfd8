"""`every`, worked out by hand; nine to five on working days in New York, Monday is 2026-01-12."""

from __future__ import annotations

from engine.model.agreements import Agreement
from engine.model.moments import StageEntered
from engine.model.pauses import Pauses, WhileIn
from tests.reference.judging import results, verdict, verdicts
from tests.reference.small_policies import ANY_ATTEMPT, SAL, agreement, history, lasting, response, wall, within

CANCELS = (StageEntered(("recycled", "disqualified")),)


def in_touch(every="2 business days", **more) -> Agreement:
    """Sales calls within a working day of the acceptance, and then every two."""
    terms = {"starts": (SAL,), "rows": within("1 business day"), "every": lasting(every), "cancelled_by": CANCELS}
    return agreement(response(**terms | more), calendar="office")


def enters(when, stage):
    return (f"2026-01-{when}", "stage_changed", {"stage": stage})


def calls(when, **said):
    return (f"2026-01-{when}", "call", said)


def told(clock):
    return clock["start_event"], verdict(clock), clock["due_at"]


def test_each_stop_starts_the_next_clock_which_counts_from_it():
    events = history(enters("12 10:00", "sal"), calls("13 11:00"), calls("15 16:00"))
    clocks = results(in_touch(), events, "2026-01-19 10:00").clocks
    assert [told(c) for c in clocks] == [
        ("e0", "kept: in_time", wall("2026-01-13 17:00")),
        ("e1", "kept: in_time", wall("2026-01-15 17:00")),
        ("e2", "running", wall("2026-01-19 17:00")),
    ]
    assert [c["row_no"] for c in clocks] == [0, 1, 1]


def test_a_late_stop_starts_the_next_clock_too():
    events = history(enters("12 10:00", "sal"), calls("16 11:00"))
    assert verdicts(in_touch(), events) == ["late", "breached: not_done"]


def test_a_start_while_a_repetition_runs_belongs_to_it():
    events = history(enters("12 10:00", "sal"), calls("13 11:00"), enters("14 10:00", "sal"))
    assert verdicts(in_touch(), events, "2026-01-14 12:00") == ["kept: in_time", "running"]


def test_a_cancellation_ends_it_and_what_was_overdue_stays_broken():
    gone = [enters("12 10:00", "sal"), calls("13 11:00")]
    assert verdicts(in_touch(), history(*gone, enters("14 10:00", "recycled"))) == ["kept: in_time", "cancelled"]
    late = history(*gone, enters("16 10:00", "recycled"))
    assert verdicts(in_touch(), late) == ["kept: in_time", "breached: not_done"]


def test_nothing_repeats_after_a_stop_that_comes_with_a_cancellation():
    events = history(enters("12 10:00", "sal"), calls("13 11:00"), enters("13 11:00", "disqualified"))
    assert verdicts(in_touch(), events) == ["kept: in_time"]


def test_a_start_after_a_cancellation_begins_anew():
    gone = [enters("12 10:00", "sal"), calls("13 11:00"), enters("14 10:00", "recycled")]
    events = history(*gone, enters("19 10:00", "sal"), calls("20 10:00"))
    clocks = results(in_touch(), events, "2026-01-20 12:00").clocks
    assert [verdict(c) for c in clocks] == ["kept: in_time", "cancelled", "kept: in_time", "running"]


def test_a_clock_that_is_stopped_as_it_starts_is_kept_and_the_next_begins():
    """One event does both: the cycles have the same start, and are two."""
    policy = in_touch(starts=(ANY_ATTEMPT,))
    clocks = results(policy, history(calls("12 10:00")), "2026-01-12 12:00").clocks
    assert sorted(told(c) for c in clocks) == [
        ("e0", "kept: in_time", wall("2026-01-13 17:00")),
        ("e0", "running", wall("2026-01-14 17:00")),
    ]


def test_a_stop_known_to_the_day_starts_the_next_clock_on_that_day():
    """Two hours from some time on Tuesday: a call at 01:00 on Wednesday may be late or not."""
    events = [enters("12 10:00", "sal"), ("2026-01-13", "call")]
    policy = in_touch("2 hours", rows=within("2 days"))
    assert verdicts(policy, history(*events, calls("14 01:00")), "2026-01-14 01:30")[1] == "unknown: date_only"
    assert verdicts(policy, history(*events, calls("14 03:00")), "2026-01-14 03:30")[1] == "late"


def test_a_repetition_stands_still_in_pauses():
    pauses = Pauses((WhileIn(("mql",)),))
    events = [enters("12 10:00", "sal"), calls("13 11:00"), enters("14 09:00", "mql"), enters("14 17:00", "sal")]
    clocks = results(in_touch(pauses=pauses), history(*events), "2026-01-15 10:00").clocks
    assert clocks[1]["due_at"] == wall("2026-01-16 17:00")


def test_the_version_in_force_at_the_stop_says_what_follows():
    second = {"version": "2.0.0", "starts": wall("2026-01-14")}
    events = history(enters("12 10:00", "sal"), calls("13 11:00"), calls("14 10:00"), calls("15 10:00"))
    (without,) = in_touch(every="5 business days").commitments
    changed = agreement(without, calendar="office", **second)
    clocks = results((in_touch(), changed), events, "2026-01-15 12:00").clocks
    assert [(c["version"], told(c)[2]) for c in clocks] == [
        ("1.0.0", wall("2026-01-13 17:00")),
        ("1.0.0", wall("2026-01-15 17:00")),
        ("2.0.0", wall("2026-01-21 17:00")),
        ("2.0.0", wall("2026-01-22 17:00")),
    ]
    ended = agreement(response(starts=(SAL,), cancelled_by=CANCELS), calendar="office", **second)
    assert verdicts((in_touch(), ended), events, "2026-01-20") == ["kept: in_time", "kept: in_time"]
    begun = agreement(response(starts=(SAL,), cancelled_by=CANCELS, rows=within("48 hours")), calendar="office")
    later = agreement(*in_touch(kept_by=(ANY_ATTEMPT, StageEntered(("sql",)))).commitments, calendar="office", **second)
    rows = results((begun, later), history(enters("13 10:00", "sal"), calls("14 09:00")), "2026-01-14 12:00").clocks
    assert [(c["version"], verdict(c)) for c in rows] == [("1.0.0", "kept: in_time"), ("2.0.0", "running")]
