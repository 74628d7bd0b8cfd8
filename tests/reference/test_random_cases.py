"""What holds for every case, whatever it is: the same few each time, and many others with `make cases`."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from tests.reference.attainment import COUNTED
from tests.reference.evaluator import evaluate
from tests.reference.generators import cases
from tests.reference.small_policies import complete

MANY = bool(os.environ.get("LEADPACT_RANDOM_CASES"))
SLOW = settings(
    max_examples=400 if MANY else 20,
    derandomize=not MANY,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
OPEN = {"running", "at_risk", "paused"}


@SLOW
@given(cases())
def test_counts_always_add_up(case):
    results = evaluate(case.policies, case.inputs, case.as_of)
    totals: Counter[str] = Counter()
    for row in results.attainment:
        assert row["clocks"] == sum(row[state] for state in COUNTED)
        totals[row["dimension"]] += row["clocks"]
    assert totals["all"] == totals["owner"] == len(results.clocks)


@SLOW
@given(cases())
def test_a_verdict_fits_its_facts(case):
    for clock in evaluate(case.policies, case.inputs, case.as_of).clocks:
        match clock["state"]:
            case "kept" if clock["reason"] == "deemed":
                # A start or a window that isn't known for sure leaves silence anywhere between its due instants.
                assert clock["due_at"] <= clock["stopped_at"] <= clock["due_last"]
            case "kept" if clock["kind"] == "fit_at_hand_over":
                # It is decided by its very start, however well the time of that is known.
                assert (clock["stop_event"], clock["stopped_at"]) == (clock["start_event"], clock["started_last"])
            case "kept":
                assert clock["started_at"] <= clock["stopped_at"] <= clock["due_at"]
            case "late":
                assert clock["stopped_at"] > clock["due_last"]
            case "breached" if clock["reason"] == "not_done":
                assert clock["due_last"] < case.as_of or clock["cancelled_at"]
            case "running" | "at_risk":
                assert case.as_of <= clock["due_at"]
            case "not_applicable":
                assert (clock["version"] == "") == (clock["reason"] == "no_version")


@SLOW
@given(cases())
def test_leads_do_not_touch_each_other_and_rows_have_no_order(case):
    whole = evaluate(case.policies, case.inputs, case.as_of)
    shuffled = replace(
        case.inputs,
        leads=case.inputs.leads[::-1],
        events=case.inputs.events[::-1],
        coverage=case.inputs.coverage[::-1],
        memberships=case.inputs.memberships[::-1],
    )
    assert evaluate(case.policies, shuffled, case.as_of) == whole
    for lead in case.inputs.leads:
        alone = evaluate(case.policies, replace(case.inputs, leads=(lead,)), case.as_of)
        assert alone.clocks == [c for c in whole.clocks if c["lead_id"] == lead.lead_id]


@SLOW
@given(cases())
def test_a_breach_of_a_complete_log_is_for_good(case):
    given_all = replace(case.inputs, coverage=complete(), quarantine=(), strict_history=False)
    now, later = (decided(evaluate(case.policies, given_all, at).clocks) for at in (case.as_of, case.as_of + 10**6))
    assert not now - later


def decided(clocks):
    """Verdicts by their start; one event may start two clocks: it ends one that repeats, and is itself a start."""
    told = ("commitment", "lead_id", "start_event", "state", "reason")
    return Counter(tuple(clock[name] for name in told) for clock in clocks if clock["state"] not in OPEN)
