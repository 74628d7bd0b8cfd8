"""Criteria, objectives and entries, judged by the reference itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from engine.model.commitments import FitAtHandOver, Objective, Period
from engine.model.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Criterion,
    CriterionRef,
    EventCount,
    FieldTest,
    Money,
    Not,
    Operator,
)
from tests.reference.attainment import verdict_of
from tests.reference.criteria import Asked, ask
from tests.reference.judging import LeadCase, of_leads, results, verdict
from tests.reference.moments import Log, entries_of
from tests.reference.rows import LeadRecord, QuarantinedRow
from tests.reference.small_policies import SCHEMA, STAGES, ZONE, agreement, complete, history, lasting, response, wall
from tests.reference.versions import reigns_of

ASKED_AT = wall("2026-03-01 12:00")


def asked(condition, *events, coverage=None, set_at=(), criteria=(), **fields):
    facts = Asked(
        LeadRecord("a", fields, dict(set_at)),
        history(*events),
        complete() if coverage is None else coverage,
        dict(criteria),
        ZONE,
        ASKED_AT,
    )
    truth = ask(condition, facts)
    return truth.value, truth.why


SIZE = FieldTest("employees", Operator.AT_LEAST, (50,))
HERE = FieldTest("country", Operator.IN, ("DE", "AT"))
BUDGET = FieldTest("budget", Operator.AT_LEAST, (Money(Decimal(10000), "EUR"),))


@pytest.mark.parametrize(
    ("condition", "fields", "expected"),
    [
        (SIZE, {"employees": 50}, (True, "")),
        (SIZE, {"employees": 49}, (False, "")),
        (SIZE, {"employees": None}, (None, "employees")),
        (All((SIZE, HERE)), {"country": "US"}, (False, "")),
        (All((SIZE, HERE)), {"country": "DE"}, (None, "employees")),
        (All((SIZE, HERE)), {}, (None, "country, employees")),
        (AnyOf((SIZE, HERE)), {"country": "DE"}, (True, "")),
        (AnyOf((SIZE, HERE)), {"country": "US"}, (None, "employees")),
        (Not(SIZE), {}, (None, "employees")),
        (AnyOf((All((SIZE, HERE)), BUDGET)), {"country": "US"}, (None, "budget")),
        (BUDGET, {"budget": Money(Decimal(10000), "EUR")}, (True, "")),
        (BUDGET, {"budget": Money(Decimal(99999), "USD")}, (None, "budget (currency)")),
        (FieldTest("employees", Operator.KNOWN, ()), {}, (False, "")),
        (Not(FieldTest("employees", Operator.KNOWN, ())), {}, (True, "")),
        (FieldTest("country", Operator.CONTAINS, ("erm",)), {"country": "Germany"}, (True, "")),
        (FieldTest("country", Operator.STARTS_WITH, ("ger",)), {"country": "Germany"}, (False, "")),
        (FieldTest("founded", Operator.LESS_THAN, (date(2020, 2, 29),)), {"founded": date(2020, 2, 28)}, (True, "")),
        (FieldTest("consent", Operator.IS, (False,)), {"consent": False}, (True, "")),
    ],
)
def test_unknown_is_not_no(condition, fields, expected):
    assert asked(condition, **fields) == expected


def test_what_is_missing_is_told_through_references():
    criteria = {"fits": All((SIZE, HERE)), "rich": BUDGET}.items()
    both = AnyOf((CriterionRef("fits"), CriterionRef("rich")))
    assert asked(both, criteria=criteria, country="US") == (None, "budget")
    assert asked(both, criteria=criteria, country="DE") == (None, "budget, employees")


@pytest.mark.parametrize(
    ("good_for", "set_at", "expected"),
    [
        ("24 hours", "2026-02-28 12:00", (True, "")),
        ("24 hours", "2026-02-28 11:59:59.999999", (None, "employees (stale)")),
        ("1 day", "2026-02-28 00:00", (True, "")),
        ("1 day", "2026-02-27 23:59", (None, "employees (stale)")),
        ("1 day", "2026-04-01", (True, "")),
    ],
)
def test_a_fact_grows_stale(good_for, set_at, expected):
    test = FieldTest("employees", Operator.AT_LEAST, (50,), lasting(good_for))
    assert asked(test, employees=60, set_at={"employees": wall(set_at)}.items()) == expected


def test_a_fact_of_unknown_age_is_stale_and_a_stale_fact_is_not_known():
    test = FieldTest("employees", Operator.AT_LEAST, (50,), lasting("1 day"))
    assert asked(test, employees=60) == (None, "employees (stale)")
    assert asked(FieldTest("employees", Operator.KNOWN, (), lasting("1 day")), employees=60) == (False, "")


@pytest.mark.parametrize(
    ("window", "when", "expected"),
    [
        ("1 hour", "11:00:00.000001", True),
        ("1 hour", "11:00", False),
        ("1 hour", "12:00", True),
        ("1 hour", "12:00:00.000001", False),
        ("0 days", "00:00", True),
    ],
)
def test_events_count_in_a_half_open_window_up_to_the_instant_and_at_it(window, when, expected):
    count = EventCount(("download",), in_last=lasting(window))
    assert asked(count, (f"2026-03-01 {when}", "download"))[0] is expected


def test_days_reach_back_to_the_begin_of_a_date():
    count = EventCount(("download",), in_last=lasting("1 day"))
    assert asked(count, ("2026-02-28 00:00", "download"))[0] is True
    assert asked(count, ("2026-02-27 23:59", "download"))[0] is False


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"at_least": 2}, (None, "events: download (coverage)")),
        ({"at_least": 1}, (True, "")),
        ({"at_least": None, "at_most": 1}, (None, "events: download (coverage)")),
        ({"at_least": None, "at_most": 0}, (False, "")),
        ({"at_least": 1, "at_most": 0}, (False, "")),
    ],
)
def test_a_count_over_uncovered_time_is_a_lower_bound(bounds, expected):
    count = EventCount(("download",), **bounds)
    gone = complete(until=ASKED_AT - 1)
    assert asked(count, ("2026-02-01", "download"), coverage=gone) == expected


def test_a_row_or_a_cell_that_could_not_be_read_may_be_one_more():
    """Five leads, each with one download from the web page, where the hand-over asks for two of them."""
    twice = EventCount(("download",), (AttributeTest("through", ("page",)),), at_least=2)
    stages = tuple(replace(s, requires="ready" if s.name == "mql" else None) for s in STAGES)
    fits = agreement(FitAtHandOver("fit", "marketing", "", None), criteria=(Criterion("ready", twice),), stages=stages)
    events = history(
        ("2026-01-10 10:00", "download", {"through": "page"}), ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
    )
    bad = (
        QuarantinedRow("log.csv", 2, "lead 01", "download", "unreadable time"),
        QuarantinedRow("log.csv", 3, "lead 02", "download", "unreadable value of through"),
        QuarantinedRow("log.csv", 4, "lead 03", "download", "unreadable value of recorded_at"),
        QuarantinedRow("log.csv", 5, "lead 04", "talk", "unreadable time"),
    )
    found = [[verdict(row) for row in rows] for rows in of_leads(fits, [LeadCase(events)] * 5, quarantine=bad)]
    doubt, sure = ["unknown: facts"], ["breached: unfit"]
    assert found == [sure, doubt, doubt, sure, sure]


def test_a_window_must_begin_within_coverage():
    since = complete(since=wall("2026-02-28 12:00:00.000001"))
    assert asked(EventCount(("download",), in_last=lasting("24 hours")), coverage=since) == (False, "")
    assert asked(EventCount(("download",), in_last=lasting("25 hours")), coverage=since)[0] is None
    assert asked(EventCount(("download",)), coverage=since)[0] is None


def counts(**states):
    return Counter(states)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"kept": 90, "breached": 4, "unknown": 20}, "unknown"),
        ({"kept": 90, "breached": 4, "unknown": 19, "running": 1}, "open"),
        ({"kept": 95, "late": 5}, "met"),
        ({"kept": 94, "breached": 6}, "missed"),
        ({"kept": 95, "breached": 5, "exempt": 50, "cancelled": 50, "not_applicable": 9}, "met"),
        ({"kept": 9}, "too_few"),
        ({"kept": 94, "breached": 5, "at_risk": 1}, "open"),
        ({"kept": 189, "breached": 10}, "missed"),
    ],
)
def test_an_objective_counts_what_is_open_or_unknown_both_ways(states, expected):
    assert verdict_of(Objective(Fraction(95, 100), Period.MONTH, 10), counts(**states)) == expected


def test_clocks_are_counted_by_the_period_of_their_start_and_by_owner():
    policy = agreement(response(objective=Objective(Fraction(1, 2), Period.QUARTER)))
    owned = ("2026-01-01 10:00", "assigned", {"owner": "rep"})
    start = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
    found = results(policy, history(owned, start, ("2026-01-12 11:00", "call"))).attainment
    assert [(r["period"], r["dimension"], r["value"], r["kept"], r["verdict"]) for r in found] == [
        ("2026-Q1", "all", "", 1, "met"),
        ("2026-Q1", "owner", "rep", 1, "met"),
    ]


def test_a_stage_s_requirement_is_asked_at_each_entry_and_every_criterion_at_as_of():
    policy = agreement(criteria=(Criterion("fits", EventCount(("download",))),), stages=STAGES)
    events = history(
        ("2026-01-10 10:00", "stage_changed", {"stage": "sql"}),
        ("2026-01-12 10:00", "download"),
        ("2026-01-12 10:00", "stage_changed", {"stage": "sql"}),
    )
    found = results(policy, events)
    assert [(r["asked"], r["truth"]) for r in found.criteria] == [
        ("as_of", True),
        ("entry:sql", False),
        ("entry:sql", True),
    ]
    assert [(r["stage"], r["nth"]) for r in found.entries] == [("sql", 1), ("sql", 2)]


def test_stages_at_one_instant_follow_the_policy_s_list():
    moves = [("2026-01-10 10:00", "stage_changed", {"stage": name}) for name in ("disqualified", "mql", "lead")]
    reign = reigns_of([agreement()], {"crm": SCHEMA})[1]
    log = Log(history(*moves), reign, (), LeadRecord("a"))
    assert [e.stage.name for e in entries_of(log)] == ["lead", "mql", "disqualified"]
