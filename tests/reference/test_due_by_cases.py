"""`by: next business day 16:00`, worked out by hand; New York's walls, nine to five on working days.

2026-01-12 is a Monday.
"""

from __future__ import annotations

from datetime import date

from engine.model.calendars import Calendar, Interval, Override
from engine.model.durations import DueBy
from engine.model.window_rows import WindowRow
from tests.reference.judging import results, verdict, verdicts
from tests.reference.small_policies import NIGHT, OFFICE, agreement, history, response, wall

EARLY = Calendar(
    "early",
    "Open half of the sixteenth, and Sunday mornings",
    "America/New_York",
    (*OFFICE.weekly[:6], (Interval(60, 240),)),
    (),
    (Override(date(2026, 1, 16), date(2026, 1, 16), (Interval(9 * 60, 13 * 60),), "half a day"),),
    first=date(2026, 1, 1),
    last=date(2026, 11, 10),
)


PROMISES = {
    "afternoon": ("16:00", "office"),
    "after_closing": ("17:30", "office"),
    "end_of_day": ("24:00", "office"),
    "before_opening": ("08:00", "office"),
    "half_day": ("16:00", "early"),
    "skipped": ("02:30", "early"),
    "doubled": ("01:30", "early"),
    "night": ("23:00", "night"),
}


def by(time, calendar="office", **more):
    hours, minutes = time.split(":")
    row = WindowRow(None, DueBy(int(hours) * 60 + int(minutes)), calendar)
    return response(rows=(row,), **more)


def mql(when):
    return (when, "stage_changed", {"stage": "mql"})


def test_it_is_due_at_that_time_of_the_first_working_day_after_the_date_of_the_real_start():
    """Each start is answered before the next. Tuesday 02:00 in Berlin is in Monday's night shift, and still Tuesday."""
    expected = {
        ("2026-01-09 18:00", "afternoon"): "2026-01-12 16:00",
        ("2026-01-09 18:00", "before_opening"): "2026-01-12 09:00",
        ("2026-01-11 23:59", "afternoon"): "2026-01-12 16:00",
        ("2026-01-12 00:00", "afternoon"): "2026-01-13 16:00",
        ("2026-01-12 10:00", "after_closing"): "2026-01-13 17:00",
        ("2026-01-12 10:00", "end_of_day"): "2026-01-13 17:00",
        ("2026-01-12 10:00", "before_opening"): "2026-01-13 08:00",
        ("2026-01-12 20:00", "night"): "2026-01-14T23:00+01:00",
        ("2026-01-15 12:00", "half_day"): "2026-01-16 13:00",
        ("2026-03-07 12:00", "skipped"): "2026-03-08T03:00-04:00",
        ("2026-10-31 12:00", "doubled"): "2026-11-01T01:30-04:00",
        ("2026-11-10 12:00", "half_day"): None,
        ("2026-11-10 12:00", "afternoon"): "2026-11-11 16:00",
    }
    starts = dict.fromkeys(start for start, _ in expected)
    answers = ((start.replace(":00", ":01").replace(":59", ":59:59"), "call") for start in starts)
    events = history(*(event for both in zip(map(mql, starts), answers, strict=True) for event in both))
    policy = agreement(*(by(*promise, name=name) for name, promise in PROMISES.items()))
    found = results(policy, events, "2026-12-01", calendars=(OFFICE, NIGHT, EARLY)).clocks
    due = {(clock["started_at"], clock["commitment"]): clock["due_at"] for clock in found}
    for (start, name), then in expected.items():
        assert due[wall(start), name] == (then and wall(then)), (start, name)


def test_it_is_kept_until_then_and_broken_after():
    policy, start = agreement(by("16:00", warn_at=(50,))), mql("2026-01-12 15:00")
    (clock,) = results(policy, history(start, ("2026-01-13 16:00", "call"))).clocks
    assert (verdict(clock), clock["elapsed"]) == ("kept: in_time", 9 * 3600 * 10**6)
    assert verdicts(policy, history(start, ("2026-01-13 16:01", "call"))) == ["late"]
    assert verdicts(policy, history(start), "2026-01-13 11:29") == ["running"]
    assert verdicts(policy, history(start), "2026-01-13 11:30") == ["at_risk"]
