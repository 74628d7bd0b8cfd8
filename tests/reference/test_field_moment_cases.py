"""Fields that take a value in their history, as moments of clocks, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.model.commitments import Again, Attempts
from engine.model.conditions import FieldTest, Money, Operator
from engine.model.lead_schema import Outreach
from engine.model.moments import FieldBecomes, OutreachMade, StageEntered
from engine.model.pauses import Between, Pauses, UntilBuyer
from tests.reference.judging import LeadCase, of_leads, verdict
from tests.reference.rows import CoverageRow, FieldChange, FieldHistory, QuarantinedRow
from tests.reference.small_policies import (
    acceptance,
    agreement,
    cadence,
    complete,
    history,
    lead,
    response,
    wall,
    within,
)


def becomes(field, operator, *operands):
    return FieldBecomes(FieldTest(field, operator, operands))


YES, NO = (FieldTest("consent", Operator.IS, (truth,)) for truth in (True, False))
SMALL = becomes("segment", Operator.IS, "small")
LARGE = becomes("segment", Operator.IS, "large")
ANY_SIZE = becomes("segment", Operator.KNOWN)
STARTED_BY = response(starts=(LARGE,), cancelled_by=())
KEPT_BY = response(kept_by=(LARGE,), cancelled_by=())
MQL_AT_TEN = history(("2026-01-12 10:00", "stage_changed", {"stage": "mql"}))


def told(*lines, field="segment", before=None, tells_before=True):
    """Each line: the day and time in January, the value from then on (`?` unreadable), and until when it may be."""
    changes = tuple(
        FieldChange(
            str(n),
            wall(f"2026-01-{when}"),
            wall(f"2026-01-{rest[0]}") if rest else wall(f"2026-01-{when}"),
            None if value == "?" else value,
            value != "?",
        )
        for n, (when, value, *rest) in enumerate(lines)
    )
    return (FieldHistory("a", field, changes, before, tells_before),)


def clocks(owed, *histories, events=(), **more):
    """The clocks of each lead with one of these histories and these events."""
    cases = [LeadCase(events, told_of) for told_of in histories]
    return of_leads(agreement(owed), cases, **more)


def states(*given, **more):
    return [[verdict(row) for row in rows] for rows in clocks(*given, **more)]


def starts(*given, **more):
    return [[row["started_at"] for row in rows] for rows in clocks(*given, **more)]


def times_of(moment, *histories):
    """When it happens: a clock that it both starts and keeps is one for each time."""
    return starts(response(starts=(moment,), kept_by=(moment,), cancelled_by=()), *histories)


def test_a_clock_starts_where_a_change_sets_the_value():
    (rows,) = clocks(STARTED_BY, told(("12 10:00", "small"), ("13 11:00", "large")), as_of="2026-01-13 12:00")
    (row,) = rows
    assert (verdict(row), row["started_at"], row["due_at"]) == (
        "running",
        wall("2026-01-13 11:00"),
        wall("2026-01-13 13:00"),
    )
    assert row["start_event"] == "field:segment:1"


def test_what_was_so_before_does_not_become_so():
    """A confirmation is no moment, and neither is a value that stands there today without a recorded change."""
    confirmed = told(("12 10:00", "large"), ("13 10:00", "large"), before="large")
    again = told(("12 10:00", "large"), ("12 11:00", "large"), ("12 12:00", None), ("13 10:00", "large"))
    ten, next_day = wall("2026-01-12 10:00"), wall("2026-01-13 10:00")
    assert times_of(LARGE, confirmed, again) == [[], [ten, next_day]]
    (rows,) = of_leads(agreement(STARTED_BY), [LeadCase((), (), lead(segment="large"))])
    assert rows == []


def test_the_first_recorded_value_is_taken_when_it_was_recorded():
    """Where the source keeps no old values, nothing says that it was so before."""
    first = told(("12 10:00", "large"), tells_before=False)
    assert starts(STARTED_BY, first, told(("12 10:00", "large"), before="small")) == [[wall("2026-01-12 10:00")]] * 2


def test_a_list_a_comparison_and_any_value_are_taken_as_a_whole():
    """From one of a list to another of it, or from above a bound to further above, nothing becomes so."""
    either = becomes("segment", Operator.IN, "small", "large")
    moves = told(("12 10:00", "small"), ("12 15:00", "large"), ("13 10:00", None), ("14 10:00", "small"))
    both = [[wall("2026-01-12 10:00"), wall("2026-01-14 10:00")]]
    assert times_of(either, moves) == both
    assert times_of(ANY_SIZE, moves) == both
    grown = becomes("employees", Operator.AT_LEAST, 50)
    sizes = told(("12 10:00", 49), ("12 15:00", 50), ("13 10:00", 90), field="employees", before=60)
    assert times_of(grown, sizes) == [[wall("2026-01-12 15:00")]]
    agreed = FieldBecomes(YES)
    asked = told(("12 10:00", False), ("12 15:00", True), field="consent")
    assert times_of(agreed, asked) == [[wall("2026-01-12 15:00")]]


def test_it_keeps_a_clock_up_to_the_due_instant():
    at_due = told(("12 12:00", "large"))
    after = told(("12 12:00:00.000001", "large"))
    before = told(("12 09:59", "large"))
    found = clocks(KEPT_BY, at_due, after, before, events=MQL_AT_TEN)
    assert [[verdict(row) for row in rows] for rows in found] == [["kept: in_time"], ["late"], ["breached: not_done"]]
    assert (found[0][0]["stop_event"], found[0][0]["stopped_at"]) == ("field:segment:0", wall("2026-01-12 12:00"))


def test_it_cancels_a_clock_unless_that_was_overdue():
    cancelled = response(kept_by=(OutreachMade(Outreach.ATTEMPT),), cancelled_by=(SMALL,))
    assert states(cancelled, told(("12 11:00", "small")), told(("12 12:01", "small")), events=MQL_AT_TEN) == [
        ["cancelled"],
        ["breached: not_done"],
    ]


def test_it_pauses_and_lets_go_on():
    """From 10:30 to 11:30 the clock of two hours stands still."""
    held = Pauses((Between((FieldBecomes(NO),), (FieldBecomes(YES),)),))
    paused = response(pauses=held, cancelled_by=())
    moves = told(("12 10:30", False), ("12 11:30", True), field="consent", before=True)
    (rows,) = clocks(paused, moves, events=MQL_AT_TEN, as_of="2026-01-12 12:30")
    assert [(verdict(row), row["due_at"]) for row in rows] == [("running", wall("2026-01-12 13:00"))]
    assert states(paused, told(("12 10:30", False), field="consent", before=True), events=MQL_AT_TEN) == [["paused"]]
    waits = response(pauses=Pauses((UntilBuyer((SMALL,)),)), cancelled_by=())
    asked = (*MQL_AT_TEN, *history(("2026-01-12 11:00", "download")))
    asked = tuple(replace(e, ord=n, event_id=f"e{n}") for n, e in enumerate(asked))
    (rows,) = clocks(waits, told(("12 10:30", "small")), events=asked, as_of="2026-01-12 12:00")
    assert [row["due_at"] for row in rows] == [wall("2026-01-12 12:30")]


def test_events_and_changes_of_one_instant_act_together():
    """A stop belongs to the clock that a start of the same instant opens; a cancellation too."""
    both = response(starts=(StageEntered(("mql",)),), kept_by=(LARGE,), cancelled_by=())
    assert states(both, told(("12 10:00", "large")), events=MQL_AT_TEN) == [["kept: in_time"]]
    gone = response(starts=(LARGE,), cancelled_by=(StageEntered(("mql",)),))
    assert states(gone, told(("12 10:00", "large")), events=MQL_AT_TEN) == [["cancelled"]]


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


def test_each_start_after_a_stop_opens_a_clock_and_none_while_one_is_open():
    """Large, small, large within the two hours is one clock; after a call the next one opens."""
    moves = told(
        ("12 10:00", "large"), ("12 10:30", "small"), ("12 11:00", "large"), ("13 09:00", None), ("13 10:00", "large")
    )
    calls = history(("2026-01-12 11:30", "call"))
    assert starts(STARTED_BY, moves, events=calls) == [[wall("2026-01-12 10:00"), wall("2026-01-13 10:00")]]
    once = replace(STARTED_BY, again=Again.IGNORE)
    assert starts(once, moves, events=calls) == [[wall("2026-01-12 10:00")]]


def test_it_releases_a_cadence_and_cancels_an_acceptance():
    twice = Attempts(2, OutreachMade(Outreach.ATTEMPT))
    chased = cadence(twice, starts=(SMALL,), released_by=(LARGE,), cancelled_by=())
    moves = told(("12 10:00", "small"), ("12 14:00", "large"))
    assert states(chased, moves, told(("12 10:00", "small"), ("12 14:00", "?"))) == [
        ["kept: released"],
        ["unknown: untold"],
    ]
    answered = acceptance(cancelled_by=(LARGE,))
    assert states(answered, told(("12 11:00", "large")), told(("12 11:00", "?")), events=MQL_AT_TEN) == [
        ["cancelled"],
        ["unknown: untold"],
    ]


def test_changes_after_the_instant_asked_at_are_not_seen():
    assert starts(STARTED_BY, told(("13 10:00", "large")), as_of="2026-01-13 09:59:59.999999") == [[]]
