"""Hours, cohorts and the auditor's sample of the whole sample export, counted again from the rows they come from."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import md5
from zoneinfo import ZoneInfo

import pytest

from engine.reports.audit_samples import audit_sample
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
    told = {
        (r["commitment"], r["month"], r["what"], r["weekday"], r["hour"]): r["clocks"]
        for r in results.relations.rows("hours_of_week")
    }
    assert len(counted) > 1000
    assert told == dict(counted)


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
