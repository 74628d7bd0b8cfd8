"""The histories of one field of merged leads: what both records tell becomes one history of the lead that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.sources import HistoryMap, MergesMap


@pytest.fixture
def histories(world):
    """The history of sizes that a merge of B into A leaves; rows are lead, was, is, when."""

    def read(*rows, records="A,large\nB,large\n", **more):
        world.write("leads.csv", f"id,size\n{records}")
        world.write("events.csv", "id,lead,type,when\n")
        world.write("merges.csv", "gone,kept,when\nB,A,2026-05-03T00:00:00Z\n")
        world.write("moves.csv", "lead,was,is,when\n" + "".join(f"{row}\n" for row in rows))
        history = HistoryMap(
            "moves", world.table("moves.csv"), world.columns("lead"), replace(world.columns(), constant="size"),
            world.columns("is"), world.time(), old_value=world.columns("was"),
        )  # fmt: skip
        mapped = MergesMap("m", world.table("merges.csv"), world.columns("gone"), world.columns("kept"), world.time())
        source = world.source(world.records(None, *world.fields("size")), world.events(id=world.columns("id")))
        return world.read(replace(source, history=(replace(history, **more),), merges=(mapped,)))

    return read


HELD = "SELECT nth, value FROM field_changes WHERE lead_id = 'A' AND holds ORDER BY ord"
MOMENTS = "SELECT value_before, value FROM field_changes WHERE lead_id = 'A' AND nth > 0 ORDER BY ord"
TOLD = "SELECT nth, value, tells FROM field_changes WHERE lead_id = 'A' AND holds ORDER BY ord"
STARTS = "SELECT value_before, tells_before, value FROM field_changes WHERE lead_id = 'A' AND nth > 0 ORDER BY ord"


def test_what_was_recorded_of_a_merged_lead_fills_what_the_one_that_stays_did_not_know(histories):
    """B's size counts until A has one, and again once A's is cleared; what B recorded meanwhile is hidden."""
    run = histories(
        "B,,small,2026-05-01T10:00:00Z",
        "A,,large,2026-05-01T11:00:00Z",
        "B,small,large,2026-05-01T12:00:00Z",
        "A,large,,2026-05-02T11:00:00Z",
        "B,large,small,2026-05-02T12:00:00Z",
    )
    assert run.rows(HELD) == [(0, None), (1, "small"), (2, "large"), (4, None), (5, "small")]


def test_every_change_of_both_leads_stays_a_moment_by_what_its_own_record_held(histories):
    rows = (
        "B,,small,2026-05-01T10:00:00Z",
        "A,,large,2026-05-01T11:00:00Z",
        "B,small,large,2026-05-01T12:00:00Z",
        "A,large,small,2026-05-02T11:00:00Z",
    )
    run = histories(*rows)
    assert run.rows(MOMENTS) == [(None, "small"), (None, "large"), ("small", "large"), ("large", "small")]
    assert run.rows(MOMENTS) == histories(*reversed(rows)).rows(MOMENTS)
    assert run.rows("SELECT reason FROM set_aside WHERE file = 'moves.csv'") == []


def test_without_recorded_changes_of_its_own_a_record_takes_the_history_that_ends_in_its_value(histories):
    small = ("B,,large,2026-05-01T10:00:00Z", "B,large,small,2026-05-01T12:00:00Z")
    everything = [(0, None), (1, "large"), (2, "small")]
    assert histories(*small, records="A,small\nB,small\n").rows(HELD) == everything
    assert histories(*small, records="A,\nB,small\n").rows(HELD) == everything
    other = histories(*small, records="A,large\nB,small\n")
    assert other.rows(HELD) == []
    assert other.rows(MOMENTS) == [(None, "large"), ("large", "small")]


def test_what_was_before_is_what_one_of_both_held(histories):
    run = histories("A,,large,2026-05-02T10:00:00Z", "B,small,,2026-05-01T10:00:00Z")
    assert run.rows(HELD) == [(0, "small"), (1, None), (2, "large")]


def test_a_change_that_the_system_tells_under_both_ids_is_one(histories, world):
    rows = ("A,,large,2026-05-01T10:00:00Z", "B,,large,2026-05-01T10:00:00Z")
    run = histories(*rows, id=world.columns("when"))
    assert run.rows(HELD) == [(0, None), (1, "large")]
    assert run.rows("SELECT reason, rows FROM set_aside WHERE file = 'moves.csv'") == [("duplicate", 1)]


def test_a_change_of_a_merged_lead_without_a_time_leaves_the_history_of_both_untold(histories):
    run = histories("A,,large,2026-05-02T10:00:00Z", "B,,small,")
    assert run.rows("SELECT nth, tells FROM field_changes WHERE lead_id = 'A' ORDER BY ord") == [(0, False), (1, False)]
    assert run.rows("SELECT lead_id, reason FROM quarantine WHERE file = 'moves.csv'") == [("A", "missing time")]


def test_a_value_of_the_one_that_stays_counts_also_if_nobody_can_read_it(histories):
    """What A was set to can't be told; that B had another value by then doesn't tell it either."""
    run = histories("A,,gigantic,2026-05-01T10:00:00Z", "B,,small,2026-05-01T11:00:00Z")
    assert run.rows(TOLD) == [(0, None, True), (1, None, False)]
    cleared = histories(
        "A,,gigantic,2026-05-01T10:00:00Z", "A,gigantic,,2026-05-01T10:30:00Z", "B,,small,2026-05-01T11:00:00Z"
    )
    assert cleared.rows(TOLD) == [(0, None, True), (1, None, False), (2, None, True), (3, "small", True)]


def test_an_old_value_of_the_one_that_stays_counts_also_if_nobody_can_read_it(histories):
    """A had something before the 2nd; neither B's change of the 1st nor what B held before tells what it was."""
    run = histories("A,gigantic,large,2026-05-02T10:00:00Z", "B,small,,2026-05-01T10:00:00Z")
    assert run.rows(TOLD) == [(0, None, False), (2, "large", True)]
    other = histories("A,,large,2026-05-02T10:00:00Z", "B,gigantic,small,2026-05-01T10:00:00Z")
    assert other.rows(TOLD) == [(0, None, False), (1, "small", True), (2, "large", True)]


def test_a_record_whose_value_nobody_can_read_takes_no_other_history(histories):
    """A has a size today that can't be told: B's history doesn't tell how it came about."""
    run = histories("B,,small,2026-05-01T10:00:00Z", records="A,gigantic\nB,small\n")
    assert run.rows(TOLD) == []
    assert run.rows(MOMENTS) == [(None, "small")]


def test_without_old_values_of_its_own_the_merged_lead_tells_what_was_before(histories):
    run = histories("A,,large,2026-05-02T10:00:00Z", "B,,small,2026-05-01T10:00:00Z", old_value=None)
    assert run.rows(TOLD) == [(0, None, False), (1, "small", True), (2, "large", True)]


def test_what_was_before_is_told_by_a_merged_lead_none_of_whose_changes_hold(histories):
    """B's only change came when A was large already; before that nobody but B had a size."""
    run = histories("A,,large,2026-05-01T10:00:00Z", "B,small,large,2026-05-02T10:00:00Z")
    assert run.rows(TOLD) == [(0, "small", True), (1, "large", True)]


def test_an_old_value_that_nobody_can_read_is_not_none(histories):
    """It may have been large already."""
    run = histories("A,gigantic,large,2026-05-01T10:00:00Z", "A,large,small,2026-05-02T10:00:00Z")
    assert run.rows(STARTS) == [(None, False, "large"), ("large", True, "small")]
    assert histories("A,gigantic,large,2026-05-01T10:00:00Z", old_value=None).rows(STARTS) == [(None, True, "large")]


def test_a_change_told_under_both_ids_is_part_of_what_either_record_held(histories, world):
    """B's second change is compared with what its first one set, which A tells too."""
    both = ("A,,large,2026-05-01T10:00:00Z", "B,,large,2026-05-01T10:00:00Z")
    twice = (*both, "B,,large,2026-05-01T10:00:00Z", "B,,small,2026-05-02T10:00:00Z")
    for rows in (twice, twice[::-1]):
        run = histories(*rows, id=world.columns("when"), old_value=None)
        assert run.rows(STARTS) == [(None, True, "large"), ("large", True, "small")]
        assert run.rows("SELECT nth FROM field_changes WHERE lead_id = 'A' ORDER BY ord") == [(0,), (1,), (2,)]
        assert run.rows("SELECT reason, rows FROM set_aside WHERE file = 'moves.csv'") == [("duplicate", 2)]


def test_a_change_told_under_both_ids_still_tells_what_the_other_record_held_before(histories, world):
    """A tells of one change more, before which it had nothing; B had been small."""
    run = histories(
        "A,,large,2026-05-01T10:00:00Z",
        "A,small,large,2026-05-02T10:00:00Z",
        "B,small,large,2026-05-02T10:00:00Z",
        id=world.columns("when"),
    )
    assert run.rows(TOLD) == [(0, "small", True), (1, "large", True), (2, "large", True)]
