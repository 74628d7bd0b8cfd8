"""Hours, cohorts and the auditor's sample of the whole sample export, counted again from the rows they come from."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import md5
from zoneinfo import ZoneInfo

import pytest

from engine.reports.audit_samples import audit_sample
from engine.reports.unknown_answers import unknown_answers
from engine.reports.weeks import cohorts, weeks
from tests.examples.sample_run import sample_results

BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_ASKED = {"cancelled", "exempt", "not_applicable"}


@pytest.fixture(scope="module")
def results():
    return sample_results()


def local(instant):
    return (EPOCH + timedelta(microseconds=instant)).astimezone(BERLIN)


def test_hours_of_the_week_are_those_of_the_wall(results):
    counted = Counter()
    for row in results.relations.rows("clocks"):
        asked = row["kind"] in {"response", "acceptance"} and row["version"] and row["state"] not in NOT_ASKED
        for what, at in (("arrived", row["started_at"]), ("answered", row["stopped_at"])):
            if asked and at is not None:
                wall = local(at)
                counted[row["commitment"], row["month"], what, wall.weekday(), wall.hour] += 1
    told = Counter()
    for r in results.relations.rows("hours_of_week"):
        told[r["commitment"], r["month"], r["what"], r["weekday"], r["hour"]] += r["clocks"]
    assert len(counted) > 1000
    assert told == counted


def test_a_report_takes_the_hours_of_the_judged_periods_only(results):
    both = weeks(results, "inbound", {name: ["2026-05", "2026-06"] for name in names(results)})
    may, june = (weeks(results, "inbound", {name: [m] for name in names(results)}) for m in ("2026-05", "2026-06"))
    assert [a.arrived + b.arrived for a, b in zip(may, june, strict=True)] == [w.arrived for w in both]


def names(results):
    return {c.name for a in results.policies.agreements for c in a.commitments}


def test_cohorts_are_the_first_hand_overs_of_each_month_and_how_far_they_came(results):
    agreement = results.policies.agreements[-1]
    line = [stage.name for stage in agreement.stages if not stage.reasons]
    entries = [r for r in results.relations.rows("entries") if r["in_scope"]]
    first = {}
    for row in entries:
        if row["stage"] == "mql":
            first[row["lead_id"]] = min(row["at"], first.get(row["lead_id"], row["at"]))
    furthest = {
        lead: max(
            line.index(r["stage"]) for r in entries if r["lead_id"] == lead and r["at"] >= at and r["stage"] in line
        )
        for lead, at in first.items()
    }
    told = {c.month: c for c in cohorts(results, agreement)}
    assert sum(c.leads for c in told.values()) == len(first)
    for month, cohort in told.items():
        mine = [furthest[lead] for lead, at in first.items() if f"{local(at):%Y-%m}" == month]
        assert cohort.leads == len(mine)
        for stage in cohort.stages:
            assert stage.leads == sum(reached >= line.index(stage.stage) for reached in mine), (month, stage)


def test_a_number_draws_the_same_cases_by_a_rule_that_anybody_can_follow(results):
    judged = [
        row["clock_id"]
        for row in results.relations.rows("clocks")
        if row["version"] and row["quarter"] == "2026-Q2" and row["state"] in {"kept", "late", "breached", "unknown"}
    ]
    by_hand = sorted(judged, key=lambda i: (md5(f"7:{i}".encode()).hexdigest(), i))[:4]  # noqa: S324 - a draw, no secret
    drawn = audit_sample(results, ["2026-Q2"], 4, 7)
    assert [case.clock_id for case in drawn.cases] == by_hand
    assert drawn.population == len(judged)
    assert all(case.explanation.lead_id == case.lead_id for case in drawn.cases)
    assert [c.clock_id for c in audit_sample(results, ["2026-Q2"], 4, 8).cases] != by_hand


WITH_MARKETING = ("ready_for_sales", ("right_size", "right_sector"))
WITH_SALES = ("bant", ("buys_in_time", "has_budget", "has_need", "has_authority"))
QUESTIONS = {"lead": WITH_MARKETING, "recycled": WITH_MARKETING, "sal": WITH_SALES}
"""What the stage after asks for, and the questions that fields answer in it, read from the sample agreement."""


def test_unknown_answers_are_those_on_which_a_lead_s_way_on_hangs(results):
    newest = results.policies.agreements[-1].version
    entries = [r for r in results.relations.rows("entries") if r["in_scope"]]
    stands = {r["lead_id"]: r for r in sorted(entries, key=lambda r: (r["at"], r["position"], r["ord"]))}
    asked = [r for r in results.relations.rows("criteria") if r["asked"] == "as_of" and r["version"] == newest]
    unknown = {(r["lead_id"], r["criterion"]) for r in asked if r["truth"] is None}
    in_scope = {r["lead_id"] for r in results.relations.rows("in_scope_now")}
    counted, since = Counter(), {}
    for lead, entry in stands.items():
        required, questions = QUESTIONS.get(entry["stage"], ("", ()))
        for question in questions:
            if lead in in_scope and {(lead, question), (lead, required)} <= unknown:
                counted[question, entry["stage"]] += 1
                since[question, entry["stage"]] = min(since.get((question, entry["stage"]), entry["at"]), entry["at"])
    told = results.relations.rows("unknown_answers")
    assert len(counted) > 5
    assert {(r["criterion"], r["stage"]): (r["leads"], r["since"]) for r in told} == {
        key: (count, since[key]) for key, count in counted.items()
    }
    answers = unknown_answers(results, results.policies.agreements[-1])
    assert answers[0].leads == max(counted.values())
    finders = {(a.criterion, a.held_by, a.found_out) for a in answers}
    assert ("has_budget", "Inside Sales", "Inside Sales, through call") in finders
    assert ("right_size", "Demand Generation", "Demand Generation, through enrichment") in finders
