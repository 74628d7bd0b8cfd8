"""Columns as the usual connectors land them are read whole: every row is an event or says why it is not."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from engine.model.sources import ColumnMap, EventsMap, FieldMap, FileFormat, RecordsMap, Source, Table, TimeMap

FOLDER = Path(os.environ.get("LEADPACT_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real data at {FOLDER}: set LEADPACT_REAL_DATA"),
]


def table(file):
    return Table((file,), FileFormat.CSV)


def column(name, **more):
    return ColumnMap((name,), **more)


def events(file, lead, when, id=None, **more):  # noqa: A002 - the map's word
    return EventsMap(
        "log", table(file), column(lead), ColumnMap(constant="visit"), TimeMap(when, "iso", "UTC"),
        id=column(id) if id else None, **more,
    )  # fmt: skip


def read(world, source):
    run = replace(world, folder=FOLDER).read(source)
    assert run.diagnostics == ()
    return run


HUBSPOT = "hubspot_connector/"
SALESFORCE = "salesforce_connector/"


@pytest.mark.parametrize(
    ("file", "lead", "when"),
    [
        (HUBSPOT + "contact_form_submission_data.csv", "contact_id", "timestamp"),
        (HUBSPOT + "contact_property_history_data.csv", "contact_id", "timestamp"),
        (HUBSPOT + "deal_stage_data.csv", "deal_id", "date_entered"),
        (HUBSPOT + "deal_stage_data.csv", "deal_id", "_fivetran_end"),
        (HUBSPOT + "engagement_data.csv", "id", "created_at"),
        (HUBSPOT + "engagement_task_data.csv", "engagement_id", "completion_date"),
        (HUBSPOT + "engagement_meeting_data.csv", "engagement_id", "start_time"),
        (HUBSPOT + "merged_deal_data.csv", "deal_id", "_fivetran_synced"),
        (SALESFORCE + "sf_lead_data.csv", "id", "created_date"),
        (SALESFORCE + "sf_opportunity_history_data.csv", "id", "_fivetran_start"),
        (SALESFORCE + "sf_opportunity_history_data.csv", "id", "_fivetran_end"),
        (SALESFORCE + "sf_task_data.csv", "id", "created_date"),
        (SALESFORCE + "sf_event_data.csv", "id", "start_date_time"),
    ],
)
def test_every_time_of_a_connector_is_an_instant_or_empty(world, file, lead, when):
    run = read(world, Source("crm", "crm", RecordsMap(table(file), column(lead), ()), (events(file, lead, when),)))
    taken = run.one("SELECT count(*) FROM events") + run.one("SELECT coalesce(sum(rows), 0) FROM set_aside")
    assert taken > 0
    assert run.rows("SELECT raw FROM quarantine WHERE reason NOT IN ('missing time', 'missing lead id')") == []


@pytest.mark.parametrize(
    ("file", "lead", "name", "mapped"),
    [
        (HUBSPOT + "contact_data.csv", "id", "active", "_fivetran_deleted"),
        (HUBSPOT + "contact_data.csv", "id", "employees", "property_annualrevenue"),
        (HUBSPOT + "deal_pipeline_stage_data.csv", "stage_id", "score", "probability"),
        (HUBSPOT + "deal_data.csv", "deal_id", "active", "is_deleted"),
        (SALESFORCE + "sf_lead_data.csv", "id", "active", "is_converted"),
        (SALESFORCE + "sf_opportunity_data.csv", "id", "active", "is_won"),
        (SALESFORCE + "sf_opportunity_data.csv", "id", "founded", "close_date"),
    ],
)
def test_every_cell_of_a_connector_has_its_type(world, file, lead, name, mapped):
    fields = (FieldMap(name, column(mapped)),)
    run = read(world, Source("crm", "crm", RecordsMap(table(file), column(lead), fields), ()))
    assert run.one("SELECT count(*) FROM leads") > 0
    assert run.rows("SELECT raw FROM quarantine WHERE reason LIKE 'unreadable%'") == []


def test_the_empty_origin_of_olist_is_no_value_and_its_word_unknown_is_one(world):
    file = "olist/olist_marketing_qualified_leads_dataset.csv"
    records = RecordsMap(table(file), column("mql_id"), (FieldMap("company", column("origin")),))
    first = events(file, "mql_id", "first_contact_date")
    run = read(world, Source("olist", "crm", records, (first,)))
    assert run.one("SELECT count(*) FROM leads") == run.one("SELECT count(*) FROM events") == 8000
    assert run.one("SELECT count(*) FROM leads WHERE f_company IS NULL") == 60
    assert run.one("SELECT count(*) FROM leads WHERE f_company = 'unknown'") == 1099
    assert run.one('SELECT count(*) FROM events WHERE until - "at" + 1 <> 86400000000') == 0


def test_the_bank_log_is_read_whole(world):
    file = "bpic2012/bpic2012_events.csv.gz"
    records = RecordsMap(table(file), column("case:concept:name"), (FieldMap("employees", column("case:AMOUNT_REQ")),))
    log = events(file, "case:concept:name", "time:timestamp", sequence="event_index", actor=column("org:resource"))
    attributes = (("note", column("concept:name")), ("channel", column("lifecycle:transition")))
    run = read(world, Source("bank", "crm", records, (replace(log, attributes=attributes),)))
    assert run.one("SELECT count(*) FROM leads WHERE f_employees IS NOT NULL") == 13_087
    assert run.one("SELECT count(*) FROM events") == 262_200
    assert run.one("SELECT count(*) FROM events WHERE actor IS NULL") == 18_010
    assert run.rows("FROM quarantine") == run.rows("FROM set_aside") == []
