"""Which promises two runs tell otherwise, what can have made them so, and what time did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.documents.restated_promises_text import promise_after, promise_before
from engine.documents.restated_text import restatement_conclusion, restatement_text
from engine.pipeline.judging import instant
from engine.reports.causes import RunSeen
from engine.reports.restated_promises import PromisesKept
from engine.reports.restatements import restatements

JUNE, JULY, AUGUST = (instant(f"2026-0{month}-15T12:00:00Z") for month in (6, 7, 8))
THEN = RunSeen("one", JULY, {"policies": {"a.yaml": "1"}, "inputs": {"events": "1"}})
OTHER_POLICY = {"policies": {"a.yaml": "2"}}
OTHER_DATA = {"inputs": {"events": "2"}}
BESIDE = ("deemed", "logged_late", "waived")
OPEN = ("running", "at_risk", "paused")
STATES = ("late", "breached", *OPEN, "cancelled", "exempt", "waived", "unknown", "not_applicable")


def share(verdict, period="2026-Q2", version="1", kept=8, promised=90):
    """A row of `attainment`, or of `wider_attainment`."""
    counts = dict.fromkeys(STATES, 0) | {"kept": kept, "late": 10 - kept, "clocks": 10}
    counts |= {f"{what}_{became}": 0 for what in BESIDE for became in ("kept", "broken")}
    names = {"policy": "sales", "commitment": "first", "version": version, "period": period, "verdict": verdict}
    return names | counts | {"share_num": promised, "share_den": 100}


def number(verdict, period="2026-06", counted=18, possible=18, promised=20):
    """A row of `volumes`."""
    counts = dict.fromkeys(
        ("unsure", "doubtful", "not_met", "out_of_scope", "re_entries", "no_version", "working_days", "days_gone"), 0
    )
    names = {"policy": "sales", "commitment": "leads", "version": "1", "period": period, "verdict": verdict}
    return names | counts | {"counted": counted, "possible": possible, "promised": promised, "pace": None}


def told(*rows, wider=()):
    volumes = [row for row in rows if row["commitment"] == "leads"]
    return {
        "attainment": [row for row in rows if row not in volumes],
        "wider_attainment": list(wider),
        "volumes": volumes,
    }


def held(before, after, between=None, then=THEN, **others):
    now = replace(then, label="other", as_of=others.pop("as_of", then.as_of), went_in={**then.went_in, **others})
    return restatements(then, now, (), PromisesKept(before, after, between), ())


def test_a_lower_share_turns_a_promise_and_the_policy_is_named():
    view = held(told(share("missed")), told(share("met", promised=75)), **OTHER_POLICY)
    (one,) = view.promises
    assert (one.period, one.was, one.becomes, one.causes) == ("2026-Q2", "missed", "met", ("policy",))
    assert promise_before(one) == "missed (80.0 %, 8 of 10; 90 % promised)"
    assert promise_after(one) == "met (80.0 %, 8 of 10; 75 % promised)"
    assert restatement_conclusion(view).startswith("1 verdict became another (1 on a promise): 1 by another policy; ")
    assert "sales 1  first  Q2 2026\n  missed (" in restatement_text(view)


def test_a_number_promised_is_a_promise_too():
    (one,) = held(told(number("missed")), told(number("met", promised=18)), **OTHER_POLICY).promises
    assert (promise_before(one), promise_after(one)) == (
        "missed (18 leads; 20 promised)", "met (18 leads; 18 promised)"
    )  # fmt: skip
    (one,) = held(told(number("unknown", possible=None)), told(number("missed", possible=19)), **OTHER_DATA).promises
    assert (promise_before(one), promise_after(one)) == (
        "unknown (at least 18 leads; 20 promised)", "missed (18 to 19 leads; 20 promised)"
    )  # fmt: skip


def test_the_same_verdict_by_other_figures_is_no_other_verdict():
    assert not held(told(share("missed")), told(share("missed", kept=7)), **OTHER_DATA).count


def test_a_version_renamed_is_held_against_what_it_was_and_one_that_is_gone_against_nothing():
    (one,) = held(told(share("missed")), told(share("met", version="2")), **OTHER_POLICY).promises
    assert "sales 1 → 2  first" in restatement_text(held(told(share("missed")), told(share("met", version="2"))))
    assert (one.was, one.becomes) == ("missed", "met")
    both = told(share("missed"), share("met", version="2"))
    assert not held(both, both, **OTHER_POLICY).count
    (one,) = held(both, told(share("met", version="2")), **OTHER_POLICY).promises
    assert (one.was, one.becomes, promise_after(one)) == ("missed", "none", "no verdict")


def test_where_there_are_too_few_cases_the_wider_period_s_verdict_is_that_of_the_promise():
    few = share("too_few", "2026-06", kept=1)
    before, after = (told(few, wider=[share(verdict)]) for verdict in ("missed", "met"))
    (one,) = held(before, after, **OTHER_DATA).promises
    assert (one.period, one.was, one.becomes) == ("2026-06", "missed", "met")
    assert promise_before(one) == "missed with Q2 2026 (80.0 %, 8 of 10; 90 % promised)"


@pytest.mark.parametrize(
    ("middle", "causes"), [("missed", ("policy",)), ("met", ("data",)), ("unknown", ("policy", "data"))]
)
def test_the_old_policies_on_the_new_records_tell_policy_from_data(middle, causes):
    before, after, between = (told(share(verdict)) for verdict in ("missed", "met", middle))
    assert held(before, after, between, **OTHER_POLICY, **OTHER_DATA).promises[0].causes == causes
    assert held(before, after, **OTHER_POLICY, **OTHER_DATA).promises[0].causes == ("policy", "data")


@pytest.mark.parametrize(("then", "now"), [(JUNE, JULY), (JULY, JUNE)])
def test_a_period_that_went_on_restates_nothing_whichever_look_was_the_earlier(then, now):
    early, later = told(share("met")), told(share("missed"))
    before, after = (early, later) if then < now else (later, early)
    view = held(before, after, then=replace(THEN, as_of=then), as_of=now, **OTHER_DATA)
    assert (view.promises, view.went_on) == ((), 1)
    assert "1 promise of a period that went on" in restatement_conclusion(view)
    over = held(early, later, as_of=AUGUST, **OTHER_DATA)
    assert (len(over.promises), over.went_on) == (1, 0)


def test_a_period_that_went_on_under_another_policy_is_named_unless_nothing_was_said_of_it_yet():
    then = replace(THEN, as_of=JUNE)
    both = OTHER_POLICY | OTHER_DATA
    assert held(told(share("met")), told(share("missed")), then=then, as_of=JULY, **both).promises
    for early in ("open", "too_few"):
        assert held(told(share(early)), told(share("missed")), then=then, as_of=JULY, **both).went_on == 1
    assert held(told(), told(share("missed")), then=then, as_of=JULY, **both).went_on == 1
    between = told(share("open"))
    assert held(told(share("open")), told(share("met")), between, then=then, as_of=JULY, **both).promises
    assert held(told(share("open")), told(share("met")), then=then, **OTHER_POLICY).promises, "no time lies between"


def test_of_a_run_whose_promises_are_not_kept_nothing_is_claimed():
    view = held(None, told(share("missed")))
    assert (view.promises, view.promises_not_kept) == ((), ("one",))
    assert "the ledger keeps no promises of one" in restatement_conclusion(view)
    assert "the ledger keeps no promises of one: only clocks are compared" in restatement_text(view)
