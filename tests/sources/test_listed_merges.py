"""Merged leads that the record of the one that stays lists, with or without a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.sources import FileFormat, MergesMap, Table
from tests.sources.test_merges import EVENTS, LOG, MERGES, WHO, fates
from tests.sources.test_real_columns import FOLDER

LISTED = "id,merged\n"
TRACED = 'SELECT lead_id, survivor, "at", traced FROM merges ORDER BY lead_id'


@pytest.fixture
def listed(world):
    """A reading of leads A, B, C and D where each lead's own row lists those merged into it; nothing tells when."""

    def read(*rows, audit=(), as_of="2026-07-01T00:00:00+00:00", separated_by=";"):
        world.write("leads.csv", LISTED + "".join(f"{row}\n" for row in rows))
        world.write("events.csv", LOG)
        world.write("merges.csv", "gone,kept,when\n" + "".join(f"{row}\n" for row in audit))
        lists = MergesMap("lists", world.table("leads.csv"), world.columns("merged"), world.columns("id"))
        told = MergesMap("audit", world.table("merges.csv"), world.columns("gone"), world.columns("kept"), world.time())
        source = world.source(None, world.events(id=world.columns("id")))
        return world.read(replace(source, merges=(replace(lists, separated_by=separated_by), told)), as_of=as_of)

    return read


def test_a_cell_may_list_several_leads_or_none(listed):
    run = listed("A,B; C;;", "B,", "C,", "D,")
    assert run.rows(TRACED) == [("B", "A", None, True), ("C", "A", None, True)]
    assert run.rows(EVENTS) == [("1", "A"), ("2", "A"), ("3", "A"), ("4", "A")]
    assert run.rows(WHO) == [("A",), ("D",)]
    assert fates(run) == []


def test_what_nobody_knows_the_time_of_is_one_at_any_time(listed):
    run = listed("A,B", "B,", as_of="2026-05-01T10:00:00+00:00")
    assert run.rows(MERGES) == [("B", "A")]
    assert run.rows("SELECT reason, rows FROM set_aside WHERE file = 'leads.csv'") == []


def test_a_time_told_elsewhere_comes_before_one_that_nobody_knows(listed):
    audit = ("B,A,2026-05-03T00:00:00Z",)
    assert listed("A,B", "B,", audit=audit).rows('SELECT "at" IS NOT NULL FROM merges') == [(True,)]
    before = listed("A,B", "B,", audit=audit, as_of="2026-05-02T00:00:00+00:00")
    assert before.rows(MERGES) == []
    assert ("superseded", 1) in before.rows("SELECT reason, rows FROM set_aside WHERE file = 'leads.csv'")


def test_a_lead_without_a_trace_is_told_apart(listed):
    """An id that no record and no event is of: the system deleted it with all it had, or it was never one."""
    run = listed("A,B;ZZZ", "B,")
    assert run.rows(TRACED) == [("B", "A", None, True), ("ZZZ", "A", None, False)]


def test_lists_that_name_the_same_lead_on_its_way_are_no_contradiction(listed):
    """B lists A; C, into which B went, lists both."""
    run = listed("A,", "B,A", "C,A;B")
    assert run.rows(MERGES) == [("A", "C"), ("B", "C")]
    assert fates(run) == []
    assert run.rows("SELECT reason, rows FROM set_aside WHERE file = 'leads.csv'") == [("superseded", 1)]
    run = listed("A,", "B,A", "C,A", "D,")
    assert run.rows(MERGES) == []
    assert fates(run) == [(2, "conflicting merges"), (3, "conflicting merges")]


def test_a_list_that_names_its_own_lead_or_one_twice_is_told_for_that_entry_alone(listed):
    run = listed("A,A;B;B", "B,", "C,")
    assert run.rows(MERGES) == [("B", "A")]
    assert fates(run) == [(1, "merged into itself")]
    assert run.rows("SELECT reason, rows FROM set_aside WHERE file = 'leads.csv'") == [("duplicate", 1)]


@pytest.mark.real
@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real data at {FOLDER}: set LEADPACT_REAL_DATA")
def test_the_merged_ids_of_hubspot_s_contacts_are_read(world):
    """Contact 78971951 lists three others, which the export still has records of."""
    contacts = Table((str(FOLDER / "hubspot_connector" / "contact_data.csv"),), FileFormat.CSV)
    world.write("events.csv", "id,lead,type,when\n1,46897301,call,2020-11-01T10:00:00Z\n")
    lists = MergesMap(
        "contacts", contacts, world.columns("property_hs_merged_object_ids"), world.columns("id"), separated_by=";"
    )
    run = world.read(replace(world.source(world.records(contacts), world.events()), merges=(lists,)))
    assert run.rows(TRACED) == [(gone, "78971951", None, True) for gone in ("46897301", "76226001", "76340251")]
    assert run.rows("SELECT lead_id FROM events") == [("78971951",)]
    assert run.rows("SELECT count(*) FROM leads") == [(19,)]
    by_creation = replace(lists, merged=world.time("property_createdate", zone="UTC"))
    early = world.read(
        replace(world.source(world.records(contacts), world.events()), merges=(by_creation,)),
        as_of="2021-03-31T00:00:00+00:00",
    )
    assert early.rows(MERGES) == []
