"""Routing, assignment and the rep's own delay, worked out by hand."""

from __future__ import annotations

import pytest

from tests.reference.judging import results
from tests.reference.rows import QuarantinedRow
from tests.reference.small_policies import SCHEMA, agreement, complete, history, response, wall, within

HOUR = 3600 * 10**6
MQL = ("2026-01-12 09:00", "stage_changed", {"stage": "mql"})
ANSWER = ("2026-01-12 13:00", "call")


def given_to(owner, when):
    return (f"2026-01-{when}", "assigned", {"owner": owner})


def hours(*lines, rows="8 business hours", calendar="office", **more):
    pact = agreement(response(rows=within(rows)), calendar=calendar)
    (row,) = results(pact, history(*lines), **more).response_parts
    parts = [row[name] for name in ("routing", "assignment", "rep")]
    assert None in parts or sum(parts) == row["whole"]
    return [None if part is None else part / HOUR for part in parts]


def test_a_queue_is_the_partys_and_no_person():
    """An hour until it is in the queue, two until a person takes it, one until that person calls."""
    assert hours(MQL, given_to("queue", "12 10:00"), given_to("rep", "12 12:00"), ANSWER) == [1, 2, 1]


def test_a_lead_that_a_person_has_at_the_start_was_routed_and_assigned_at_once():
    assert hours(given_to("rep", "12 08:00"), MQL, ANSWER) == [0, 0, 4]


def test_a_person_of_the_other_party_has_not_got_it_routed():
    assert hours(given_to("campaigner", "12 08:00"), MQL, given_to("rep", "12 11:00"), ANSWER) == [2, 0, 2]


def test_what_happens_among_people_is_all_theirs():
    moved = given_to("rep", "12 10:00"), given_to("queue", "12 11:00"), given_to("rep", "12 12:00")
    assert hours(MQL, *moved, ANSWER) == [1, 0, 3]


def test_who_left_the_team_is_no_person_of_the_party():
    assert hours(MQL, given_to("left", "12 12:00"), ANSWER) == [None] * 3
    assert hours(MQL, given_to("left", "12 11:59"), ANSWER) == [2 + 59 / 60, 0, 1 + 1 / 60]


def test_nights_are_nobodys():
    start = ("2026-01-12 16:00", "stage_changed", {"stage": "mql"})
    answer = ("2026-01-13 11:00", "call")
    assert hours(start, given_to("queue", "12 20:00"), given_to("rep", "13 10:00"), answer) == [1, 1, 1]


def test_an_answer_while_nobody_had_the_lead_tells_no_parts():
    assert hours(MQL, ANSWER) == [None] * 3
    assert hours(MQL, given_to("queue", "12 10:00"), ANSWER) == [None] * 3


def test_without_an_answer_the_time_goes_where_it_went_until_now():
    as_of = "2026-01-12 12:00"
    assert hours(MQL, as_of=as_of) == [3, 0, 0]
    assert hours(MQL, given_to("queue", "12 10:00"), as_of=as_of) == [1, 2, 0]
    assert hours(MQL, given_to("queue", "12 10:00"), given_to("rep", "12 11:00"), as_of=as_of) == [1, 1, 1]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [(None, "12 12:00", True), (None, "12 11:59", False), ("12 09:00", "30 09:00", True), ("12 09:01", None, False)],
)
def test_sources_of_owners_must_be_complete_until_a_person_has_the_lead(since, until, told):
    named = [t.name for t in SCHEMA.events].index("assigned")
    rows = list(complete())
    bounds = [None if text is None else wall(f"2026-01-{text}") for text in (since, until)]
    rows[named] = complete(*bounds)[named]
    found = hours(MQL, given_to("rep", "12 12:00"), ANSWER, coverage=tuple(rows))
    assert found == ([3, 0, 1] if told else [None] * 3)


def test_an_assignment_that_cannot_be_read_leaves_the_parts_unknown():
    unread = QuarantinedRow("log.csv", 2, "a", "assigned", "unreadable value of owner")
    assert hours(MQL, given_to("rep", "12 12:00"), ANSWER, quarantine=(unread,)) == [None] * 3


def test_an_answer_after_the_last_day_that_is_laid_out_tells_no_parts():
    """Routed at the start, and late, but nobody can say after how much time: the calendar ends on 12 March."""
    lines = (
        ("2026-03-12 08:00", "assigned", {"owner": "rep"}),
        ("2026-03-12 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-03-20 10:00", "call"),
    )
    assert hours(*lines, rows="2 business hours", calendar="brief", as_of="2026-03-21") == [None] * 3
