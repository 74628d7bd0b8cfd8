"""Facts that settle: what becomes known shortly after a start, worked out by hand.

A lead becomes an MQL at 10:00. A large one is answered within an hour, any other within three; what isn't known of it
by then may become known until 10:15.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.conditions import Criterion, CriterionRef, EventCount, FieldTest, Not, Operator, RatingTest
from engine.model.scorecards import Band, Bands, ConditionLine, Scorecard, ScorePart
from engine.model.window_rows import RunsBy, WindowRow
from tests.reference.judging import LeadCase, of_leads, results
from tests.reference.rows import CoverageRow, FieldChange, FieldHistory, LeadRecord, MembershipRow
from tests.reference.small_policies import agreement, complete, history, lasting, lead, response, wall

LARGE = FieldTest("segment", Operator.IS, ("large",))
KNOWN = FieldTest("segment", Operator.KNOWN, ())
QUARTER = lasting("15 minutes")
MQL = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
ONE_HOUR, THREE_HOURS = wall("2026-01-12 11:00"), wall("2026-01-12 13:00")
PEOPLE = (
    MembershipRow("owl", "late", "sales", calendar="night"),
    MembershipRow("queue", "early", "sales"),
)


def pact(condition=LARGE, settles=QUARTER, first="1 hour", **more):
    exempt = first is None
    rows = (WindowRow(condition, None if exempt else lasting(first)), WindowRow(None, lasting("3 hours")))
    return agreement(response(rows=rows, settles_within=settles), **more)


def became(*lines, before=None):
    """Changes of the lead's segment on the morning of its start: when, and what it then was (`?` unreadable)."""
    changes = tuple(
        FieldChange(
            str(n), wall(f"2026-01-12 {when}"), wall(f"2026-01-12 {when}"), None if to == "?" else to, to != "?"
        )
        for n, (when, to) in enumerate(lines)
    )
    return FieldHistory("a", "segment", changes, before, tells_before=True)


def clock(*histories, policy=None, as_of="2026-02-20", record=None, events=(MQL,), **more):
    case = LeadCase(history(*events), histories, record or lead())
    ((found,),) = of_leads(policy or pact(), [case], as_of, **more)
    return found


def due(*histories, **more):
    """When the clock is due; None if its row is unknown."""
    found = clock(*histories, **more)
    return None if found["row_no"] is None else found["due_at"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("10:05", "large")], ONE_HOUR),
        ([("10:15", "large")], ONE_HOUR),  # known at the very instant
        ([("10:15:00.000001", "large")], None),
        ([("10:05", "small")], THREE_HOURS),
        ([("10:05", "small"), ("10:10", "large")], ONE_HOUR),  # what it has settled at
        ([("10:05", "large"), ("10:16", "small")], ONE_HOUR),
        ([("10:05", "large"), ("10:10", None)], None),
        ([("10:05", "?")], None),
    ],
)
def test_what_becomes_known_in_time_counts_as_known_at_the_start(lines, expected):
    assert due(became(*lines)) == expected


def test_without_it_only_the_start_counts():
    assert due(became(("10:05", "large")), policy=pact(settles=None)) is None


@pytest.mark.parametrize("lines", [[("10:05", "small")], [("10:05", None)], [("10:05", "?")]])
def test_what_is_known_at_the_start_stays_whatever_it_becomes(lines):
    assert due(became(*lines, before="large")) == ONE_HOUR


def test_not_known_at_the_start_but_then_is_known():
    given = became(("10:05", "small"))
    assert due(given, policy=pact(KNOWN)) == ONE_HOUR
    assert due(given, policy=pact(Not(KNOWN))) == THREE_HOURS
    assert due(became(("10:20", "small")), policy=pact(KNOWN)) == THREE_HOURS


@pytest.mark.parametrize(
    ("as_of", "state", "row"),
    [
        ("10:14:59.999999", "running", None),  # every row agrees, and which one it is may still be told
        ("10:15", "running", 0),
        ("10:59", "running", 0),
        ("11:00:00.000001", "breached", 0),
    ],
)
def test_before_facts_have_settled_the_row_is_open(as_of, state, row):
    found = clock(became(("10:05", "large")), as_of=f"2026-01-12 {as_of}")
    assert (found["state"], found["row_no"]) == (state, row)
    assert found["due_at"] == ONE_HOUR


def test_a_value_that_is_not_there_yet_may_still_come():
    """Nobody knows the segment, so the row that asks whether it is known isn't refuted before a quarter past."""
    assert due(policy=pact(KNOWN), as_of="2026-01-12 10:14") is None
    assert due(policy=pact(KNOWN), as_of="2026-01-12 10:15") == THREE_HOURS


def test_an_answer_before_they_have_settled_is_kept_if_every_row_says_so():
    answered = (MQL, ("2026-01-12 10:02", "call"))
    assert clock(became(("10:05", "large")), events=answered, as_of="2026-01-12 10:03")["state"] == "kept"
    found = clock(became(("10:05", "large")), events=answered, as_of="2026-01-12 10:03", policy=pact(first=None))
    assert (found["state"], found["reason"]) == ("unknown", "window_row")
    later = clock(became(("10:05", "large")), events=answered, as_of="2026-01-12 10:15", policy=pact(first=None))
    assert later["state"] == "exempt"


@pytest.mark.parametrize(("until", "expected"), [("10:14", None), ("10:15", ONE_HOUR), (None, None)])
def test_a_source_that_ends_before_they_have_settled_leaves_the_row_unknown(until, expected):
    told = None if until is None else wall(f"2026-01-12 {until}")
    sources = (*complete(), CoverageRow("field:segment", "crm/changes", None, told))
    assert due(became(("10:05", "large")), coverage=sources) == expected


def test_a_source_that_ends_early_takes_nothing_from_what_the_start_knew():
    sources = (*complete(), CoverageRow("field:segment", "crm/changes", None, wall("2026-01-12 10:00")))
    assert due(became(("10:20", "small"), before="large"), coverage=sources) == ONE_HOUR


def test_a_stale_value_may_be_confirmed():
    fresh = FieldTest("segment", Operator.IS, ("large",), lasting("24 hours"))
    record = LeadRecord("a", {"segment": "large"}, {"segment": wall("2026-01-12 10:10")})
    told = became(("08:00", "large"))
    old = replace(told, changes=(replace(told.changes[0], at=wall("2026-01-10"), until=wall("2026-01-10")),))
    assert due(old, policy=pact(fresh), record=record) == ONE_HOUR
    late = replace(record, set_at={"segment": wall("2026-01-12 10:16")})
    assert due(old, policy=pact(fresh), record=late) is None


def test_todays_value_stands_for_a_field_without_history_as_ever():
    assert due(record=lead(segment="large")) == ONE_HOUR
    assert due(record=lead(segment="large"), strict=True) is None


def test_it_is_so_within_criteria_and_ratings():
    """30 points for a large lead, without which it is rated B."""
    card = Scorecard(
        "interest",
        "",
        0,
        100,
        (ScorePart("fit", 60, (ConditionLine(CriterionRef("large"), 30),)),),
        rating=(Bands("fit", (Band("A", 30), Band("B", 0))),),
    )
    policy = pact(RatingTest(("A",)), scorecards=(card,), criteria=(Criterion("large", LARGE),))
    assert due(became(("10:05", "large")), policy=policy) == ONE_HOUR
    assert due(became(("10:05", "small")), policy=policy) == THREE_HOURS
    assert due(became(("10:16", "small")), policy=policy) is None


def test_events_are_counted_up_to_the_start():
    visited = EventCount(("download",))
    after = (MQL, ("2026-01-12 10:05", "download"))
    assert due(policy=pact(visited), events=after) == THREE_HOURS
    assert due(policy=pact(visited), events=(MQL, ("2026-01-12 10:00", "download"))) == ONE_HOUR


def test_the_scope_is_that_of_the_start():
    found = clock(became(("10:05", "large")), policy=pact(scope=LARGE))
    assert (found["state"], found["reason"]) == ("unknown", "scope")


def given_to(owner, when):
    return (f"2026-01-12 {when}", "assigned", {"owner": owner})


@pytest.mark.parametrize(
    ("assigned", "expected"),
    [
        ([given_to("owl", "10:05")], "18:00"),  # the night shift opens at 16:00 in New York
        ([given_to("queue", "09:00"), given_to("owl", "10:15")], "18:00"),
        ([given_to("queue", "09:00"), given_to("owl", "10:16")], "12:00"),
        ([given_to("owl", "09:00"), given_to("queue", "10:05")], "18:00"),
        ([], "12:00"),
    ],
)
def test_an_owner_who_comes_in_time_brings_a_calendar(assigned, expected):
    rows = (WindowRow(None, lasting("2 business hours"), "office", RunsBy.OWNER),)
    policy = agreement(response(rows=rows, settles_within=QUARTER))
    (found,) = results(policy, history(MQL, *assigned), memberships=PEOPLE).clocks
    assert found["due_at"] == wall(f"2026-01-12 {expected}")


def test_before_that_any_calendar_may_be_the_owners():
    rows = (WindowRow(None, lasting("2 business hours"), "office", RunsBy.OWNER),)
    policy = agreement(response(rows=rows, settles_within=QUARTER))
    events = history(MQL, given_to("owl", "10:05"))
    (found,) = results(policy, events, "2026-01-12 10:14", memberships=PEOPLE).clocks
    assert (found["state"], found["row_no"], found["due_at"]) == ("running", None, wall("2026-01-12 12:00"))
