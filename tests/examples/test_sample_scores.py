"""Every score of the sample adds up, and ratings are told where they decided."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from engine.reports.explanations import explanation
from tests.examples.sample_run import sample_results

KEY = ("policy", "version", "lead_id", "at", "scorecard")


@pytest.fixture(scope="module")
def results():
    return sample_results()


def by_score(rows):
    grouped = defaultdict(list)
    for row in rows:
        grouped[tuple(row[k] for k in KEY)].append(row)
    return grouped


def test_the_ledger_of_every_score_sums_to_it(results):
    ledger = by_score(results.relations.rows("score_ledger"))
    scores = results.relations.rows("scores")
    assert len(scores) > 600
    for score in scores:
        entries = ledger.get(tuple(score[k] for k in KEY), [])
        assert sum(e["lower"] for e in entries) == score["lower"]
        assert sum(e["upper"] for e in entries) == score["upper"]
        assert 0 <= score["lower"] <= score["upper"] <= 100


def test_the_entries_of_every_part_sum_to_the_part_and_the_parts_to_the_score_within_its_range(results):
    ledger, parts = (by_score(results.relations.rows(name)) for name in ("score_ledger", "score_parts"))
    for key, found in parts.items():
        for part in found:
            mine = [e for e in ledger.get(key, []) if e["part"] == part["part"]]
            assert (sum(e["lower"] for e in mine), sum(e["upper"] for e in mine)) == (part["lower"], part["upper"])
            assert 0 <= part["lower"] <= part["upper"] <= 60
        assert {part["part"] for part in found} == {"fit", "engagement"}


def test_a_rating_is_that_of_the_bands_and_unknown_if_a_band_is(results):
    parts = by_score(results.relations.rows("score_parts"))
    for score in results.relations.rows("scores"):
        bands = {p["part"]: p["band"] for p in parts[tuple(score[k] for k in KEY)]}
        known = None not in bands.values()
        assert score["rating"] == (f"{bands['fit']}{bands['engagement']}" if known else None)


def test_hand_overs_are_rated_and_counted(results):
    scores = results.relations.rows("scores")
    counted = {(row["asked"], row["rating"]): row["leads"] for row in results.relations.rows("rating_counts")}
    assert counted == Counter((row["asked"], row["rating"]) for row in scores)
    started = [row for row in scores if row["asked"] == "start:first_response"]
    assert len({row["rating"] for row in started}) >= 6


def test_an_explained_score_shows_the_whole_ledger(results):
    score = next(r for r in results.relations.rows("scores") if r["asked"] == "start:first_response")
    view = explanation(results, score["lead_id"])
    (shown,) = [s for s in view.policies[0].scores if "start:first_response" in s.asked and s.at.at == score["at"]]
    assert (shown.lower, shown.upper, shown.rating) == (score["lower"], score["upper"], score["rating"])
    assert sum(entry.lower for entry in shown.ledger) == shown.lower
    assert sum(entry.upper for entry in shown.ledger) == shown.upper
    assert all(entry.what and entry.policy_line for entry in shown.ledger if entry.kind in {"condition", "event"})
