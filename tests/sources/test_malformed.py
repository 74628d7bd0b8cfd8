"""Rows that break their file's shape go to quarantine under their own number, and the others keep theirs."""

import json

import pytest

from engine.model.sources import FileFormat

NOON = "2026-07-01T12:00:00Z"


@pytest.mark.parametrize(
    "line", ["L1,call", f"L1,call,{NOON},extra", f'"L1"x,call,{NOON}', f"L1,ca\xe9l,{NOON}".encode("latin-1")]
)
def test_a_row_of_another_shape_is_malformed_and_the_rest_is_read(world, line):
    raw = line if isinstance(line, bytes) else line.encode()
    run = world.read_events(f"lead,type,when\nL1,mail,{NOON}\n".encode() + raw + f"\nL2,dance,{NOON}\n".encode())
    assert run.rows("SELECT type FROM events") == [("mail",)]
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(2, "malformed row"), (3, "unknown event type")]
    malformed, fetched = [json.loads(text) for (text,) in run.rows("SELECT raw FROM quarantine")]
    assert malformed.startswith('"L1"x' if raw.startswith(b'"') else "L1,")
    assert fetched["type"] == "dance"


def test_row_numbers_are_places_in_the_file_through_quoted_newlines_and_many_bad_rows(world):
    lines, bad = [], set()
    for number in range(1, 4001):
        if number % 7 == 0:
            lines.append(f"{number},call")
            bad.add(number)
        else:
            lines.append(f'{number},dance,"{NOON}","a\nb"')
    run = world.read_events("lead,type,when,note\n" + "\n".join(lines) + "\n")
    places = run.rows("SELECT row_no, reason, lead_id FROM quarantine")
    assert {row for row, reason, _ in places if reason == "malformed row"} == bad
    assert all(row == int(lead) for row, reason, lead in places if reason == "unknown event type")
    assert all(
        json.loads(raw)["lead"] == str(row)
        for row, raw in run.rows("SELECT row_no, raw FROM quarantine WHERE reason <> 'malformed row'")
    )
    assert len(places) == 4000


def test_json_lines_that_are_no_objects_are_malformed_at_their_line(world):
    world.write("leads.csv", "id\nL1\n")
    good = json.dumps({"lead": "L1", "type": "call", "when": NOON})
    world.write("events.jsonl", f'{good}\n\nnot json\n[1, 2]\n{{"lead": "L1"\n{good.replace("call", "dance")}\n')
    run = world.read(world.source(None, world.events(world.table("events.jsonl", format=FileFormat.JSONL))))
    assert run.one("SELECT count(*) FROM events") == 1
    assert run.rows("SELECT row_no, reason, raw FROM quarantine") == [
        (3, "malformed row", '"not json"'),
        (4, "malformed row", '"[1, 2]"'),
        (5, "malformed row", json.dumps('{"lead": "L1"')),
        (6, "unknown event type", good.replace("call", "dance")),
    ]


def test_a_quote_that_never_closes_takes_the_rest_of_its_file_in_one_malformed_row(world):
    run = world.read_events(f'lead,type,when\nL1,call,{NOON}\nL2,"mail,{NOON}\nL2,call,{NOON}\n')
    assert run.rows("SELECT lead_id FROM events") == [("L1",)]
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(2, "malformed row")]


def test_a_malformed_row_read_for_records_and_events_is_quarantined_once(world):
    world.write("log.csv", f"lead,type,when\nL1,call,{NOON}\nL1\n")
    table = world.table("log.csv")
    run = world.read(world.source(world.records(table, lead="lead"), world.events(table)))
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(2, "malformed row")]


def test_blank_lines_are_no_rows(world):
    run = world.read_events(f"lead,type,when\n\nL1,call,{NOON}\n\n\nL1,dance,{NOON}\n\n")
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(2, "unknown event type")]
