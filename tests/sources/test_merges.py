"""Merged leads as exports tell of them: before the merge they are two, after it one with the log of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.sources import FileFormat, MergesMap, Table
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
