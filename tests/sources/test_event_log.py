"""The event log: what is an event, what is not and why, and the order of the rest."""

import json

import pytest

from engine.model.sources import ColumnMap

HEAD = "lead,type,when\n"
NOON = "2026-07-01T12:00:00Z"


@pytest.mark.parametrize(
    ("row", "lead", "event", "reason"),
    [
        (f",call,{NOON}", None, "call", "missing lead id"),
        (f"L1,dance,{NOON}", "L1", "dance", "unknown event type"),
        (f"L1,,{NOON}", "L1", None, "unknown event type"),
        ("L1,call,", "L1", "call", "missing time"),
        ("L1,call,soon", "L1", "call", "unreadable time"),
        (f"L9,call,{NOON}", "L9", "call", "unknown lead"),
    ],
)
def test_a_row_that_is_no_event_is_quarantined_with_its_place_reason_and_text(world, row, lead, event, reason):
    run = world.read_events(f"{HEAD}L1,mail,{NOON}\n{row}\n")
    assert run.one("SELECT count(*) FROM events") == 1
    ((file, row_no, *told, raw),) = run.rows("FROM quarantine")
    assert (file, row_no, told) == ("events.csv", 2, [lead, event, reason])
    cells = [cell or None for cell in row.split(",")]
    assert json.loads(raw) == dict(zip(("lead", "type", "when"), cells, strict=True))


def test_types_that_the_map_ignores_are_counted_and_the_empty_type_with_them(world):
    event = world.columns("type", values=(("Call", "call"),), others="ignore")
    run = world.read_events(f"{HEAD}L1,Call,{NOON}\n,Dance,{NOON}\nL1,,\nL1,call,{NOON}\n", event=event)
    assert run.rows("SELECT type FROM events") == [("call",)]
    assert run.rows("FROM set_aside") == [("ignored event type", "events.csv", 3)]
    assert run.rows("FROM quarantine") == []


@pytest.mark.parametrize(("others", "kept"), [("keep", ["call", "mail"]), ("quarantine", ["call"])])
def test_a_type_that_the_map_does_not_name_is_kept_or_quarantined(world, others, kept):
    event = world.columns("type", values=(("Call", "call"),), others=others)
    run = world.read_events(f"{HEAD}L1,Call,{NOON}\nL1,mail,{NOON}\n", event=event)
    taken = [kind for (kind,) in run.rows("SELECT type FROM events ORDER BY type")]
    quarantined = run.rows("SELECT type, reason FROM quarantine")
    if others == "quarantine":
        assert (taken, quarantined) == (kept, [("mail", "unknown event type")])
    else:
        assert (taken, quarantined) == (kept, [])


def test_several_columns_make_one_text_and_an_empty_one_keeps_its_place(world):
    event = world.columns("type", "result", values=(("Call / Done", "call"), ("Call / ", "mail"), ("/ Done", "visit")))
    content = f"lead,type,result,when\nL1,Call,Done,{NOON}\nL1,Call,,{NOON}\nL1,,Done,{NOON}\nL1,,,{NOON}\n"
    run = world.read_events(content, event=event)
    assert run.rows("SELECT type FROM events ORDER BY type") == [("call",), ("mail",), ("visit",)]
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(4, "unknown event type")]


def test_a_constant_type_and_attributes_with_value_maps(world):
    attributes = (
        ("channel", world.columns("way", values=(("p", "phone"),), others="quarantine")),
        ("note", world.columns("note", empty=("-",))),
    )
    content = f'lead,way,note,when,by\nL1,p,"a\nb",{NOON},u1\nL1,x,-,{NOON},\n'
    run = world.read_events(
        content, event=ColumnMap(constant="visit"), attributes=attributes, actor=world.columns("by")
    )
    assert run.rows("SELECT type, actor, a_channel, a_note FROM events ORDER BY actor") == [
        ("visit", "u1", "phone", "a\nb"),
        ("visit", None, None, None),
    ]
    assert run.rows("SELECT row_no, lead_id, type, reason FROM quarantine") == [
        (2, "L1", "visit", "unreadable value of channel")
    ]


def test_rows_without_a_time_may_be_no_event_at_all(world):
    run = world.read_events(f"{HEAD}L1,call,\nL1,mail,{NOON}\n", happened=world.time(empty="skip"))
    assert run.rows("FROM set_aside") == [("no time, skipped", "events.csv", 1)]
    assert run.rows("FROM quarantine") == []


def test_what_is_later_than_as_of_is_set_aside_even_of_leads_not_yet_known(world):
    content = f"{HEAD}L1,call,2026-07-01T12:00:00Z\nL1,call,2026-07-01T12:00:00.000001Z\nL9,call,2026-07-02T12:00:00Z\n"
    run = world.read_events(content, as_of="2026-07-01T12:00:00+00:00")
    assert run.one("SELECT count(*) FROM events") == 1
    assert run.rows("FROM set_aside") == [("after as_of", "events.csv", 2)]
    assert run.rows("FROM quarantine") == []


def test_a_date_of_today_counts_today(world):
    run = world.read_events(f"{HEAD}L1,call,2026-07-01\n", as_of="2026-07-01T12:00:00+02:00")
    assert run.one('SELECT until > "at" FROM events') is True


def test_an_event_that_comes_twice_is_one(world):
    content = f"id,lead,type,when\n1,L1,call,{NOON}\n1,L1,call,2026-07-01T14:00:00+02:00\n2,L1,call,{NOON}\n"
    run = world.read_events(content, id=world.columns("id"))
    assert run.rows("SELECT ord, event_id FROM events") == [(0, "1"), (1, "2")]
    assert run.rows("FROM set_aside") == [("duplicate", "events.csv", 1)]


def test_of_one_id_with_several_contents_the_latest_recorded_counts(world):
    content = (
        "id,lead,type,when,logged\n"
        f"1,L1,call,{NOON},2026-07-01T13:00:00Z\n"
        f"1,L1,mail,{NOON},2026-07-01T15:00:00Z\n"
        f"1,L1,visit,{NOON},2026-07-01T14:00:00Z\n"
        f"1,L2,visit,{NOON},\n"
    )
    run = world.read_events(content, id=world.columns("id"), recorded=world.time("logged"))
    assert run.rows("SELECT type FROM events") == [("mail",)]
    assert run.rows("FROM set_aside") == [("superseded", "events.csv", 3)]


def test_contents_that_nothing_ranks_are_all_quarantined(world):
    content = f"id,lead,type,when\n1,L1,call,{NOON}\n1,L1,mail,{NOON}\n2,L1,mail,{NOON}\n"
    run = world.read_events(content, id=world.columns("id"))
    assert run.rows("SELECT event_id FROM events") == [("2",)]
    assert run.rows("SELECT row_no, type, reason FROM quarantine") == [
        (1, "call", "conflicting events"),
        (2, "mail", "conflicting events"),
    ]


def test_a_contradiction_about_the_future_is_set_aside_with_it(world):
    content = f"id,lead,type,when\n1,L1,call,{NOON}\n1,L1,mail,{NOON}\n"
    run = world.read_events(content, id=world.columns("id"), as_of="2026-07-01T11:00:00+00:00")
    assert run.rows("FROM set_aside") == [("after as_of", "events.csv", 2)]


def test_one_id_in_two_event_maps_is_two_events(world):
    world.write("leads.csv", "id\nL1\n")
    world.write("a.csv", f"id,lead,type,when\n1,L1,call,{NOON}\n")
    world.write("b.csv", f"id,lead,type,when\n1,L1,mail,{NOON}\n")
    maps = [world.events(world.table(f"{name}.csv"), name, id=world.columns("id")) for name in ("b", "a")]
    run = world.read(world.source(None, *maps))
    assert run.rows("SELECT ord, event_id, type, source FROM events") == [
        (0, "1", "call", "crm/a"),
        (1, "1", "mail", "crm/b"),
    ]


def test_an_event_without_id_is_known_by_its_content_however_its_instant_is_written(world):
    content = f"{HEAD}L1,call,{NOON}\nL1,call,2026-07-01 14:00:00\nL1,mail,{NOON}\nL2,call,{NOON}\n"
    run = world.read_events(content)
    ids = [event for (event,) in run.rows("SELECT event_id FROM events")]
    assert len(set(ids)) == len(ids) == 3
    assert all(len(event) == 32 for event in ids)
    assert run.rows("FROM set_aside") == [("duplicate", "events.csv", 1)]


def test_order_is_by_lead_instant_sequence_and_id_numbers_before_texts_before_none(world):
    rows = [("b", "10"), ("c", "9"), ("d", "9.5"), ("e", "x"), ("a", "x"), ("f", ""), ("g", "0009")]
    content = "id,no,lead,type,when\n" + "".join(f"{i},{n},L2,call,{NOON}\n" for i, n in rows)
    content += f"z,99,L1,call,{NOON}\ny,1,L2,call,2026-07-01T11:59:59.999999Z\n"
    run = world.read_events(content, id=world.columns("id"), sequence="no")
    assert run.rows("SELECT ord, event_id FROM events ORDER BY ord") == list(enumerate("zygcdbaef"))
    assert run.rows("SELECT event_id FROM events") == [(event,) for event in "zygcdbaef"]


def test_every_attribute_of_the_schema_is_a_column_and_sources_are_named(world):
    run = world.read_events(f"{HEAD}L1,call,{NOON}\n")
    kinds = run.rows("SELECT column_name, column_type FROM (DESCRIBE events)")
    assert kinds == [
        ("ord", "BIGINT"),
        *((name, "VARCHAR") for name in ("event_id", "lead_id", "type")),
        *((name, "BIGINT") for name in ("at", "until", "recorded_at")),
        *((name, "VARCHAR") for name in ("actor", "source", "a_channel", "a_note")),
    ]
    assert run.one("SELECT source FROM events") == "crm/log"


def test_no_row_is_lost_events_quarantine_and_set_aside_add_up(world):
    content = (
        f"id,lead,type,when\n1,L1,call,{NOON}\n1,L1,call,{NOON}\n2,L1,dance,{NOON}\n3,,call,{NOON}\n4,L9,call,{NOON}\n"
        f"5,L1,mail,2031-01-01\n6,L1,call,never\n7,L1,call\n8,L2,call,{NOON}\n8,L2,mail,{NOON}\n"
    )
    run = world.read_events(content, id=world.columns("id"))
    counts = [
        run.one(f"SELECT {what}")
        for what in (
            "(SELECT count(*) FROM events)",
            "(SELECT count(*) FROM quarantine)",
            "(SELECT sum(rows) FROM set_aside)",
        )
    ]
    assert counts == [1, 7, 2]
    assert sum(counts) == content.count("\n") - 1
