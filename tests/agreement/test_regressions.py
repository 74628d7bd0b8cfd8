"""What engine and reference once disagreed on, kept as small cases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from engine.compiler.sql import column, tree
from engine.compiler.truth import is_unknown
from engine.model.commitments import Attempts, Conversion, Objective, Period
from engine.model.conditions import Criterion, FieldTest, Money, Operator, ScoreTest
from engine.model.moments import EventHappens, StageLeft
from engine.model.pauses import Pauses, UntilBuyer, WhileIn
from engine.model.scorecards import EventLine, Scorecard, ScorePart
from engine.model.window_rows import WindowRow
from tests.agreement.comparing import in_agreement
from tests.agreement.judged_by_engine import judge
from tests.reference.judging import ROSTER
from tests.reference.rows import Inputs, LeadRecord
from tests.reference.small_policies import (
    ANY_ATTEMPT,
    OFFICE,
    agreement,
    cadence,
    complete,
    history,
    lasting,
    lead,
    numbered,
    policy_set,
    response,
    wall,
    within,
)


def test_a_negation_inside_a_test_for_unknown_is_bracketed():
    twice = tree("not :part", part=tree("not :part", part=column("t")))
    assert is_unknown(twice).sql("duckdb") == '(NOT (NOT "t")) IS NULL'


def test_leaving_one_stage_for_another_of_the_list_is_leaving():
    left = agreement(response(starts=(StageLeft(("lead", "mql")),)))
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "lead"}),
        ("2026-01-12 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-12 11:00", "call"),
    )
    judged = in_agreement(policy_set(left), Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-02-20"))
    assert [(clock["start_event"], clock["state"]) for clock in judged.clocks] == [("e1", "kept")]


def test_an_amount_in_one_of_two_currencies_is_unknown_unless_it_is_met():
    either = FieldTest("budget", Operator.IN, (Money(Decimal(10000), "EUR"), Money(Decimal("0.5"), "USD")))
    version = agreement(response(), criteria=(Criterion("rich", either),))
    for amount, truth in ((Decimal("0.5"), True), (Decimal(5), None)):
        record = LeadRecord("a", {"budget": Money(amount, "USD")})
        inputs = Inputs((record,), (), complete(), (), ROSTER)
        judged = in_agreement(policy_set(version), inputs, wall("2026-02-20"))
        assert [row["truth"] for row in judged.criteria if row["criterion"] == "rich"] == [truth]


def test_a_target_known_by_its_day_belongs_to_the_entry_that_its_last_instant_follows():
    won = agreement(Conversion("win", "sales", "", "mql", "sal", (WindowRow(None, lasting("3 days")),), None, None))
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-14", "stage_changed", {"stage": "sal"}),
        ("2026-01-14 12:00", "stage_changed", {"stage": "mql"}),
    )
    judged = in_agreement(policy_set(won), Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-02-20"))
    assert [clock["state"] for clock in judged.clocks] == ["breached", "kept"]


def test_names_of_policies_never_meet_as_names_of_relations():
    first, second = response(name="b_c"), response(name="c")
    versions = (agreement(first, response(name="b_c_0"), name="a"), agreement(second, name="a_b"))
    hyphen = agreement(response(starts=(StageLeft(("lead",)),)), name="in-bound")
    log = history(("2026-01-12 09:00", "stage_changed", {"stage": "mql"}), ("2026-01-12 10:00", "call"))
    inputs = Inputs((lead(),), log, complete(), (), ROSTER)
    judged = in_agreement(policy_set(*versions, hyphen), inputs, wall("2026-02-20"))
    assert [(c["policy"], c["commitment"], c["state"]) for c in judged.clocks] == [
        ("a", "b_c", "kept"),
        ("a", "b_c_0", "kept"),
        ("a_b", "c", "kept"),
    ]


def test_months_of_too_few_cases_are_judged_with_their_quarter():
    promise = Objective(Fraction(1, 2), Period.MONTH, min_cases=2)
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-15 09:00", "call"),
        ("2026-02-12 09:00", "stage_changed", {"stage": "mql"}),
    )
    inputs = Inputs((lead(),), log, complete(), (), ROSTER)
    judged = judge(policy_set(agreement(response(objective=promise))), inputs, wall("2026-04-20"))
    verdicts = {
        relation: {row["period"]: row["verdict"] for row in judged.rows(relation) if row["dimension"] == "all"}
        for relation in ("attainment", "wider_attainment")
    }
    assert verdicts["attainment"] == {"2026-01": "too_few", "2026-02": "too_few"}
    assert verdicts["wider_attainment"] == {"2026-Q1": "missed", "2026": "missed"}


def test_clocks_under_no_version_are_counted_and_promised_nothing():
    promised = agreement(response(objective=Objective(Fraction(1, 2), Period.QUARTER)))
    log = history(("2025-12-31 23:59:59", "stage_changed", {"stage": "mql"}))
    rows = judge(policy_set(promised), Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-04-20"))
    found = [row for row in rows.rows("attainment") if row["dimension"] == "all"]
    assert [(r["version"], r["period"], r["not_applicable"], r["share_num"], r["verdict"]) for r in found] == [
        ("", "2025-Q4", 1, None, "no_objective")
    ]


def test_a_time_of_unknown_length_is_not_drawn_as_the_longest():
    """Kept under both rows that fit: how much working time it took isn't known."""
    rows = (WindowRow(FieldTest("consent", Operator.IS, (True,)), lasting("1 hour")), *within("2 hours"))
    log = history(("2026-01-12 09:00", "stage_changed", {"stage": "mql"}), ("2026-01-12 09:10", "call"))
    inputs = Inputs((lead(),), log, complete(), (), ROSTER)
    judged = judge(policy_set(agreement(response(rows=rows))), inputs, wall("2026-02-20"))
    assert [(c["state"], c["elapsed"]) for c in judged.rows("clocks")] == [("kept", None)]
    assert judged.rows("response_times") == []


def test_the_attempt_that_was_enough_is_the_one_that_dates_its_outreach():
    """A call known by its day comes first in the log, but counts at the day's last instant."""
    twice = Attempts(2, ANY_ATTEMPT, one_if_within=lasting("24 hours"))
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "sal"}),
        ("2026-01-12 09:30", "message", {"through": "post"}),
        ("2026-01-13", "call"),
        ("2026-01-13 11:00", "call"),
    )
    chased = agreement(cadence(twice, rows=within("5 days")))
    judged = in_agreement(policy_set(chased), Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-02-20"))
    assert [(clock["state"], clock["stop_event"]) for clock in judged.clocks] == [("kept", "e3")]


def test_days_of_a_cadence_are_those_of_its_calendar_whatever_the_row_that_times_it():
    """23:30 and 00:30 in New York are two days there and one in Berlin."""
    berlin = replace(OFFICE, name="berlin", zone="Europe/Berlin")
    row = WindowRow(None, lasting("5 days"), calendar="berlin")
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "sal"}),
        ("2026-01-12 23:30", "call"),
        ("2026-01-13 00:30", "call"),
    )
    twice = agreement(cadence(Attempts(2, ANY_ATTEMPT, days=2), rows=(row,)))
    judged = in_agreement(
        policy_set(twice, calendars=(OFFICE, berlin)),
        Inputs((lead(),), log, complete(), (), ROSTER),
        wall("2026-02-20"),
    )
    assert [clock["state"] for clock in judged.clocks] == ["kept"]


def test_what_a_line_may_give_and_when_a_fact_goes_stale_are_told_apart():
    """The first of each had columns of one name."""
    part = ScorePart("engagement", 50, (EventLine(EventHappens(("download",)), 10, latest=2),))
    warm = Criterion("warm", ScoreTest("interest", Operator.AT_LEAST, 25))
    fresh = Criterion("fresh", FieldTest("employees", Operator.AT_LEAST, (5,), lasting("2 days")))
    cards = (Scorecard("interest", "", 0, 100, (part,)),)
    version = agreement(response(), criteria=(fresh, warm), scorecards=cards)
    record = LeadRecord("a", {"employees": 7}, {"employees": wall("2026-02-19")})
    uncovered = complete(since=wall("2026-02-01"))
    inputs = Inputs((record,), (), uncovered, (), ROSTER)
    judged = in_agreement(policy_set(version), inputs, wall("2026-02-20"))
    assert {row["criterion"]: row["truth"] for row in judged.criteria} == {"fresh": True, "warm": False}


def test_how_long_a_clock_stood_still_is_not_known_beyond_the_days_that_are_laid_out():
    """Until then nobody acted, so the clock ran on to `as_of`; it isn't known to have stood still for no time."""
    log = history(
        ("2026-03-10 09:00", "stage_changed", {"stage": "mql"}),
        ("2026-03-10 10:00", "stage_changed", {"stage": "recycled"}),
        ("2026-03-10 11:00", "stage_changed", {"stage": "sal"}),
    )
    held = response(rows=within("4 business hours"), pauses=Pauses((WhileIn(("recycled",)),), None))
    inputs = Inputs((lead(),), log, complete(), (), ROSTER)
    for asked, paused in (("2026-03-12", 3600 * 10**6), ("2026-04-20", None)):
        judged = in_agreement(policy_set(agreement(held, calendar="brief")), inputs, wall(asked))
        assert [(c["state"], c["paused_for"]) for c in judged.clocks] == [("breached", paused)]


def test_a_score_asked_for_before_the_sources_begin_may_owe_everything_to_what_they_do_not_hold():
    """Fading points were looked up at an age below nothing: not at all here, and as more than they ever were there."""
    line = EventLine(EventHappens(("download",)), 40, latest=1)
    cards = (Scorecard("interest", "", 0, 100, (ScorePart("engagement", 50, (line,), half_life=14),)),)
    warm = Criterion("warm", ScoreTest("interest", Operator.AT_LEAST, 25))
    version = agreement(response(), criteria=(warm,), scorecards=cards)
    inputs = Inputs((lead(),), (), complete(since=wall("2026-02-15")), (), ROSTER)
    judged = in_agreement(policy_set(version), inputs, wall("2026-02-01"))
    assert [(row["lower"], row["upper"]) for row in judged.scores] == [(0, 40)]
    assert [row["truth"] for row in judged.criteria] == [None]


def test_what_is_broken_under_every_row_is_told_as_under_the_earliest_due():
    """Given back after the time of one row was over, before that of the other: the reference told it as giving up."""
    large = FieldTest("segment", Operator.IS, ("large",))
    rows = (WindowRow(large, lasting("48 hours")), *within("0 hours"))
    chase = cadence(Attempts(2, ANY_ATTEMPT), rows=rows)
    log = history(
        ("2026-01-12 10:00", "stage_changed", {"stage": "sal"}),
        ("2026-01-13 10:00", "stage_changed", {"stage": "recycled", "reason": "no_answer"}),
    )
    inputs = Inputs((lead(segment=None),), log, complete(), (), ROSTER)
    judged = in_agreement(policy_set(agreement(chase)), inputs, wall("2026-02-20"))
    assert [(c["state"], c["reason"]) for c in judged.clocks] == [("breached", "not_done")]


def test_a_score_is_asked_for_once_where_two_cases_of_a_commitment_start_at_one_instant():
    line = EventLine(EventHappens(("download",)), 40, latest=1)
    cards = (Scorecard("interest", "", 0, 100, (ScorePart("engagement", 50, (line,)),)),)
    rows = (WindowRow(ScoreTest("interest", Operator.AT_LEAST, 25), lasting("24 hours")), *within("48 hours"))
    won = Conversion("win", "marketing", "", "mql", "sal", rows, None, None)
    twice = history(*[("2026-01-12 10:00", "stage_changed", {"stage": "mql"})] * 2)
    inputs = Inputs((lead(),), twice, complete(), (), ROSTER)
    judged = in_agreement(policy_set(agreement(won, scorecards=cards)), inputs, wall("2026-02-20"))
    assert len(judged.clocks) == 2
    assert [row["asked"] for row in judged.scores if row["asked"].startswith("start:")] == ["start:win"]


def test_no_attempt_was_enough_where_a_due_instant_lies_beyond_the_calendar():
    """Nobody knows who paused it, and with that pause it is due after the last day laid out; the engine told a stop."""
    waiting = Pauses((UntilBuyer((ANY_ATTEMPT,)),))
    chase = cadence(Attempts(1, ANY_ATTEMPT), rows=within("8 business hours"), pauses=waiting)
    log = history(
        ("2026-03-10 09:00", "stage_changed", {"stage": "sal"}),
        ("2026-03-10 09:00", "call"),
        ("2026-03-10 10:00", "download"),
        ("2026-03-10 11:00", "call", {"actor": None}),
    )
    inputs = Inputs((lead(),), log, complete(), (), ROSTER)
    judged = in_agreement(policy_set(agreement(chase, calendar="brief")), inputs, wall("2026-04-20"))
    assert [(c["state"], c["reason"], c["stopped_at"]) for c in judged.clocks] == [("unknown", "calendar", None)]


def test_ninety_kept_four_broken_and_twenty_unknown_are_neither_met_nor_missed():
    start, at = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"}), "2026-01-12 11:00"
    answers = [[(at, "call")]] * 90 + [[]] * 4 + [[(at, "call", {"actor": None})]] * 20
    cases = [(f"lead {n:03d}", history(start, *answer)) for n, answer in enumerate(answers)]
    log = numbered(replace(e, lead_id=n, event_id=f"{n} {e.event_id}") for n, events in cases for e in events)
    inputs = Inputs(tuple(LeadRecord(n, {}) for n, _ in cases), log, complete(), (), ROSTER)
    policy = agreement(response(objective=Objective(Fraction(95, 100), Period.MONTH)))
    rows = judge(policy_set(policy), inputs, wall("2026-02-20")).rows("attainment")
    (row,) = [r for r in rows if r["dimension"] == "all"]
    assert [row[c] for c in ("kept", "breached", "unknown", "verdict")] == [90, 4, 20, "unknown"]
