"""What stops a run: each fault at its line of the map, with a way out; all of them at once."""

import gzip

import duckdb
import pytest

from engine.model.sources import FileFormat


def fault_of(run):
    (fault,) = run.diagnostics
    assert fault.location is not None
    assert fault.location.line_reference == "sources/crm.yaml:7"
    return fault.code, fault.message, fault.help


def test_a_file_that_is_not_there_names_the_one_that_is(world):
    world.write("Leads.csv", "id\n")
    run = world.read(world.source(world.records(world.table("leeds.csv"))))
    code, message, way_out = fault_of(run)
    assert (code, way_out) == ("LP601", "did you mean `Leads.csv`?")
    assert "`leeds.csv`" in message


@pytest.mark.parametrize(
    ("file", "way_out"),
    [
        ("q.jsonl", "that folder holds `leads.csv`"),
        ("q*.parquet", "that folder holds"),
        ("exports/x.csv", "--data DIR"),
    ],
)
def test_a_file_like_no_other_lists_the_folder_or_says_how_to_name_another(world, file, way_out):
    world.write("leads.csv", "id\n")
    code, _, told = fault_of(world.read(world.source(world.records(world.table(file)))))
    assert code == "LP601"
    assert way_out in told


@pytest.mark.parametrize("format", [FileFormat.CSV, FileFormat.JSONL, FileFormat.PARQUET])
def test_a_mapped_column_that_the_file_has_not(world, format):  # noqa: A002 - the map's word
    world.write("leads", "id,Company Name\nL1,A\n" if format is FileFormat.CSV else '{"id": 1, "Company Name": "A"}\n')
    if format is FileFormat.PARQUET:
        duckdb.execute(f"COPY (SELECT 1 AS id, 'A' AS \"Company Name\") TO '{world.folder}/leads' (FORMAT parquet)")
    field = world.fields("company name")
    run = world.read(world.source(world.records(world.table("leads", format=format), *field)))
    code, message, way_out = fault_of(run)
    assert (code, way_out) == ("LP602", "did you mean `Company Name`?")
    assert message == "no column `company name` in `leads`"


def test_a_key_that_one_line_has_is_no_fault(world):
    world.write("leads.jsonl", '{"id": 1}\n{"id": 2, "company": null}\n')
    table = world.table("leads.jsonl", format=FileFormat.JSONL)
    assert world.read(world.source(world.records(table, *world.fields("company")))).diagnostics == ()


def test_a_column_name_that_stands_twice_is_ambiguous_only_if_it_is_mapped(world):
    world.write("leads.csv", "id,company,company,note,note\nL1,A,B,C,D\n")
    assert world.read(world.source()).rows("SELECT lead_id FROM leads") == [("L1",)]
    code, message, _ = fault_of(world.read(world.source(world.records(None, *world.fields("company")))))
    assert (code, message) == ("LP607", "`leads.csv` has two columns named `company`")


@pytest.mark.parametrize(("content", "what"), [("", "is empty"), ("\n\n", "has no header")])
def test_a_csv_file_without_a_header(world, content, what):
    world.write("leads.csv", content)
    code, message, _ = fault_of(world.read(world.source()))
    assert code == "LP603"
    assert what in message


@pytest.mark.parametrize(("encoding", "way_out"), [("cp1525", "did you mean `cp1252`?"), ("base64", "state `utf-8`")])
def test_an_encoding_that_is_none(world, encoding, way_out):
    world.write("leads.csv", "id\n")
    code, _, told = fault_of(world.read(world.source(world.records(world.table("leads.csv", encoding=encoding)))))
    assert code == "LP604"
    assert told.startswith(way_out)


@pytest.mark.parametrize(
    ("name", "content", "more"),
    [
        ("leads.csv.gz", b"id\nL1\n", {}),
        ("leads.csv.gz", gzip.compress(b"id\n" + b"L1\n" * 9000, mtime=0)[:-30], {}),
        ("leads.csv.gz", gzip.compress(b"id\n" + b"L1\n" * 9000, mtime=0)[:-30], {"encoding": "cp1252"}),
        ("leads.parquet", b"id\nL1\n", {"format": FileFormat.PARQUET}),
        ("leads.duckdb", b"id\nL1\n", {"format": FileFormat.DUCKDB}),
        ("leads.csv", "id\nÄ\n".encode("cp1252"), {"encoding": "utf-16"}),
    ],
)
def test_bytes_that_are_not_what_the_map_says(world, name, content, more):
    world.write(name, content)
    code, message, way_out = fault_of(world.read(world.source(world.records(world.table(name, **more)))))
    assert code == "LP605"
    assert f"`{name}`" in message
    assert way_out


@pytest.mark.parametrize(("table", "way_out"), [("laeds", "did you mean `leads`?"), (None, "name one with `table:`")])
def test_a_table_that_the_file_has_not_or_that_is_not_named(world, table, way_out):
    with duckdb.connect(str(world.folder / "crm.duckdb")) as connection:
        connection.execute("CREATE TABLE leads (id VARCHAR); CREATE TABLE log (id VARCHAR)")
    stored = world.table("crm.duckdb", format=FileFormat.DUCKDB, table=table)
    code, _, told = fault_of(world.read(world.source(world.records(stored))))
    assert (code, told) == ("LP606", way_out)


def test_all_faults_are_told_at_once_and_no_relation_is_made(world):
    world.write("leads.csv", "id\nL1\n")
    world.write("events.csv", "lead,kind\n")
    maps = [world.events(), world.events(world.table("missing.csv"), "other")]
    run = world.read(world.source(world.records(None, *world.fields("company")), *maps))
    assert [fault.code for fault in run.diagnostics] == ["LP601", "LP602", "LP602", "LP602"]
    assert run.rows("SELECT table_name FROM duckdb_tables()") == []


def test_nothing_is_left_behind_but_the_relations(world):
    with duckdb.connect(str(world.folder / "crm.duckdb")) as connection:
        connection.execute("CREATE TABLE leads AS SELECT 'L1' AS id")
    run = world.read(world.source(world.records(world.table("crm.duckdb", format=FileFormat.DUCKDB))))
    tables = [name for (name,) in run.rows("SELECT table_name FROM duckdb_tables() ORDER BY table_name")]
    assert tables == [
        "coverage",
        "events",
        "field_changes",
        "leads",
        "memberships",
        "merges",
        "quarantine",
        "set_aside",
    ]
    assert not [n for (n,) in run.rows("SELECT database_name FROM duckdb_databases()") if n.startswith("source")]
