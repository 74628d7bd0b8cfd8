"""Merged leads as exports tell of them: before the merge they are two, after it one with the log of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.sources import FileFormat, HistoryMap, MergesMap, Table
from tests.sources.test_real_columns import FOLDER

LOG = (
    "id,lead,type,when\n"
    "1,A,call,2026-05-01T10:00:00Z\n2,B,call,2026-05-01T11:00:00Z\n3,A,mail,2026-05-01T12:00:00Z\n"
    "4,C,call,2026-05-05T10:00:00Z\n"
)
EVENTS = "SELECT event_id, lead_id FROM events ORDER BY ord"
WHO = "SELECT lead_id FROM leads ORDER BY lead_id"
MERGES = "SELECT lead_id, survivor FROM merges ORDER BY lead_id"


@pytest.fixture
def merged(world):
    """A reading of leads A, B, C and D and these merges: lead, into, when."""

    def read(*rows, as_of="2026-07-01T00:00:00+00:00", leads="ABCD", log=LOG, **more):
        world.write("leads.csv", "id,size\n" + "".join(f"{name},large\n" for name in leads))
        world.write("events.csv", log)
        world.write("merges.csv", "gone,kept,when\n" + "".join(f"{row}\n" for row in rows))
        mapped = MergesMap(
            "merges", world.table("merges.csv"), world.columns("gone"), world.columns("kept"), world.time()
        )
        source = world.source(world.records(None, *world.fields("size")), world.events(id=world.columns("id")))
        return world.read(replace(source, merges=(replace(mapped, **more),)), as_of=as_of)

    return read


def fates(run):
    return run.rows("SELECT row_no, reason FROM quarantine ORDER BY row_no")


def test_the_lead_that_stays_has_the_log_of_both_in_one_order(merged):
    run = merged("B,A,2026-05-03T00:00:00Z")
    assert run.rows(EVENTS) == [("1", "A"), ("2", "A"), ("3", "A"), ("4", "C")]
    assert run.rows(WHO) == [("A",), ("C",), ("D",)]
    assert run.rows(MERGES) == [("B", "A")]
    assert fates(run) == []


def test_before_the_merge_they_are_two(merged):
    run = merged("B,A,2026-05-03T00:00:00Z", as_of="2026-05-02T23:59:59.999999+00:00")
    assert run.rows(EVENTS) == [("1", "A"), ("3", "A"), ("2", "B")]
    assert run.rows(WHO) == [("A",), ("B",), ("C",), ("D",)]
    assert run.rows(MERGES) == []
    assert ("after as_of", 1) in run.rows("SELECT reason, rows FROM set_aside WHERE file = 'merges.csv'")
    assert merged("B,A,2026-05-03T00:00:00Z", as_of="2026-05-03T00:00:00+00:00").rows(MERGES) == [("B", "A")]


def test_a_lead_whose_record_the_system_deleted_keeps_its_log(merged):
    run = merged("B,A,2026-05-03T00:00:00Z", leads="ACD")
    assert run.rows(EVENTS) == [("1", "A"), ("2", "A"), ("3", "A"), ("4", "C")]
    assert fates(run) == []


def test_a_chain_is_followed_to_its_end_as_far_as_it_reached(merged):
    rows = ("B,A,2026-05-03T00:00:00Z", "A,C,2026-05-04T00:00:00Z")
    assert merged(*rows).rows(MERGES) == [("A", "C"), ("B", "C")]
    assert merged(*reversed(rows)).rows(EVENTS) == [("1", "C"), ("2", "C"), ("3", "C"), ("4", "C")]
    assert merged(*rows, as_of="2026-05-03T12:00:00+00:00").rows(MERGES) == [("B", "A")]


def test_a_circle_is_followed_nowhere(merged):
    run = merged("B,A,2026-05-03T00:00:00Z", "A,B,2026-05-04T00:00:00Z", "C,A,2026-05-05T00:00:00Z")
    assert run.rows(MERGES) == []
    assert fates(run) == [(1, "circular merges"), (2, "circular merges"), (3, "circular merges")]


def test_of_several_merges_of_a_lead_the_latest_counts(merged):
    rows = ("B,A,2026-05-03T00:00:00Z", "B,C,2026-05-04T00:00:00Z", "B,C,2026-05-04T00:00:00Z")
    run = merged(*rows)
    assert run.rows(MERGES) == [("B", "C")]
    assert run.rows("SELECT reason, rows FROM set_aside ORDER BY reason") == [("duplicate", 1), ("superseded", 1)]
    run = merged("B,A,2026-05-03T00:00:00Z", "B,C,2026-05-03T00:00:00Z")
    assert run.rows(MERGES) == []
    assert fates(run) == [(1, "conflicting merges"), (2, "conflicting merges")]


def test_a_row_that_cannot_be_read_is_told(merged):
    run = merged(",A,2026-05-03T00:00:00Z", "B,A,soon", "B,A,", "D,D,2026-05-03T00:00:00Z", "B,X,2026-05-03T00:00:00Z")
    assert fates(run) == [
        (1, "missing lead id"),
        (2, "unreadable time"),
        (3, "missing time"),
        (4, "merged into itself"),
        (5, "unknown lead"),
    ]
    assert run.rows(MERGES) == []


def test_a_row_without_a_lead_that_stays_tells_of_no_merge(merged):
    run = merged("B,,", "C,,2026-05-03T00:00:00Z", "D,A,2026-05-03T00:00:00Z")
    assert run.rows(MERGES) == [("D", "A")]
    assert fates(run) == []


def test_one_event_of_both_leads_is_one_event(merged):
    log = "id,lead,type,when\n1,A,call,2026-05-01T10:00:00Z\n1,B,call,2026-05-01T10:00:00Z\n"
    assert fates(merged(log=log)) == [(1, "conflicting events"), (2, "conflicting events")]
    assert merged("B,A,2026-05-03T00:00:00Z", log=log).rows(EVENTS) == [("1", "A")]


@pytest.fixture
def histories(merged, world):
    """The history of sizes that a merge of B into A leaves; rows are lead, was, is, when."""

    def read(*rows, records="A,large\nB,large\n", merges=("B,A,2026-05-03T00:00:00Z",), **more):
        merged(*merges)
        world.write("leads.csv", f"id,size\n{records}")
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


@pytest.mark.real
@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real data at {FOLDER}: set LEADPACT_REAL_DATA")
def test_the_merge_audit_of_hubspot_is_read(world):
    world.write("leads.csv", "id\n5555\n11111\n")
    world.write("events.csv", "id,lead,type,when\n1,11111,call,2019-10-01T10:00:00Z\n")
    audit = Table((str(FOLDER / "hubspot_connector" / "contact_merge_audit_data.csv"),), FileFormat.CSV)
    mapped = MergesMap(
        "audit", audit, world.columns("vid_to_merge"), world.columns("canonical_vid"), world.time("timestamp")
    )
    run = world.read(replace(world.source(None, world.events()), merges=(mapped,)))
    assert run.rows(MERGES) == [("11111", "5555")]
    assert run.rows("SELECT lead_id FROM events") == [("5555",)]
