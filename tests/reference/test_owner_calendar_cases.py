"""Times that run by the calendar of the lead's owner, worked out by hand.

The office is open on Mondays to Fridays from 9:00 to 17:00 in New York; the night shift from 22:00 to 6:00 in Berlin,
which is 16:00 to 0:00 in New York.
"""

from __future__ import annotations

import pytest

from engine.model.conditions import FieldTest, Operator
from engine.model.window_rows import RunsBy, WindowRow
from tests.reference.judging import results
from tests.reference.rows import MembershipRow, QuarantinedRow
from tests.reference.small_policies import SCHEMA, agreement, complete, history, lasting, lead, response, wall

MQL = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
PEOPLE = (
    MembershipRow("owl", "late", "sales", calendar="night"),
    MembershipRow("lark", "early", "sales"),
    MembershipRow("mover", "early", "sales", until=wall("2026-01-12 10:00"), calendar="office"),
    MembershipRow("mover", "late", "sales", since=wall("2026-01-12 10:00"), calendar="night"),
)


def given_to(owner, when="12 08:00"):
    return (f"2026-01-{when}", "assigned", {"owner": owner})


def clock(*lines, time="2 business hours", calendar="office", as_of="2026-02-20", **more):
    row = WindowRow(None, lasting(time), calendar, RunsBy.OWNER)
    (found,) = results(agreement(response(rows=(row,))), history(*lines), as_of, memberships=PEOPLE, **more).clocks
    return found


def due(*lines, **more):
    return clock(*lines, **more)["due_at"]


@pytest.mark.parametrize(
    ("owner", "expected"),
    [("owl", "12 18:00"), ("lark", "12 12:00"), ("nobody known", "12 12:00"), ("", "12 12:00"), ("mover", "12 18:00")],
)
def test_it_is_the_owners_calendar_of_that_day_else_the_one_for_all_others(owner, expected):
    assert due(MQL, given_to(owner)) == wall(f"2026-01-{expected}")


def test_a_lead_without_an_owner_still_runs():
    assert clock(MQL)["state"] == "breached"
    assert due(MQL) == wall("2026-01-12 12:00")


def test_the_owner_at_the_start_decides_and_stays():
    assert due(MQL, given_to("lark", "12 10:00"), given_to("owl", "12 10:01")) == wall("2026-01-12 12:00")
    assert due(MQL, given_to("lark", "12 09:00"), given_to("owl", "12 10:00")) == wall("2026-01-12 18:00")


def test_time_on_the_wall_is_nobodys_calendar():
    assert due(MQL, given_to("owl"), time="2 hours") == wall("2026-01-12 12:00")


def unknown_until(until):
    rows, named = list(complete()), [t.name for t in SCHEMA.events].index("assigned")
    rows[named] = complete(None, wall(f"2026-01-{until}"))[named]
    return tuple(rows)


@pytest.mark.parametrize(
    ("answered", "expected"),
    [("12 11:00", "kept"), ("12 12:01", "unknown"), ("12 18:00", "unknown"), ("12 18:01", "late")],
)
def test_where_nobody_knows_the_owner_every_calendar_that_somebody_works_by_must_agree(answered, expected):
    call = (f"2026-01-{answered}", "call", {"actor": "owl"})
    found = clock(MQL, given_to("lark"), call, coverage=unknown_until("12 09:59"))
    assert found["state"] == expected
    assert found["row_no"] is None
    assert found["reason"] == {"unknown": "window_row", "kept": "in_time", "late": "late"}[expected]


def test_a_source_of_owners_that_reaches_the_start_tells_the_owner():
    assert due(MQL, given_to("owl"), coverage=unknown_until("12 10:00")) == wall("2026-01-12 18:00")


def test_an_assignment_that_cannot_be_read_leaves_the_owner_unknown():
    unread = QuarantinedRow("log.csv", 2, "a", "assigned", "unreadable value of owner")
    assert clock(MQL, given_to("owl"), quarantine=(unread,))["row_no"] is None


def test_the_row_that_judged_is_the_one_that_was_written():
    """Three rows of which the first and the last run by the owner, on two calendars each."""
    large, time = FieldTest("segment", Operator.IS, ("large",)), lasting("2 business hours")
    rows = (
        WindowRow(large, time, "office", RunsBy.OWNER),
        WindowRow(FieldTest("consent", Operator.IS, (True,)), time, "office"),
        WindowRow(None, time, "office", RunsBy.OWNER),
    )
    found = []
    for facts in ({"segment": "large"}, {"segment": "small", "consent": True}, {"segment": "small", "consent": False}):
        judged = results(
            agreement(response(rows=rows)), history(MQL, given_to("owl")), record=lead(**facts), memberships=PEOPLE
        )
        found += [(row["row_no"], row["due_at"]) for row in judged.clocks]
    night, day = wall("2026-01-12 18:00"), wall("2026-01-12 12:00")
    assert found == [(0, night), (1, day), (2, night)]
