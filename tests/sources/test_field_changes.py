"""Field histories as exports hold them: what each field held before its first change, and after each one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.sources import HistoryMap

HEAD = "no,lead,what,was,is,when\n"
ROWS = "SELECT lead_id, field, nth, value, currency, tells FROM field_changes ORDER BY ord"


@pytest.fixture
def changes(world):
    """A reading of one history of leads L1 and L2, told by old and new value; `more` replaces parts of its map."""

    def read(content, *fields, as_of="2026-07-01T00:00:00+00:00", **more):
        world.write("leads.csv", "id,size,revenue\nL1,large,5\nL2,small,7\n")
        world.write("changes.csv", content)
        named = {"Size": "size", "Staff": "employees", "Revenue": "revenue", "Since": "founded", "Live": "active"}
        mapped = HistoryMap(
            "moves",
            world.table("changes.csv"),
            world.columns("lead"),
            world.columns("what", values=tuple(named.items()), others="ignore"),
            world.columns("is"),
            world.time(),
            old_value=world.columns("was"),
        )
        source = world.source(world.records(None, *fields), world.events())
        world.write("events.csv", "lead,type,when\n")
        return world.read(replace(source, history=(replace(mapped, **more),)), as_of=as_of)

    return read


def test_a_history_begins_with_what_was_there_before_its_first_change(changes):
    run = changes(
        HEAD + "1,L1,Size,small,large,2026-05-02T10:00:00Z\n2,L1,Size,large,,2026-05-03T10:00:00Z\n"
        "3,L2,Staff,,7,2026-05-02\n"
    )
    assert run.rows(ROWS) == [
        ("L1", "size", 0, "small", None, True),
        ("L1", "size", 1, "large", None, True),
        ("L1", "size", 2, None, None, True),
        ("L2", "employees", 0, None, None, True),
        ("L2", "employees", 1, "7", None, True),
    ]


def test_a_history_without_old_values_does_not_tell_what_was_before(changes):
    run = changes(HEAD + "1,L1,Size,small,large,2026-05-02T10:00:00Z\n", old_value=None)
    assert run.rows(ROWS) == [("L1", "size", 0, None, None, False), ("L1", "size", 1, "large", None, True)]


def test_a_date_is_the_whole_day(changes, instant):
    run = changes(HEAD + "1,L1,Size,small,large,2026-05-02\n")
    day = (instant("2026-05-02T00:00:00+02:00"), instant("2026-05-03T00:00:00+02:00") - 1)
    assert run.rows("SELECT c.at, c.until FROM field_changes AS c WHERE c.nth = 1") == [day]


def test_values_are_typed_and_told_in_one_spelling(changes):
    run = changes(
        HEAD + "1,L1,Staff,7.0,007,2026-05-02T10:00:00Z\n2,L1,Live,yes,0,2026-05-02T10:00:00Z\n"
        "3,L1,Since,1970-01-02,1970-01-03,2026-05-02T10:00:00Z\n4,L1,Revenue,1.50 usd,2 EUR,2026-05-02T10:00:00Z\n"
    )
    assert run.rows(ROWS) == [
        ("L1", "active", 0, "true", None, True),
        ("L1", "active", 1, "false", None, True),
        ("L1", "employees", 0, "7", None, True),
        ("L1", "employees", 1, "7", None, True),
        ("L1", "founded", 0, "1", None, True),
        ("L1", "founded", 1, "2", None, True),
        ("L1", "revenue", 0, "1.5000", "USD", True),
        ("L1", "revenue", 1, "2.0000", "EUR", True),
    ]


def test_values_are_read_as_the_records_read_the_field(changes, world):
    (size,) = world.fields("size")
    meant = (("small", "small"), ("large", "large"), ("L", "large"))
    mapped = world.columns("size", values=meant, others="ignore", empty=("-",))
    (revenue,) = world.fields("revenue", currency="EUR")
    run = changes(
        HEAD + "1,L1,Size,-,L,2026-05-02T10:00:00Z\n2,L1,Size,L,XL,2026-05-03T10:00:00Z\n"
        "3,L1,Revenue,4,5,2026-05-02T10:00:00Z\n",
        replace(size, value=mapped),
        revenue,
    )
    assert run.rows(ROWS) == [
        ("L1", "revenue", 0, "4.0000", "EUR", True),
        ("L1", "revenue", 1, "5.0000", "EUR", True),
        ("L1", "size", 0, None, None, True),
        ("L1", "size", 1, "large", None, True),
        ("L1", "size", 2, None, None, False),
    ]
    reasons = run.rows("SELECT row_no, type, reason FROM quarantine WHERE file = 'changes.csv'")
    assert reasons == [(2, "field:size", "unreadable value of size")]


def test_same_instants_are_ordered_by_sequence_as_a_number(changes, world):
    content = HEAD + "".join(
        f"{no},L1,Size,,{value},2026-05-02T10:00:00Z\n" for no, value in ((10, "large"), (9, "small"))
    )
    run = changes(content, sequence="no", id=world.columns("no"))
    assert run.rows("SELECT change_id, value FROM field_changes WHERE nth > 0 ORDER BY nth") == [
        ("9", "small"),
        ("10", "large"),
    ]


def test_the_order_of_rows_decides_nothing(changes):
    rows = [f"{n},L1,Size,,{value},2026-05-02T10:00:00Z\n" for n, value in ((1, "large"), (2, "small"), (3, ""))]
    assert changes(HEAD + "".join(rows)).rows(ROWS) == changes(HEAD + "".join(rows[::-1])).rows(ROWS)


def test_what_came_after_as_of_is_set_aside_but_tells_what_was_there_before(changes):
    run = changes(
        HEAD + "1,L1,Size,small,large,2026-08-02T10:00:00Z\n2,L2,Size,small,large,2026-05-02T10:00:00Z\n"
        "3,L2,Size,large,small,2026-08-02T10:00:00Z\n"
    )
    assert run.rows(ROWS) == [
        ("L1", "size", 0, "small", None, True),
        ("L2", "size", 0, "small", None, True),
        ("L2", "size", 1, "large", None, True),
    ]
    assert run.rows("FROM set_aside") == [("after as_of", "changes.csv", 2)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,,Size,small,large,2026-05-02T10:00:00Z", "missing lead id"),
        ("2,L9,Size,small,large,2026-05-02T10:00:00Z", "unknown lead"),
        ("2,L2,Size,small,large,", "missing time"),
        ("2,L2,Size,small,large,some day", "unreadable time"),
        ("2,L2,Size,small,vast,2026-05-02T10:00:00Z", "unreadable value of size"),
    ],
)
def test_what_can_not_be_read_lies_in_quarantine(changes, row, reason):
    run = changes(HEAD + "1,L1,Size,small,large,2026-05-02T10:00:00Z\n" + row + "\n")
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(2, reason)]
    assert run.rows(ROWS)[:2] == [("L1", "size", 0, "small", None, True), ("L1", "size", 1, "large", None, True)]


def test_a_change_of_unknown_time_leaves_the_history_of_its_field_untold(changes):
    run = changes(
        HEAD + "1,L1,Size,small,large,2026-05-02T10:00:00Z\n2,L1,Size,large,small,soon\n3,L2,Size,small,large,soon\n"
    )
    assert run.rows(ROWS) == [
        ("L1", "size", 0, None, None, False),
        ("L1", "size", 1, None, None, False),
        ("L2", "size", 0, None, None, False),
    ]


def test_a_change_that_comes_twice_is_one_and_one_that_contradicts_itself_is_none(changes, world):
    run = changes(
        HEAD + "1,L1,Size,small,large,2026-05-02T10:00:00Z\n1,L1,Size,small,large,2026-05-02T10:00:00Z\n"
        "2,L2,Size,small,large,2026-05-02T10:00:00Z\n2,L2,Size,small,small,2026-05-02T10:00:00Z\n",
        id=world.columns("no"),
    )
    assert run.rows(ROWS) == [
        ("L1", "size", 0, "small", None, True),
        ("L1", "size", 1, "large", None, True),
        ("L2", "size", 0, None, None, False),
    ]
    assert run.rows("FROM set_aside") == [("duplicate", "changes.csv", 1)]
    assert run.rows("SELECT row_no, reason FROM quarantine") == [(3, "conflicting changes"), (4, "conflicting changes")]


def test_changes_of_other_fields_are_set_aside_or_kept_for_a_look(changes, world):
    content = HEAD + "1,L1,Shoe size,41,42,2026-05-02T10:00:00Z\n"
    assert changes(content).rows("FROM set_aside") == [("ignored field", "changes.csv", 1)]
    strict = world.columns("what", values=(("Size", "size"),), others="quarantine")
    assert changes(content, field=strict).rows("SELECT reason FROM quarantine") == [("unknown field",)]


def test_a_history_covers_until_its_last_row_unless_it_says_otherwise(changes, instant):
    content = HEAD + "1,L1,Size,small,large,2026-05-02T10:00:00Z\n"
    seen = "SELECT source, until FROM coverage WHERE type = 'field:size'"
    assert changes(content).rows(seen) == [("crm/history/moves", instant("2026-05-02T10:00:00+00:00"))]
    assert changes(content, complete_until=9).rows(seen) == [("crm/history/moves", 9)]
