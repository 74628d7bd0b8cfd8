"""The same rows give the same relations in every format, encoding and packing."""

import gzip
import json

import duckdb
import pytest

from engine.model.sources import FieldMap, FileFormat

ROWS = [("1", "L1", "call", "2026-07-01T12:00:00.5Z", "Köln, „Süd“"), ("2", "L2", "mail", "2026-07-02T12:00:00Z", "")]
NAMES = ("id", "lead", "type", "when", "note text")


def as_csv(delimiter=",", newline="\n"):
    lines = [NAMES, *ROWS]
    return (
        newline.join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines)
        + newline
    )


def read(world, **table):
    world.write("leads.csv", "id\nL1\nL2\n")
    events = world.events(
        world.table(table.pop("file", "events.csv"), **table),
        id=world.columns("id"),
        attributes=(("note", world.columns("note text")),),
    )
    run = world.read(world.source(None, events))
    assert run.diagnostics == ()
    assert run.rows("FROM quarantine") == []
    return run.rows("FROM events")


@pytest.fixture
def expected(world):
    world.write("plain.csv", as_csv())
    rows = read(world, file="plain.csv")
    assert [row[-1] for row in rows] == ["Köln, „Süd“", None]
    return rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(world, expected, delimiter):
    world.write("events.csv", as_csv(delimiter))
    assert read(world) == expected


def test_a_stated_delimiter_is_used_whatever_it_is(world, expected):
    world.write("events.csv", as_csv("~"))
    assert read(world, delimiter="~") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac-roman"])
def test_a_stated_encoding_is_decoded(world, expected, encoding):
    world.write("events.csv", as_csv().encode(encoding))
    assert read(world, encoding=encoding) == expected


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_any_line_end_will_do(world, expected, newline):
    world.write("events.csv", as_csv(newline=newline))
    assert read(world) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_gz_is_unpacked_while_reading(world, expected, encoding):
    world.write("events.csv.gz", gzip.compress(as_csv().encode(encoding)))
    assert read(world, file="events.csv.gz", encoding=encoding) == expected


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.gz"])
def test_json_lines_with_keys_missing_in_some(world, expected, name):
    lines = [{k: v for k, v in zip(NAMES, row, strict=True) if v} | {"extra": [1, {"x": 2}]} for row in ROWS]
    content = "\n\n".join(json.dumps(line) for line in lines).encode()
    world.write(name, gzip.compress(content) if name.endswith("gz") else content)
    assert read(world, file=name, format=FileFormat.JSONL) == expected


def test_nested_json_values_and_odd_keys_are_text(world):
    key = 'a/b~c"d'
    world.write(
        "leads.jsonl", json.dumps({"id": 7, key: {"x": [1, True, None]}}) + "\n" + json.dumps({"id": "8", key: "\t"})
    )
    table = world.table("leads.jsonl", format=FileFormat.JSONL)
    run = world.read(world.source(world.records(table, FieldMap("company", world.columns(key)))))
    assert run.rows("SELECT lead_id, f_company FROM leads") == [("7", '{"x":[1,true,null]}'), ("8", None)]


def test_parquet_with_its_own_types(world, expected):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            'CREATE TABLE log (id BIGINT, lead VARCHAR, type VARCHAR, "when" TIMESTAMPTZ, "note text" VARCHAR)'
        )
        connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?)", ROWS)
        connection.execute(f"COPY log TO '{world.folder}/events.parquet' (FORMAT parquet)")
    assert read(world, file="events.parquet", format=FileFormat.PARQUET) == expected


@pytest.mark.parametrize("table", ["log", "export.log", None])
def test_a_table_of_a_duckdb_file(world, expected, table):
    stored = table or "log"
    with duckdb.connect(str(world.folder / "crm.duckdb")) as connection:
        connection.execute("CREATE SCHEMA export")
        connection.execute(
            f'CREATE TABLE {stored} (id VARCHAR, lead VARCHAR, type VARCHAR, "when" VARCHAR, "note text" VARCHAR)'
        )
        for row in ROWS:
            connection.table(stored).insert(row)
    assert read(world, file="crm.duckdb", format=FileFormat.DUCKDB, table=table) == expected


def test_quoted_newlines_quotes_and_delimiters_stay_inside_their_cell(world):
    world.write("leads.csv", 'id,company\nL1,"a ""b"",\n c"\nL2,plain\n')
    run = world.read(world.source(world.records(None, *world.fields("company"))))
    assert run.rows("SELECT f_company FROM leads") == [('a "b",\n c',), ("plain",)]


def test_white_space_around_a_cell_is_no_part_of_it(world):
    cells = [" a", "a ", "\ta\t", "\u00a0a", "a\u00a0", '"\na\n"', "\u202fa\u202f", "\u2007a", "a"]
    world.write("leads.csv", "id,company\n" + "".join(f"L{i},{cell}\n" for i, cell in enumerate(cells)))
    run = world.read(world.source(world.records(None, *world.fields("company"))))
    assert run.rows("SELECT DISTINCT f_company FROM leads") == [("a",)]


def test_a_pattern_reads_its_files_in_order_and_names_each(world):
    world.write("leads.csv", "id\nL1\n")
    for month in ("03", "01", "02"):
        world.write(f"log/2026-{month}.csv", f"lead,type,when\nL1,call,2026-{month}-01T00:00:00Z\nL1,dance,x\n")
    steps = world.read(world.source(None, world.events(world.table("log/*.csv"))))
    assert steps.rows("SELECT file, row_no FROM quarantine") == [(f"log/2026-0{m}.csv", 2) for m in (1, 2, 3)]
    assert steps.one("SELECT count(*) FROM events") == 3
    assert sorted(steps.digests) == ["leads.csv", "log/2026-01.csv", "log/2026-02.csv", "log/2026-03.csv"]
    assert any(step.startswith("reading log/2026-01.csv (") for step in steps.steps)


def test_a_file_may_be_called_like_a_pattern(world):
    world.write("leads [1].csv", "id\nL1\n")
    run = world.read(world.source(world.records(world.table("leads [1].csv"))))
    assert run.rows("SELECT lead_id FROM leads") == [("L1",)]
