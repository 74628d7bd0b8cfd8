"""Lead records: one row a lead, whatever its id looks like."""

import json

from engine.model.sources import ColumnMap, FieldMap


def test_only_an_empty_lead_id_is_missing(world):
    run = world.read_leads('id\nNA\nnull\nNone\n007\n7\n"  "\n"\'; DROP TABLE leads; --"\n nan \n')
    assert [lead for (lead,) in run.rows("SELECT lead_id FROM leads")] == sorted(
        ["NA", "null", "None", "007", "7", "'; DROP TABLE leads; --", "nan"]
    )
    assert run.rows("SELECT row_no, lead_id, reason FROM quarantine") == [(6, None, "missing lead id")]


def test_equal_rows_of_a_lead_are_one_record(world):
    run = world.read_leads("id,company,day\nL1,A,1\nL1,A,2\nL1,A,3\n", *world.fields("company"))
    assert run.rows("SELECT lead_id, f_company FROM leads") == [("L1", "A")]
    assert run.rows("FROM quarantine") == []


def test_rows_that_say_the_same_in_other_words_are_one_record(world):
    content = "id,employees,active,since\nL1,10,TRUE,2026-01-01T12:00:00Z\nL1,010,yes,2026-01-01T13:00:00+01:00\n"
    fields = (*world.fields("employees", known_since=world.time("since")), *world.fields("active"))
    run = world.read_leads(content, *fields)
    assert run.rows("SELECT f_employees, f_active FROM leads") == [(10, True)]
    assert run.rows("FROM quarantine") == []


def test_differing_rows_of_a_lead_are_all_quarantined_and_the_lead_stays_unknown(world):
    run = world.read_leads("id,company\nL1,A\nL2,B\nL1,C\nL1,A\n", *world.fields("company"))
    assert run.rows("SELECT lead_id, f_company FROM leads") == [("L1", None), ("L2", "B")]
    quarantined = run.rows("SELECT row_no, lead_id, reason, raw FROM quarantine")
    assert [row[:3] for row in quarantined] == [(1, "L1", "conflicting records"), (3, "L1", "conflicting records")]
    assert [json.loads(row[3]) for row in quarantined] == [{"id": "L1", "company": "A"}, {"id": "L1", "company": "C"}]


def test_a_value_against_no_value_is_a_conflict(world):
    run = world.read_leads("id,company\nL1,A\nL1,\n", *world.fields("company"))
    assert run.rows("SELECT f_company FROM leads") == [(None,)]
    assert run.one("SELECT count(*) FROM quarantine") == 2


def test_two_sources_may_know_different_fields_of_one_lead(world):
    world.write("a.csv", "id,company\nL1,A\nL2,B\n")
    world.write("b.csv", "id,employees,company\nL1,5,A\nL3,6,C\nL2,7,X\n")
    first = world.source(world.records(world.table("a.csv"), *world.fields("company")), name="a")
    second = world.source(world.records(world.table("b.csv"), *world.fields("employees", "company")), name="b")
    run = world.read(first, second)
    assert run.rows("SELECT lead_id, f_company, f_employees FROM leads") == [
        ("L1", "A", 5),
        ("L2", None, None),
        ("L3", "C", 6),
    ]
    assert run.rows("SELECT file, lead_id, reason FROM quarantine") == [
        ("a.csv", "L2", "conflicting records"),
        ("b.csv", "L2", "conflicting records"),
    ]


def test_records_may_come_from_the_event_file_itself(world):
    world.write(
        "log.csv",
        "case,amount,what,when\nA,5,call,2026-01-01 10:00\nA,5,mail,2026-01-02 10:00\n,,call,2026-01-02 10:00\n",
    )
    table = world.table("log.csv")
    records = world.records(table, FieldMap("employees", world.columns("amount")), lead="case")
    run = world.read(
        world.source(records, world.events(table, lead=world.columns("case"), event=world.columns("what")))
    )
    assert run.rows("SELECT lead_id, f_employees FROM leads") == [("A", 5)]
    assert run.one("SELECT count(*) FROM events") == 2
    assert run.rows("SELECT row_no, type, reason FROM quarantine") == [(3, "call", "missing lead id")]


def test_value_maps_texts_for_nothing_and_constants(world):
    content = "id,a,b\nL1,Klein, 12 \nL2,Groß,n/a\nL3,riesig,-\nL4,,5\n"
    fields = (
        FieldMap("size", world.columns("a", values=(("Klein", "small"), ("Groß", "large")))),
        FieldMap("employees", world.columns("b", empty=("n/a", "-"))),
        FieldMap("company", ColumnMap(constant="Acme 'n' Co")),
    )
    run = world.read_leads(content, *fields)
    assert run.rows("SELECT lead_id, f_size, f_employees, f_company FROM leads") == [
        ("L1", "small", 12, "Acme 'n' Co"),
        ("L2", "large", None, "Acme 'n' Co"),
        ("L3", None, None, "Acme 'n' Co"),
        ("L4", None, 5, "Acme 'n' Co"),
    ]
    assert run.rows("SELECT lead_id, reason FROM quarantine") == [("L3", "unreadable value of size")]


def test_texts_beside_the_value_map_are_quarantined_or_set_aside_as_the_map_says(world):
    content = "id,company,deleted\nL1,A,no\nL2,?,no\nL3,B,yes\n"
    fields = (
        FieldMap("company", world.columns("company", values=(("A", "Acme"), ("B", "Bolt")), others="quarantine")),
        FieldMap("active", world.columns("deleted", values=(("no", "true"),), others="ignore")),
    )
    run = world.read_leads(content, *fields)
    assert run.rows("SELECT lead_id, f_company FROM leads") == [("L1", "Acme"), ("L2", None)]
    assert run.rows("SELECT lead_id, reason FROM quarantine") == [("L2", "unreadable value of company")]
    assert run.rows("FROM set_aside") == [("ignored row", "leads.csv", 1)]


def test_a_field_knows_since_when_it_is_known(world, instant):
    content = "id,company,since\nL1,A,2026-03-01 10:00:00\nL2,B,\nL3,C,whenever\nL4,,2026-03-01 10:00:00\n"
    run = world.read_leads(content, *world.fields("company", known_since=world.time("since")))
    assert run.rows("SELECT lead_id, f_company, s_company FROM leads") == [
        ("L1", "A", instant("2026-03-01T10:00:00+01:00")),
        ("L2", "B", None),
        ("L3", "C", None),
        ("L4", None, None),
    ]
    assert run.rows("SELECT lead_id, reason FROM quarantine") == [("L3", "unreadable time")]


def test_a_value_set_after_as_of_is_unknown_and_counted(world):
    content = "id,company,since\nL1,A,2026-03-01T10:00:00Z\nL2,B,2026-03-01T10:00:00.000001Z\n"
    fields = world.fields("company", known_since=world.time("since"))
    run = world.read_leads(content, *fields, as_of="2026-03-01T10:00:00+00:00")
    assert run.rows("SELECT lead_id, f_company FROM leads") == [("L1", "A"), ("L2", None)]
    assert run.rows("FROM set_aside") == [("after as_of", "leads.csv", 1)]


def test_no_rows_leave_empty_typed_relations(world):
    run = world.read_events("lead,type,when\n", leads="id\n")
    assert run.diagnostics == ()
    assert run.rows("FROM leads") == run.rows("FROM events") == run.rows("FROM quarantine") == []
    assert run.rows("SELECT DISTINCT until FROM coverage") == [(None,)]


def test_hostile_column_names_and_values_are_text_like_any_other(world):
    name = "co\"l'; DROP TABLE leads; --"
    quoted = '"' + name.replace('"', '""') + '"'
    world.write("leads.csv", f'id,{quoted}\nL1,"\'; --"\nL2,{{{{x}}}}\nL3,\n')
    field = FieldMap("company", world.columns(name, values=(("'; --", 'a"b\\c'),)))
    run = world.read(world.source(world.records(None, field, *world.fields())))
    assert run.rows("SELECT lead_id, f_company FROM leads") == [("L1", 'a"b\\c'), ("L2", "{{x}}"), ("L3", None)]
