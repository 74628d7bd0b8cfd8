"""The sample, judged by the agreement of this repository, tells the story of its README."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.examples.sample_run import sample_results

DECIDED = ("kept", "late", "breached")


@pytest.fixture(scope="module")
def results():
    return sample_results()


@pytest.fixture(scope="module")
def clocks(results):
    return results.relations.rows("clocks")


def kept_share(clocks) -> float:
    counted = Counter(clock["state"] for clock in clocks)
    return counted["kept"] / sum(counted[state] for state in DECIDED)


def test_both_parties_owe_and_every_commitment_has_cases_of_both_versions(clocks):
    seen = Counter((clock["commitment"], clock["version"]) for clock in clocks)
    assert seen.pop(("fit", "2.0.0")) >= 15  # which the second version brought
    assert len(seen) == 14
    assert min(seen.values()) >= 15
    assert {clock["owed_by"] for clock in clocks} == {"marketing", "sales"}


def test_some_verdicts_are_unknown_but_most_are_not(clocks):
    timed = [clock["state"] == "unknown" for clock in clocks if clock["kind"] != "fit_at_hand_over"]
    assert 0.05 <= sum(timed) / len(timed) <= 0.09
    fits = [clock["state"] == "unknown" for clock in clocks if clock["kind"] == "fit_at_hand_over"]
    assert 0.1 <= sum(fits) / len(fits) <= 0.4
    reasons = {clock["reason"] for clock in clocks if clock["state"] == "unknown"}
    assert reasons >= {"scope", "source", "window_row", "facts"}


def test_sales_answers_better_in_the_second_quarter_and_better_still_on_demo_requests(clocks):
    responses = [clock for clock in clocks if clock["commitment"] == "first_response"]
    first, second = ([c for c in responses if c["version"] == version] for version in ("1.0.0", "2.0.0"))
    assert 0.75 <= kept_share(first) < kept_share(second) <= 0.97


def test_two_people_answer_later_than_the_others(clocks):
    responses = [clock for clock in clocks if clock["commitment"] == "first_response"]
    slow, others = (
        [clock for clock in responses if (clock["owner"] in {"u302", "u402"}) is wanted] for wanted in (True, False)
    )
    assert kept_share(slow) < kept_share(others)


def test_some_leads_are_never_called(clocks):
    never = [c for c in clocks if c["commitment"] == "first_response" and c["reason"] == "not_done"]
    assert len(never) >= 5


def test_shares_are_met_missed_and_open(results):
    judged = {row["verdict"] for row in results.relations.rows("attainment") if row["dimension"] == "all"}
    assert judged >= {"met", "missed", "open", "unknown"}


def test_the_quota_grew_in_april_and_marketing_fell_behind_it(results):
    months = {r["period"]: (r["promised"], r["verdict"]) for r in results.relations.rows("volumes")}
    assert {promised for month, (promised, _) in months.items() if month < "2026-04"} == {50}
    assert {promised for month, (promised, _) in months.items() if month >= "2026-04"} == {64}
    assert [months[m][1] for m in ("2026-01", "2026-03", "2026-05", "2026-06")] == ["met", "met", "missed", "missed"]


def test_the_mess_is_told_and_not_dropped(results):
    reasons = Counter(row["reason"] for row in results.relations.rows("quarantine"))
    assert set(reasons) == {
        *("unreadable time", "missing time", "missing lead id", "unknown lead", "unknown event type"),
        *("conflicting records", "malformed row"),
        *(f"unreadable value of {fact}" for fact in ("employees", "budget", "segment")),
    }
    set_aside = {row["reason"] for row in results.relations.rows("set_aside")}
    assert set_aside == {"after as_of", "duplicate", "ignored event type"}


def test_odd_ids_are_leads(results):
    known = {row["lead_id"] for row in results.relations.rows("entries")}
    assert {"NA", "0042", "null"} <= known
