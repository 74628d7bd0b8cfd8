"""Every clock and criterion of the sample, taken apart: what is shown adds up to what was judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from engine.reports.explanations import explanation
from tests.examples.sample_run import sample_results


@pytest.fixture(scope="module")
def results():
    return sample_results()


@pytest.fixture(scope="module")
def taken_apart(results):
    """Spans and nodes of all leads at once: explaining one lead afterwards replaces them."""
    results.relations.explain([row["lead_id"] for row in results.relations.rows("leads")], results.explaining())
    return {name: results.relations.rows(name) for name in ("clock_spans", "condition_nodes")}


@pytest.fixture(scope="module")
def clocks(results):
    return {row["clock_id"]: row for row in results.relations.rows("clocks")}


@pytest.fixture(scope="module")
def spans(taken_apart):
    of_clock = defaultdict(list)
    for row in taken_apart["clock_spans"]:
        of_clock[row["clock_id"]].append(row)
    return of_clock


def test_what_counted_until_the_end_is_the_elapsed_time_of_every_clock(clocks, spans):
    timed = [clock for clock in clocks.values() if clock["due_at"] is not None and clock["elapsed"] is not None]
    assert len(timed) > 1000
    for clock in timed:
        counted = [s for s in spans[clock["clock_id"]] if s["kind"] == "counted" and s["segment"] != "left"]
        assert sum(s["ends"] - s["starts"] for s in counted) == clock["elapsed"], clock


def test_the_spans_of_a_clock_touch_and_never_overlap(clocks, spans, results):
    for clock_id, rows in spans.items():
        clock = clocks[clock_id]
        ordered = sorted(rows, key=lambda s: s["starts"])
        if clock["kind"] == "fit_at_hand_over":
            assert (ordered, clock["elapsed"]) == ([], 0)
            continue
        assert ordered[0]["starts"] == clock["started_at"]
        assert all(a["ends"] == b["starts"] for a, b in pairwise(ordered))
        end = clock["stopped_at"] or clock["cancelled_at"] or results.identity.as_of
        assert ordered[-1]["ends"] == max(end, clock["due_at"])


def test_clocks_of_one_window_in_business_hours_count_equally_much_until_they_are_due(clocks, spans, results):
    """An hour of business time is the same hour for every lead, whatever nights and holidays lie in it."""
    commitments = {(a.version, c.name): c for a in results.policies.agreements for c in a.commitments}
    seen = Counter()
    for clock_id, rows in spans.items():
        clock = clocks[clock_id]
        allowed = commitments[clock["version"], clock["commitment"]].rows[clock["row_no"]].allowed
        if clock["version"] and allowed.unit.while_open:
            until_due = [s for s in rows if s["kind"] == "counted" and s["segment"] != "late"]
            assert sum(s["ends"] - s["starts"] for s in until_due) == allowed.microseconds, clock
            seen[clock["commitment"]] += 1
    assert len(seen) >= 2


def test_the_root_of_every_criterions_tree_is_its_truth(results, taken_apart):
    roots = {
        (r["version"], r["lead_id"], r["about"], r["at"]): r["truth"]
        for r in taken_apart["condition_nodes"]
        if not r["path"]
    }
    judged = results.relations.rows("criteria")
    assert len(judged) > 1000
    for row in judged:
        assert roots[row["version"], row["lead_id"], f"criterion:{row['criterion']}", row["at"]] == row["truth"]


def test_the_row_that_judged_a_clock_is_the_one_that_is_shown_as_chosen(results):
    leads = sorted({row["lead_id"] for row in results.relations.rows("clocks") if row["version"]})[:12]
    shown = 0
    for lead in leads:
        for policy in explanation(results, lead).policies:
            for clock in (c for c in policy.clocks if c.row is not None):
                assert [r.row for r in clock.rows if r.outcome == "chosen"] == [clock.row]
                shown += 1
    assert shown > 10
