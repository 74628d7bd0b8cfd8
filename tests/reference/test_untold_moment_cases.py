"""Changes of fields that the records leave open: unreadable, uncovered, known to the day, in another currency."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.model.conditions import Money, Operator
from engine.model.lead_schema import Outreach
from engine.model.moments import OutreachMade
from engine.model.pauses import Between, Pauses
from tests.reference.judging import verdict
from tests.reference.rows import CoverageRow, QuarantinedRow
from tests.reference.small_field_moments import (
    KEPT_BY,
    LARGE,
    MQL_AT_TEN,
    SMALL,
    STARTED_BY,
    becomes,
    clocks,
    starts,
    states,
    told,
)
from tests.reference.small_policies import complete, history, response, wall, within


def test_a_change_known_to_the_day_may_be_in_time_or_not():
    day = told(("12 00:00", "large", "12 23:59:59.999999"))
    assert states(KEPT_BY, day, events=MQL_AT_TEN) == [["unknown: date_only"]]
    whole = replace(KEPT_BY, rows=within("1 day"))
    assert states(whole, day, events=MQL_AT_TEN) == [["kept: in_time"]]
    (rows,) = clocks(STARTED_BY, day)
    assert [(verdict(row), row["started_last"]) for row in rows] == [
        ("breached: not_done", wall("2026-01-12 23:59:59.999999"))
    ]


def test_a_value_that_cannot_be_read_may_be_the_one():
    garbled = told(("12 11:00", "?"))
    after = told(("12 11:00", "?"), ("12 11:30", "large"))
    too_late = told(("12 12:30", "?"))
    other = told(("12 11:00", "?"), before="large")
    assert states(KEPT_BY, garbled, after, too_late, other, events=MQL_AT_TEN) == [
        ["unknown: untold"],
        ["unknown: untold"],
        ["breached: not_done"],
        ["breached: not_done"],
    ]
    assert states(STARTED_BY, garbled, after) == [[], []]
    cancelled = response(kept_by=(OutreachMade(Outreach.MEETING),), cancelled_by=(LARGE,))
    assert states(cancelled, garbled, events=MQL_AT_TEN) == [["unknown: untold"]]


def test_an_old_value_that_cannot_be_read_may_have_been_it():
    """Only where no old value is recorded at all does the first one count as taken."""
    garbled = told(("12 11:00", "large"), before="?")
    unrecorded = told(("12 11:00", "large"), tells_before=False)
    later = told(("12 10:30", "small"), ("12 11:00", "large"), before="?")
    other = told(("12 11:00", "small"), before="?")
    assert starts(STARTED_BY, garbled, unrecorded, later, other) == [
        [],
        [wall("2026-01-12 11:00")],
        [wall("2026-01-12 11:00")],
        [],
    ]
    assert states(KEPT_BY, garbled, unrecorded, later, other, events=MQL_AT_TEN) == [
        ["unknown: untold"],
        ["kept: in_time"],
        ["kept: in_time"],
        ["breached: not_done"],
    ]


def test_an_amount_in_another_currency_may_be_the_one():
    rich = becomes("budget", Operator.AT_LEAST, Money(Decimal(100), "EUR"))
    kept = response(kept_by=(rich,), cancelled_by=())

    def euros(*lines, **more):
        return told(*lines, field="budget", **more)

    dollars, much, little = (Money(Decimal(a), c) for a, c in ((500, "USD"), (100, "EUR"), (99, "EUR")))
    cases = (
        euros(("12 11:00", dollars)), euros(("12 11:00", much)), euros(("12 11:00", little)),
        euros(("12 11:00", much), before=dollars), euros(("12 11:00", dollars), before=much),
    )  # fmt: skip
    assert states(kept, *cases, events=MQL_AT_TEN) == [
        ["unknown: untold"],
        ["kept: in_time"],
        ["breached: not_done"],
        ["unknown: untold"],
        ["breached: not_done"],
    ]


def test_a_pause_of_which_nothing_tells_leaves_the_clock_unknown_where_it_matters():
    held = Pauses((Between((SMALL,), (LARGE,)),))
    paused = response(pauses=held, cancelled_by=())
    called = (*MQL_AT_TEN, *history(("2026-01-12 12:30", "call")))
    called = tuple(replace(e, ord=n, event_id=f"e{n}") for n, e in enumerate(called))
    garbled = told(("12 10:30", "?"), ("12 11:30", "large"))
    assert states(paused, garbled, events=called) == [["unknown: untold"]]


def test_what_the_history_does_not_cover_leaves_a_clock_unknown():
    """A stop that a history might still tell; a clock that it kept before its end stays kept."""
    ends = CoverageRow("field:segment", "crm/history/changes", None, wall("2026-01-12 11:00"))
    covered = (*complete(), ends)
    assert states(KEPT_BY, told(), told(("12 10:30", "large")), events=MQL_AT_TEN, coverage=covered) == [
        ["unknown: source"],
        ["kept: in_time"],
    ]
    untold = tuple(row for row in complete() if row.type != "field:segment")
    assert states(KEPT_BY, told(), events=MQL_AT_TEN, coverage=untold) == [["unknown: source"]]
    late_since = replace(ends, since=wall("2026-01-12 10:30"), until=2**61)
    assert states(KEPT_BY, told(), events=MQL_AT_TEN, coverage=(*complete(), late_since)) == [["unknown: source"]]


def test_a_row_that_could_not_be_read_leaves_a_clock_unknown():
    def row(lead_id, kind, reason):
        return QuarantinedRow("changes.csv", 2, lead_id, kind, reason)

    rows = (
        row("lead 00", "field:segment", "unreadable value of segment"),
        row("lead 01", "field:segment", "missing time"),
        row("lead 02", "field:segment", "conflicting changes"),
        row("lead 03", None, "unknown field"),
        row("lead 04", "field:country", "missing time"),
        row("lead 05", None, "unreadable value of segment"),
    )
    found = states(KEPT_BY, *[told() for _ in rows], events=MQL_AT_TEN, quarantine=rows)
    assert found == [["unknown: source"]] * 4 + [["breached: not_done"]] * 2
    by_call = response(cancelled_by=())
    assert states(by_call, *[told()] * 4, events=MQL_AT_TEN, quarantine=rows) == [["breached: not_done"]] * 4
