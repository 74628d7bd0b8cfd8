"""`log_within`, worked out by hand; Monday is 2026-01-12."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.commitments import Attempts, Objective, Period
from engine.model.moments import StageEntered
from tests.reference.judging import results
from tests.reference.small_policies import ANY_ATTEMPT, MQL, agreement, cadence, history, lasting, response, wall

MQL_AT = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
ALL = Objective(1, Period.MONTH)


def recorded(events, kind, when):
    """The same events, one of which was recorded at that time."""
    return tuple(replace(e, recorded_at=when and wall(when)) if e.type == kind else e for e in events)


def judged(commitment, events):
    found = results(agreement(commitment), events)
    (clock,) = found.clocks
    (counted,) = [row for row in found.attainment if row["dimension"] == "all"]
    return clock, (counted["kept"], counted["logged_late_kept"], counted["logged_late_broken"])


@pytest.mark.parametrize(
    ("when", "late"),
    [("2026-01-12 12:00", False), ("2026-01-12 12:00:01", True), ("2026-01-12 10:30", False), (None, False)],
)
def test_outreach_that_was_recorded_too_late_counts_and_is_marked(when, late):
    events = recorded(history(MQL_AT, ("2026-01-12 11:00", "call")), "call", when)
    clock, counts = judged(response(log_within=lasting("1 hour"), objective=ALL), events)
    assert (clock["state"], clock["logged_late"], counts) == ("kept", late, (1, int(late), 0))


def test_one_known_to_the_day_has_until_then_after_its_end():
    events = history(MQL_AT, ("2026-01-12", "call"))
    terms = {"log_within": lasting("1 hour"), "objective": ALL}
    for when, late in (("2026-01-13 00:59:59", False), ("2026-01-13 01:00", True)):
        assert judged(response(**terms), recorded(events, "call", when))[0]["logged_late"] is late


def test_a_late_answer_may_be_logged_late_too():
    events = recorded(history(MQL_AT, ("2026-01-12 15:00", "call")), "call", "2026-01-14")
    clock, counts = judged(response(log_within=lasting("1 hour"), objective=ALL), events)
    assert (clock["state"], clock["logged_late"], counts) == ("late", True, (0, 0, 1))


def test_without_it_nothing_is_logged_late():
    events = recorded(history(MQL_AT, ("2026-01-12 11:00", "call")), "call", "2026-01-20")
    assert judged(response(objective=ALL), events)[0]["logged_late"] is False


def test_only_outreach_is_logged():
    events = history(MQL_AT, ("2026-01-12 11:00", "stage_changed", {"stage": "sal"}))
    late = tuple(replace(e, recorded_at=wall("2026-01-20")) for e in events)
    terms = {"kept_by": (StageEntered(("sal",)),), "log_within": lasting("1 hour"), "objective": ALL}
    assert judged(response(**terms), late)[0]["logged_late"] is False


def test_of_a_cadence_the_attempt_that_was_enough_is_asked():
    events = history(MQL_AT, ("2026-01-12 11:00", "call"), ("2026-01-12 12:00", "talk"))
    terms = {"starts": (MQL,), "released_by": (), "log_within": lasting("1 hour"), "objective": ALL}
    for kind, late in (("call", False), ("talk", True)):
        told = recorded(events, kind, "2026-01-14")
        assert judged(cadence(Attempts(2, ANY_ATTEMPT), **terms), told)[0]["logged_late"] is late
