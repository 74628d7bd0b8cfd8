"""Cells as the types of their fields; what can't be read is unknown, quarantined, and the lead stays."""

from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("company", " Übel & Söhne ", "Übel & Söhne"),
        ("company", "NULL", "NULL"),
        ("size", "small", "small"),
        ("employees", "007", 7),
        ("employees", "-3", -3),
        ("employees", "120.0", 120),
        ("score", "1.5", Decimal("1.5000")),
        ("score", ".25", Decimal("0.2500")),
        ("active", "TRUE", True),
        ("active", "No", False),
        ("active", "1", True),
        ("founded", "1970-01-11", 10),
        ("founded", "1969-12-31", -1),
        ("founded", "2018-12-19 00:00:00", 17884),
        ("company", "", None),
        ("employees", " ", None),
    ],
)
def test_a_readable_cell_has_its_value(world, field, text, value):
    run = world.read_leads(f'id,{field}\nL1,"{text}"\n', *world.fields(field))
    assert run.fields_of("L1")[field] == value
    assert run.rows("FROM quarantine") == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("size", "medium"),
        ("size", "Small"),
        ("employees", "1,000"),
        ("employees", "12.5"),
        ("employees", "many"),
        ("employees", "99999999999999999999"),
        ("score", "nan"),
        ("score", "1e3"),
        ("score", "1.2.3"),
        ("active", "maybe"),
        ("founded", "2026-02-30"),
        ("founded", "01/02/2026"),
        ("founded", "2026-01-01T23:30:00Z"),
        ("revenue", "10000"),
        ("revenue", "10,000 EUR"),
        ("revenue", "EUR"),
        ("revenue", "10000 Euros"),
    ],
)
def test_an_unreadable_cell_is_unknown_and_quarantined_while_its_lead_stays(world, field, text):
    run = world.read_leads(f'id,{field}\nL1,"{text}"\n', *world.fields(field))
    assert run.fields_of("L1")[field] is None
    assert run.rows("SELECT file, row_no, lead_id, reason FROM quarantine") == [
        ("leads.csv", 1, "L1", f"unreadable value of {field}")
    ]


@pytest.mark.parametrize(
    ("text", "currency", "amount", "known_as"),
    [
        ("10000 EUR", None, "10000.0000", "EUR"),
        ("10000.50usd", None, "10000.5000", "USD"),
        ("10000", "EUR", "10000.0000", "EUR"),
        ("10000 USD", "EUR", "10000.0000", "USD"),
    ],
)
def test_money_has_a_currency_its_own_or_that_of_the_map(world, text, currency, amount, known_as):
    run = world.read_leads(f"id,revenue\nL1,{text}\n", *world.fields("revenue", currency=currency))
    assert run.rows("SELECT f_revenue, c_revenue FROM leads") == [(Decimal(amount), known_as)]


def test_every_field_of_the_schema_is_a_typed_column_mapped_or_not(world):
    run = world.read_leads("id\nL1\n")
    kinds = dict(run.rows("SELECT column_name, column_type FROM (DESCRIBE leads)"))
    names = ("company", "size", "employees", "score", "active", "founded", "revenue")
    types = ("VARCHAR", "VARCHAR", "BIGINT", "DECIMAL(18,4)", "BOOLEAN", "INTEGER", "DECIMAL(18,4)")
    values = {f"f_{name}": kind for name, kind in zip(names, types, strict=True)}
    times = {f"s_{name}": "BIGINT" for name in names}
    assert kinds == {"lead_id": "VARCHAR", "c_revenue": "VARCHAR"} | values | times
