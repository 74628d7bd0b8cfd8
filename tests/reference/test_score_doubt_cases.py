"""Scores of leads of which something may be missing: what no source covers, and what nobody could read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.conditions import AttributeTest
from engine.model.moments import EventHappens
from engine.model.scorecards import EventLine
from tests.reference.rows import QuarantinedRow
from tests.reference.small_policies import complete, wall
from tests.reference.test_score_cases import CARD, DEMO, GONE, POLICY, scored


def test_events_that_no_source_covers_can_only_be_bounded():
    """Complete until the 10th: three downloads and a demo of today could be missing, or a mail that takes 40."""
    told = complete(until=wall("2026-02-10"))
    score, truths, ledger = scored(("2026-02-02 09:00", "download"), coverage=told, segment="large", employees=49)
    assert score == (30, 90, None)
    assert truths["warm"] == (
        None,
        "events: auto_mail (coverage), events: demo_request (coverage), events: download (coverage)",
    )
    assert [(row["line"], row["lower"], row["upper"]) for row in ledger if row["kind"] == "unseen"] == [
        (0, 0, 37),
        (1, 0, 40),
        (2, -40, 0),
    ]


def test_events_before_a_source_begins_can_be_worth_what_has_not_faded():
    """Complete from the 2nd: an event of the 1st, 15 days old, is worth 7 of 15, 19 of 40 and -19 of -40.

    Of the downloads two may be missing; the one seen, of the 3rd, is worth 8.
    """
    told = complete(since=wall("2026-02-02"))
    score, _, ledger = scored(("2026-02-03 09:00", "download"), coverage=told, segment="large", employees=49)
    assert [(row["line"], row["lower"], row["upper"]) for row in ledger if row["kind"] == "unseen"] == [
        (0, 0, 14),
        (1, 0, 19),
        (2, -19, 0),
    ]
    assert score == (30, 71, None)


THROUGH_PAGE = EventLine(EventHappens(("download",), (AttributeTest("through", ("page",)),)), 15, 3)
NOT_READ = replace(
    POLICY, scorecards=(replace(CARD, parts=(CARD.parts[0], replace(CARD.parts[1], lines=(THROUGH_PAGE, DEMO, GONE)))),)
)


@pytest.mark.parametrize(
    ("rows", "unseen", "expected"),
    [
        ([("download", "unreadable value of recorded_at")], [], (53, 53, "B2")),
        ([("talk", "unreadable time")], [], (53, 53, "B2")),
        ([(None, "conflicting changes")], [], (53, 53, "B2")),
        ([("download", "unreadable value of through")], [(0, 0, 15)], (53, 68, "B2")),
        ([("download", "unreadable time")] * 2, [(0, 0, 22)], (53, 75, None)),
        ([("download", "conflicting events")] * 9, [(0, 0, 22)], (53, 75, None)),
        ([("auto_mail", "malformed row")], [(2, -40, 0)], (30, 53, "B2")),
        ([(None, "missing time")], [(0, 0, 15), (1, 0, 40), (2, -40, 0)], (30, 90, None)),
    ],
)
def test_a_row_or_a_cell_that_could_not_be_read_may_be_one_more_of_a_line(rows, unseen, expected):
    """Seen are downloads worth 8 and 15. One more of today fills the third place, a second one takes that of the 8."""
    events = (
        ("2026-02-02 10:00", "download", {"through": "page"}),
        ("2026-02-16 10:00", "download", {"through": "page"}),
    )
    bad = tuple(QuarantinedRow("log.csv", n, "a", kind, reason) for n, (kind, reason) in enumerate(rows))
    score, _, ledger = scored(*events, policy=NOT_READ, quarantine=bad, segment="large", employees=49)
    assert [(row["line"], row["lower"], row["upper"]) for row in ledger if row["kind"] == "unseen"] == unseen
    assert score == expected


def test_a_row_with_several_cells_that_could_not_be_read_is_one_event():
    """Nothing is seen: the row is one download of 15, not two; the same row of another file is another event."""
    asked = (AttributeTest("through", ("page",)), AttributeTest("reason", ("price",)))
    part = replace(CARD.parts[1], lines=(EventLine(EventHappens(("download",), asked), 15, 3),))
    policy = replace(POLICY, scorecards=(replace(CARD, parts=(CARD.parts[0], part)),))
    cells = [("log.csv", f"unreadable value of {name}") for name in ("through", "reason")]

    def upper(*told):
        bad = tuple(QuarantinedRow(file, 1, "a", "download", reason) for file, reason in told)
        _, _, ledger = scored(policy=policy, quarantine=bad, segment="large", employees=49)
        return [row["upper"] for row in ledger if row["kind"] == "unseen"]

    assert upper(*cells) == [15]
    assert upper(*cells, ("mail.csv", cells[0][1])) == [30]
