"""Times of exports become instants, exactly."""

import pytest

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011-10-01T00:38:44.546+02:00", "2011-09-30T22:38:44.546+00:00"),
        ("2019-03-04T21:54:35.886Z", "2019-03-04T21:54:35.886+00:00"),
        ("2019-03-04t21:54:35.886z", "2019-03-04T21:54:35.886+00:00"),
        ("2020-01-01 00:00:00 UTC", "2020-01-01T00:00:00+00:00"),
        ("2020-01-01 00:00:00UTC", "2020-01-01T00:00:00+00:00"),
        ("2020-01-01 00:00:00 GMT", "2020-01-01T00:00:00+00:00"),
        ("2020-01-01T10:00:00+0530", "2020-01-01T04:30:00+00:00"),
        ("2020-01-01 10:00:00 -08", "2020-01-01T18:00:00+00:00"),
        ("2020-01-01 10:00:00 +02:00", "2020-01-01T08:00:00+00:00"),
        ("2020-01-01T10:00+02:00", "2020-01-01T08:00:00+00:00"),
        ("2021-01-07 6:49:18", "2021-01-07T05:49:18+00:00"),
        ("2021-07-07 6:49", "2021-07-07T04:49:00+00:00"),
        ("2020-07-09 11:10:52.675", "2020-07-09T09:10:52.675+00:00"),
        ("2023-06-22 11:37:07.210000", "2023-06-22T09:37:07.210+00:00"),
        ("2020-01-01 10:00:00.1234569", "2020-01-01T09:00:00.123456+00:00"),
        ("2020-01-01T10:00:00.999999999Z", "2020-01-01T10:00:00.999999+00:00"),
        ("2020-01-01 10:00:00,5", "2020-01-01T09:00:00.5+00:00"),
        ("  2020-01-01 10:00:00\t", "2020-01-01T09:00:00+00:00"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5+00:00"),
    ],
)
def test_an_iso_text_is_its_instant_to_the_microsecond(world, instant, text, expected):
    run = world.read_events(f'lead,type,when\nL1,call,"{text}"\n')
    assert run.rows('SELECT "at", until FROM events') == [(instant(expected), instant(expected))]


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-30 10:00:00",
        "2020-01-01 25:00:00",
        "2020-01-01 10:00:60",
        "01/02/2020",
        "yesterday",
        "epoch",
        "infinity",
        "2020-01-01T10:00:00+99:00",
        "2020-01-01 10:00:00 Europe/Berlin",
        "44197.5",
        "0000-00-00 00:00:00",
    ],
)
def test_any_other_text_is_an_unreadable_time(world, text):
    run = world.read_events(f'lead,type,when\nL1,call,"{text}"\n')
    assert run.rows("FROM events") == []
    assert run.rows("SELECT row_no, lead_id, type, reason FROM quarantine") == [(1, "L1", "call", "unreadable time")]


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        (BERLIN, "2026-03-29 01:59:59", "2026-03-29T00:59:59+00:00"),
        (BERLIN, "2026-03-29 02:00:00", "2026-03-29T01:00:00+00:00"),
        (BERLIN, "2026-03-29 02:30:00", "2026-03-29T01:00:00+00:00"),
        (BERLIN, "2026-03-29 03:00:00", "2026-03-29T01:00:00+00:00"),
        (BERLIN, "2026-10-25 02:30:00", "2026-10-25T00:30:00+00:00"),
        (BERLIN, "2026-10-25 03:00:00", "2026-10-25T02:00:00+00:00"),
        (NEW_YORK, "2026-11-01 01:30:00", "2026-11-01T05:30:00+00:00"),
        ("America/Sao_Paulo", "2018-11-04 00:30:00", "2018-11-04T03:00:00+00:00"),
        ("Asia/Kolkata", "2026-06-01 12:00:00", "2026-06-01T06:30:00+00:00"),
        ("UTC", "2026-06-01 12:00:00", "2026-06-01T12:00:00+00:00"),
    ],
)
def test_a_skipped_wall_time_is_the_end_of_the_gap_and_a_doubled_one_its_first(world, instant, zone, wall, expected):
    run = world.read_events(f"lead,type,when\nL1,call,{wall}\n", happened=world.time(zone=zone))
    assert run.one('SELECT "at" FROM events') == instant(expected)


@pytest.mark.parametrize("time_format", ["iso", "date", "%Y-%m-%d"])
def test_a_date_stands_for_its_whole_day_in_the_zone(world, instant, time_format):
    run = world.read_events("lead,type,when\nL1,call,2026-03-29\n", happened=world.time(format=time_format))
    first, last = instant("2026-03-29T00:00:00+01:00"), instant("2026-03-30T00:00:00+02:00") - 1
    assert run.rows('SELECT "at", until FROM events') == [(first, last)]
    assert last - first + 1 == 23 * 3_600_000_000


def test_a_date_may_be_written_as_its_midnight(world, instant):
    content = (
        "lead,type,when\nL1,call,2018-12-19 00:00:00\nL1,mail,2018-12-19T00:00:00.000Z\nL1,visit,2018-12-19 09:00\n"
    )
    run = world.read_events(content, happened=world.time(format="date"))
    assert run.rows('SELECT type, "at" FROM events ORDER BY type') == [
        ("call", instant("2018-12-19T00:00:00+01:00")),
        ("mail", instant("2018-12-19T00:00:00+01:00")),
    ]
    assert run.rows("SELECT type, reason FROM quarantine") == [("visit", "unreadable time")]


@pytest.mark.parametrize(
    ("unit", "text", "micros"),
    [
        ("epoch seconds", "1577836800", 1_577_836_800_000_000),
        ("epoch seconds", "1577836800.1234567", 1_577_836_800_123_456),
        ("epoch seconds", "+7.5", 7_500_000),
        ("epoch seconds", "-1.5", -1_500_000),
        ("epoch milliseconds", "1577836800123", 1_577_836_800_123_000),
        ("epoch milliseconds", "1577836800123.4567", 1_577_836_800_123_456),
        ("epoch milliseconds", "0", 0),
    ],
)
def test_an_epoch_is_counted_in_whole_microseconds(world, unit, text, micros):
    run = world.read_events(f"lead,type,when\nL1,call,{text}\n", happened=world.time(format=unit))
    assert run.one('SELECT "at" FROM events') == micros


@pytest.mark.parametrize("text", ["1e9", "12:00", "123456789012345678901234567890", "1,577"])
def test_what_is_no_plain_number_is_no_epoch(world, text):
    run = world.read_events(f'lead,type,when\nL1,call,"{text}"\n', happened=world.time(format="epoch seconds"))
    assert run.one("SELECT reason FROM quarantine") == "unreadable time"


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("%d.%m.%Y %H:%M:%S", "29.03.2026 02:30:00", "2026-03-29T01:00:00+00:00"),
        ("%m/%d/%Y %I:%M %p", "7/1/2026 3:04 PM", "2026-07-01T13:04:00+00:00"),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-07-01 12:00:00.123456789", "2026-07-01T10:00:00.123456+00:00"),
        ("%Y-%m-%d %H:%M:%S.%n", "2026-07-01 12:00:00.123456789", "2026-07-01T10:00:00.123456+00:00"),
        ("%Y-%m-%d %H:%M:%S %z", "2026-07-01 12:00:00 +0530", "2026-07-01T06:30:00+00:00"),
        ("%Y-%m-%dT%H:%M:%S%z", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00+00:00"),
    ],
)
def test_a_pattern_reads_wall_time_or_with_an_offset_an_instant(world, instant, pattern, text, expected):
    run = world.read_events(f'lead,type,when\nL1,call,"{text}"\n', happened=world.time(format=pattern))
    assert run.one('SELECT "at" FROM events') == instant(expected)


@pytest.mark.parametrize("pattern", ["%Q", "DD.MM.YYYY", "%d.%m.%Y %Z"])
def test_a_pattern_that_means_nothing_is_a_fault_at_its_line(world, pattern):
    run = world.read_events("lead,type,when\nL1,call,x\n", happened=world.time(format=pattern))
    (fault,) = run.diagnostics
    assert (fault.code, fault.location.line) == ("LP608", 7)
    assert fault.help


def test_an_open_end_of_9999_is_after_as_of_and_not_unreadable(world):
    run = world.read_events("lead,type,when\nL1,call,9999-12-31 23:59:59\nL1,mail,9999-12-31\n")
    assert run.rows("SELECT reason, rows FROM set_aside") == [("after as_of", 2)]
    assert run.rows("FROM quarantine") == []


def test_the_zone_of_the_session_decides_nothing(world, instant, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    run = world.read_events("lead,type,when\nL1,call,2026-07-01 12:00:00\n")
    assert run.one('SELECT "at" FROM events') == instant("2026-07-01T10:00:00+00:00")


def test_a_recording_time_that_cannot_be_read_leaves_the_event_and_is_quarantined(world):
    run = world.read_events(
        "lead,type,when,logged\nL1,call,2026-07-01 12:00:00,soon\nL1,mail,2026-07-01 13:00:00,\n",
        recorded=world.time("logged"),
    )
    assert run.rows("SELECT type, recorded_at FROM events") == [("call", None), ("mail", None)]
    assert run.rows("SELECT type, reason FROM quarantine") == [("call", "unreadable value of recorded_at")]
