"""Clocks in business time, over dates without times, across versions; wall times are New York's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.commitments import Again
from engine.model.conditions import FieldTest, Operator
from engine.model.window_rows import WindowRow
from tests.reference.judging import results, verdicts
from tests.reference.small_policies import agreement, complete, history, lasting, lead, response, wall, within


def mql(when):
    return (when, "stage_changed", {"stage": "mql"})


def office(window):
    return agreement(response(rows=within(window)), calendar="office")


def due_of(policy, *events, **more):
    clock = results(policy, history(*events), **more).clocks[0]
    return clock["due_at"]


@pytest.mark.parametrize(
    ("start", "window", "expected"),
    [
        ("2026-01-10 16:30", "1 business hour", "2026-01-12 10:00"),
        ("2026-01-09 16:30", "1 business hour", "2026-01-12 09:30"),
        ("2026-01-09 17:00", "1 business hour", "2026-01-12 10:00"),
        ("2026-01-12 10:00", "1 business day", "2026-01-13 17:00"),
        ("2026-01-10 10:00", "1 business day", "2026-01-13 17:00"),
        ("2026-01-09 18:00", "1 business day", "2026-01-13 17:00"),
        ("2026-01-08 13:00", "4 business hours", "2026-01-08 17:00"),
        ("2026-01-09 10:00", "3 days", "2026-01-13"),
    ],
)
def test_due_is_in_the_units_of_the_window(start, window, expected):
    assert due_of(office(window), mql(start)) == wall(expected)


@pytest.mark.parametrize(
    ("start", "window", "expected"),
    [("2026-03-08T01:30-05:00", "1 hour", "03:30-04:00"), ("2026-11-01T00:30-04:00", "2 hours", "01:30-05:00")],
)
def test_hours_run_on_the_wall_through_a_change_of_the_clocks(start, window, expected):
    policy = agreement(response(rows=within(window)))
    assert due_of(policy, mql(start), as_of="2026-12-01") == wall(f"{start[:10]}T{expected}")


def test_an_answer_before_the_next_opening_is_late_although_no_working_time_is_gone():
    clock = results(office("4 business hours"), history(mql("2026-01-08 13:00"), ("2026-01-09 08:00", "call"))).clocks[
        0
    ]
    assert (clock["state"], clock["elapsed"], clock["late_by"]) == ("late", 4 * 3600 * 10**6, 15 * 3600 * 10**6)


def test_a_warning_is_of_the_working_time():
    policy = agreement(response(rows=within("4 business hours"), warn_at=(50,)), calendar="office")
    start = history(mql("2026-01-09 16:00"))
    assert verdicts(policy, start, "2026-01-12 09:59") == ["running"]
    assert verdicts(policy, start, "2026-01-12 10:00") == ["at_risk"]


def test_a_due_beyond_the_calendar_is_unknown():
    policy = agreement(response(rows=within("5 business days")), calendar="brief")
    assert verdicts(policy, history(mql("2026-03-09 10:00")), "2026-06-01") == ["unknown: calendar"]
    assert verdicts(policy, history(mql("2025-06-01 10:00"))) == ["not_applicable: no_version"]


@pytest.mark.parametrize(
    ("start", "stopped", "window", "expected"),
    [
        ("2026-01-12", "2026-01-12", "2 hours", "unknown: date_only"),
        ("2026-01-12", "2026-01-12", "24 hours", "kept: in_time"),
        ("2026-01-12", "2026-01-13", "12 hours", "unknown: date_only"),
        ("2026-01-12", "2026-01-14", "12 hours", "late"),
        ("2026-01-12", "2026-01-12 10:00", "12 hours", "unknown: date_only"),
        ("2026-01-12", "2026-01-12 10:00", "23 hours", "unknown: date_only"),
        ("2026-01-12", "2026-01-12 10:00", "1 day", "kept: in_time"),
        ("2026-01-12", "2026-01-13 00:00", "24 hours", "kept: in_time"),
        ("2026-01-12 10:00", "2026-01-12", "2 hours", "unknown: date_only"),
        ("2026-01-12 10:00", "2026-01-12", "1 day", "kept: in_time"),
        ("2026-01-12 10:00", "2026-01-13", "2 hours", "late"),
        ("2026-01-12 10:00", "2026-01-11", "2 hours", "breached: not_done"),
    ],
)
def test_a_date_without_a_time_decides_only_if_every_instant_of_it_does(start, stopped, window, expected):
    events = history(mql(start), (stopped, "call"))
    assert verdicts(agreement(response(rows=within(window))), events) == [expected]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-01-12 01:00", "running"),
        ("2026-01-12 12:00", "unknown: date_only"),
        ("2026-01-13 03:00", "breached: not_done"),
    ],
)
def test_an_open_clock_of_a_date_is_breached_once_every_due_has_passed(as_of, expected):
    assert verdicts(agreement(response()), history(mql("2026-01-12")), as_of) == [expected]


FIRST = agreement(response(rows=within("2 hours")), version="1.0.0", starts=wall("2026-01-10"))
SECOND = replace(FIRST, version="2.0.0", starts=wall("2026-01-20"), commitments=(response(rows=within("1 hour")),))


@pytest.mark.parametrize(
    ("start", "version", "expected"),
    [
        ("2026-01-09T23:59:59", "", "not_applicable: no_version"),
        ("2026-01-10T00:00:00", "1.0.0", "kept: in_time"),
        ("2026-01-19T23:59:59", "1.0.0", "kept: in_time"),
        ("2026-01-20T00:00:00", "2.0.0", "late"),
        ("2026-01-20T00:00:01", "2.0.0", "late"),
    ],
)
def test_the_version_of_the_start_judges(start, version, expected):
    answered = history(mql(start), (str(start[:10]) + "T01:30", "call"), ("2026-01-20 01:30", "call"))
    clock = results((FIRST, SECOND), answered).clocks[0]
    assert clock["version"] == version
    assert verdicts((FIRST, SECOND), answered) == [expected]


def test_a_start_while_an_earlier_version_is_still_open_belongs_to_its_cycle():
    clocks = results((FIRST, SECOND), history(mql("2026-01-19 10:00"), mql("2026-01-21 10:00"))).clocks
    assert [(c["version"], c["state"]) for c in clocks] == [("1.0.0", "breached")]


def test_an_open_cycle_from_before_the_first_version_is_never_judged():
    clocks = results(FIRST, history(mql("2026-01-05"), mql("2026-01-12"), ("2026-01-13 10:00", "call"))).clocks
    assert [(c["version"], c["reason"]) for c in clocks] == [("", "no_version")]


def test_again_ignore_counts_starts_of_all_versions():
    once = [
        replace(v, commitments=tuple(replace(c, again=Again.IGNORE) for c in v.commitments)) for v in (FIRST, SECOND)
    ]
    events = history(mql("2026-01-05 10:00"), ("2026-01-05 11:00", "call"), mql("2026-01-21 10:00"))
    assert verdicts(tuple(once), events) == ["not_applicable: no_version"]


def test_after_the_end_no_version_judges():
    ended = replace(FIRST, ends=wall("2026-01-15"))
    assert verdicts(ended, history(mql("2026-01-15"))) == ["not_applicable: no_version"]


def test_a_clock_older_than_a_year_is_judged():
    old = agreement(response(), starts=wall("2024-01-01"))
    assert verdicts(old, history(mql("2024-02-29 10:00"), ("2024-02-29 11:00", "call"))) == ["kept: in_time"]


@pytest.mark.parametrize(
    ("country", "expected"),
    [("DE", "kept: in_time"), ("US", "not_applicable: out_of_scope"), (None, "unknown: scope")],
)
def test_scope_is_tested_at_the_start(country, expected):
    policy = agreement(response(), scope=FieldTest("country", Operator.IN, ("DE", "AT")))
    events = history(mql("2026-01-12 10:00"), ("2026-01-12 11:00", "call"))
    assert verdicts(policy, events, record=lead(country=country)) == [expected]


def test_rows_may_run_on_different_calendars():
    always_open = FieldTest("segment", Operator.IS, ("large",))
    rows = (WindowRow(always_open, lasting("1 business hour"), "night"), WindowRow(None, lasting("1 business hour")))
    policy = agreement(response(rows=rows), calendar="office")
    start = mql("2026-01-12 10:00")
    assert due_of(policy, start, record=lead(segment="large")) == wall("2026-01-12 23:00", "Europe/Berlin")
    assert due_of(policy, start, record=lead(segment="small")) == wall("2026-01-12 11:00")


def test_events_after_as_of_are_not_looked_at():
    events = history(mql("2026-01-12 10:00"), ("2026-01-12 11:00", "call"), mql("2026-01-13 10:00"))
    assert verdicts(agreement(response()), events, "2026-01-12 10:59") == ["running"]


def test_a_source_whose_end_is_not_known_covers_nothing():
    unknown_end = complete(until=None)
    assert verdicts(agreement(response()), history(mql("2026-01-12 10:00")), coverage=unknown_end) == [
        "unknown: source"
    ]


def test_days_are_dates_of_the_policys_zone_whatever_the_calendar():
    """20:00 in New York is two in the morning of the next date in Berlin, where the row's calendar is."""
    policy = agreement(response(rows=(WindowRow(None, lasting("1 day"), "night"),)))
    assert due_of(policy, mql("2026-01-12 20:00")) == wall("2026-01-14")
