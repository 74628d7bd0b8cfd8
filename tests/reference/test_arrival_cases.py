"""Rows by the time of arrival, worked out by hand: the office is open on Mondays to Fridays from 9:00 to 17:00."""

from __future__ import annotations

import pytest

from engine.model.conditions import FieldTest, Operator
from engine.model.window_rows import Arrival, WindowRow
from tests.reference.judging import results
from tests.reference.small_policies import agreement, history, lasting, lead, response, wall

CLOSED, OPEN = Arrival("office", outside=True), Arrival("office", outside=False)
LARGE = FieldTest("segment", Operator.IS, ("large",))
AFTER_HOURS = (WindowRow(None, lasting("3 hours"), arrives=CLOSED), WindowRow(None, lasting("1 hour")))


def clock(when, rows=AFTER_HOURS, calls=(), as_of="2026-02-20", **fields):
    """The clock of a lead that becomes an MQL then, in January 2026; the 12th is a Monday."""
    lines = [(f"2026-01-{when}", "stage_changed", {"stage": "mql"}), *((f"2026-01-{at}", "call") for at in calls)]
    (found,) = results(agreement(response(rows=rows)), history(*lines), as_of, record=lead(**fields)).clocks
    return found


@pytest.mark.parametrize(
    ("when", "row"),
    [
        ("12 09:00", 1),  # at the very opening
        ("12 08:59:59.999999", 0),
        ("12 16:59:59.999999", 1),
        ("12 17:00", 0),  # at the very closing
        ("10 12:00", 0),  # a Saturday
    ],
)
def test_hours_run_from_the_opening_until_just_before_the_closing(when, row):
    assert clock(when)["row_no"] == row
    assert clock(when, (WindowRow(None, lasting("1 hour"), arrives=OPEN), WindowRow(None, None)))["row_no"] == 1 - row


def test_a_row_may_ask_for_both_and_needs_both():
    rows = (WindowRow(LARGE, lasting("3 hours"), arrives=CLOSED), WindowRow(None, lasting("1 hour")))
    assert clock("12 18:00", rows, segment="large")["row_no"] == 0
    assert clock("12 18:00", rows, segment="small")["row_no"] == 1
    assert clock("12 12:00", rows)["row_no"] == 1  # it came in the hours, so that nothing hangs on the segment
    assert clock("12 18:00", rows)["row_no"] is None


def test_a_later_row_counts_where_none_before_it_fits_the_arrival():
    rows = (WindowRow(None, None, arrives=CLOSED), WindowRow(LARGE, lasting("1 hour")), WindowRow(None, None))
    assert clock("12 12:00", rows, segment="large")["row_no"] == 1
    assert clock("12 18:00", rows, segment="large")["state"] == "exempt"


def test_the_row_has_a_time_of_its_own_calendar():
    """What comes on Saturday is due on Monday at 10:00, on the office's own hours."""
    rows = (WindowRow(None, lasting("1 business hour"), "office", arrives=CLOSED), WindowRow(None, lasting("1 hour")))
    assert clock("10 12:00", rows)["due_at"] == wall("2026-01-12 10:00")


@pytest.mark.parametrize(("when", "row"), [("10", 0), ("12", None)])
def test_a_date_alone_decides_only_if_all_of_the_day_does(when, row):
    """On a Saturday the office is closed, whenever the lead came; on Monday it may have come at any hour."""
    assert clock(when)["row_no"] == row


def test_beyond_what_is_laid_out_nobody_knows_whether_it_was_open():
    rows = (
        WindowRow(None, lasting("3 hours"), arrives=Arrival("brief", outside=True)),
        WindowRow(None, lasting("1 hour")),
    )
    found = clock("12 12:00", rows, calls=("12 12:30",))  # it is laid out from February on
    assert (found["state"], found["row_no"]) == ("kept", None)
    assert clock("12 12:00", rows, calls=("12 14:00",))["reason"] == "window_row"
