"""What sources leave open of a response: uncovered time, quarantined rows and cells."""

from __future__ import annotations

import pytest

from engine.model.moments import StageEntered
from tests.reference.judging import verdicts
from tests.reference.rows import CoverageRow, QuarantinedRow
from tests.reference.small_policies import agreement, complete, history, response, wall

ENTERS_MQL = ("2026-01-12 10:00", "stage_changed", {"stage": "mql"})
CALL = ("2026-01-12 11:00", "call")


def test_a_dead_sync_is_not_a_breach():
    dead = complete(until=wall("2026-01-12 11:59:59"))
    assert verdicts(agreement(response()), history(ENTERS_MQL), coverage=dead) == ["unknown: source"]
    assert verdicts(agreement(response()), history(ENTERS_MQL, CALL), coverage=dead) == ["kept: in_time"]


def test_only_a_source_that_could_end_the_clock_must_be_complete():
    dead = (CoverageRow("download", "web", None, 0), CoverageRow("call", "dialer", None, wall("2026-01-12 12:00")))
    assert verdicts(agreement(response()), history(ENTERS_MQL), coverage=dead) == ["breached: not_done"]


def test_a_source_that_begins_after_the_start_may_lack_the_answer():
    policy, begun = agreement(response()), complete(since=wall("2026-01-12 10:00:00") + 1)
    assert verdicts(policy, history(ENTERS_MQL), coverage=begun) == ["unknown: source"]
    assert verdicts(policy, history(ENTERS_MQL, CALL), coverage=begun) == ["kept: in_time"]
    assert verdicts(policy, history(ENTERS_MQL), "2026-01-12 10:30", coverage=begun) == ["running"]
    assert verdicts(policy, history(ENTERS_MQL), coverage=complete(since=wall("2026-01-12 10:00"))) == [
        "breached: not_done"
    ]


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("stage_changed", "stage", "unknown: source"),
        ("stage_changed", "reason", "unknown: source"),
        ("stage_changed", "recorded_at", "cancelled"),
        ("assigned", "owner", "cancelled"),
        ("message", "through", "cancelled"),
    ],
)
def test_a_cell_that_could_not_be_read_matters_where_it_decides(kind, cell, expected):
    bad = (QuarantinedRow("log.csv", 2, "a", kind, f"unreadable value of {cell}"),)
    policy = agreement(response(cancelled_by=(StageEntered(("disqualified",), ("spam",)),)))
    gone = ("2026-01-12 10:10", "stage_changed", {"stage": "disqualified", "reason": "spam"})
    assert verdicts(policy, history(ENTERS_MQL, gone), quarantine=bad) == [expected]


@pytest.mark.parametrize(
    ("lead_id", "kind", "reason", "expected"),
    [
        ("a", "call", "unreadable time", "unknown: source"),
        ("a", None, "unreadable time", "unknown: source"),
        ("a", "download", "unreadable time", "kept: in_time"),
        ("b", "call", "unreadable time", "kept: in_time"),
        ("a", None, "unreadable value of employees", "kept: in_time"),
    ],
)
def test_a_quarantined_row_of_the_lead_that_could_matter_makes_it_unknown(lead_id, kind, reason, expected):
    bad = (QuarantinedRow("calls.csv", 2, lead_id, kind, reason),)
    assert verdicts(agreement(response()), history(ENTERS_MQL, CALL), quarantine=bad) == [expected]
