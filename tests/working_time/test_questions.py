"""Questions to calendars as JSON Lines: every line is answered, in its place, by the lookups that judge leads."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evaluation.calendar_answers import answer, answer_one
from engine.model.calendars import Calendar, Interval
from engine.model.durations import Duration, Unit
from engine.model.policy_set import PolicySet
from tests.reference import calendar as reference
from tests.working_time.lookups import calendar_of

NIGHTS = ((Interval(22 * 60, 30 * 60),),) * 7
CALENDARS = {
    "office": calendar_of(),
    "berlin": calendar_of("Europe/Berlin"),
    "nights": calendar_of("America/New_York", NIGHTS),
    "island": calendar_of("Australia/Lord_Howe", NIGHTS),
    "himalaya": calendar_of("Asia/Kathmandu"),
    "broken": calendar_of("Mars/Base"),
}
LENGTHS = [unit for unit in Unit if unit is not Unit.NEXT_BUSINESS_DAY]  # a time of day is no length


def policies(calendars: dict[str, Calendar]) -> PolicySet:
    return PolicySet((), calendars, {}, {}, {}, {}, {})


def ask(*lines: str | bytes | dict[str, object]) -> list[dict[str, object]]:
    texts = [json.dumps(line) if isinstance(line, dict) else line for line in lines]
    asked = b"\n".join(text.encode() if isinstance(text, str) else text for text in texts)
    found = BytesIO()
    counts = answer(policies(CALENDARS), BytesIO(asked), found)
    answers = [json.loads(line) for line in found.getvalue().decode().splitlines()]
    assert counts.lines == len(answers)
    assert counts.errors == sum("error" in one for one in answers)
    return answers


def printed(at: int, zone: str) -> str:
    return (reference.EPOCH + timedelta(microseconds=at)).astimezone(ZoneInfo(zone)).isoformat()


def test_one_question_has_its_due_instant_on_the_wall_of_the_calendar() -> None:
    question = {"calendar": "office", "from": "2026-01-10T22:30:00+01:00", "within": "4 business hours"}
    assert answer_one(policies(CALENDARS), question) == {
        "calendar": "office",
        "from": "2026-01-10T16:30:00-05:00",
        "within": "4 business hours",
        "due": "2026-01-12T13:00:00-05:00",
    }


def test_due_and_elapsed_time_can_be_asked_at_once() -> None:
    question = {"calendar": "office", "from": "2026-01-12T09:00", "until": "2026-01-12T10:00:00.25"}
    (found,) = ask({**question, "id": [1, None], "within": "1 business day"})
    assert found == {
        "id": [1, None],
        "calendar": "office",
        "from": "2026-01-12T09:00:00-05:00",
        "within": "1 business day",
        "due": "2026-01-13T17:00:00-05:00",
        "until": "2026-01-12T10:00:00.250000-05:00",
        "elapsed_seconds": 3600.25,
    }


@pytest.mark.parametrize(
    ("start", "window", "due"),
    [
        ("2026-03-08T01:30-05:00", "1 hour", "2026-03-08T03:30:00-04:00"),
        ("2026-11-01T00:30-04:00", "2 hours", "2026-11-01T01:30:00-05:00"),
        ("2026-03-08T02:30", "0 minutes", "2026-03-08T03:00:00-04:00"),  # skipped
        ("2026-11-01T01:30", "0 seconds", "2026-11-01T01:30:00-04:00"),  # doubled
        ("2026-01-10 16:30:00,5Z", " 2  days ", "2026-01-13T00:00:00-05:00"),
        ("2026-01-10T16:30-0500", "1 day", "2026-01-12T00:00:00-05:00"),
        ("2026-01-10T16:30+14", "1 second", "2026-01-09T21:30:01-05:00"),
    ],
)
def test_always_runs_on_the_wall_of_the_zone_that_the_question_names(start: str, window: str, due: str) -> None:
    (found,) = ask({"calendar": "always", "from": start, "within": window, "zone": "America/New_York"})
    assert found["due"] == due


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("", "not a JSON object"),
        ("{", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ("null", "not a JSON object"),
        (b'\xff{"calendar": "office"}', "not a JSON object"),
        ({}, "no `calendar`"),
        ({"calendar": "office", "form": "2026-01-12T09:00Z"}, "unknown key `form`"),
        ('{"calendar": "office", "from": "2026-01-12T09:00Z", "from": 1}', "a key is there twice"),
        ({"calendar": "ofice", "from": "2026-01-12T09:00Z"}, "unknown calendar `ofice`; did you mean `office`?"),
        ({"calendar": 5, "from": "2026-01-12T09:00Z"}, "unknown calendar `5`"),
        ({"calendar": "office", "within": "1 hour"}, "no `from`"),
        ({"calendar": "office", "from": None, "within": "1 hour"}, "no `from`"),
        ({"calendar": "office", "from": "2026-01-12T09:00Z"}, "neither `within` nor `until`"),
        ({"calendar": "office", "from": "2026-01-12T09:00Z", "within": "4 h"}, "unreadable `within`: `4 h`"),
        ({"calendar": "office", "from": "2026-01-12T09:00Z", "within": "1 business second"}, "unreadable `within`"),
        ({"calendar": "office", "from": "2026-01-12T09:00Z", "within": "-1 hours"}, "unreadable `within`"),
        ({"calendar": "office", "from": "2026-01-12T09:00Z", "within": f"{10**25} hours"}, "`within` is too long"),
        ({"calendar": "office", "from": "2026-02-30T09:00Z", "within": "1 hour"}, "unreadable `from`"),
        ({"calendar": "office", "from": "2026-02-03T24:00Z", "within": "1 hour"}, "unreadable `from`"),
        ({"calendar": "office", "from": "2026-02-03", "within": "1 hour"}, "unreadable `from`"),
        ({"calendar": "office", "from": "2026-02-03T09:00Z'; --", "within": "1 hour"}, "unreadable `from`"),
        ({"calendar": "office", "from": "2026-02-03T09:00Z", "until": "soon"}, "unreadable `until`: `soon`"),
        ({"calendar": "office", "from": "1969-02-03T09:00Z", "within": "1 hour"}, "`from` is outside 1970 to 2069"),
        ({"calendar": "office", "from": "2026-02-03T09:00Z", "until": "2100-01-01T00:00Z"}, "`until` is outside"),
        ({"calendar": "office", "from": "2026-02-03T09:00Z", "until": "2026-02-03T08:59Z"}, "before `from`"),
        ({"calendar": "office", "from": "2026-02-03T09:00Z", "within": "1 hour", "zone": "Mars/Base"}, "unknown zone"),
        ({"calendar": "always", "from": "2026-02-03T09:00Z", "within": "1 business day"}, "`always` has none"),
        (
            {"calendar": "office", "from": "2027-12-30T09:00Z", "within": "9 business days"},
            "beyond the laid-out days of calendar `office` (2025-01-01 to 2027-12-31)",
        ),
        ({"calendar": "office", "from": "2027-12-30T09:00Z", "until": "2028-02-01T09:00Z"}, "beyond the laid-out days"),
        ({"calendar": "always", "from": "2026-02-03T09:00Z", "within": f"{10**17} hours"}, "beyond the laid-out days"),
    ],
)
def test_a_line_that_cannot_be_answered_says_why(line: str | bytes | dict[str, object], error: str) -> None:
    before, found, after = ask(
        {"id": "a", "calendar": "always", "from": "2026-01-12T09:00Z", "within": "1 hour"},
        line,
        {"id": "z", "calendar": "always", "from": "2026-01-12T09:00Z", "within": "1 hour"},
    )
    assert error in str(found["error"])
    assert "due" not in found
    assert (before["id"], after["id"]) == ("a", "z")


def test_a_calendar_that_nobody_asks_about_is_not_laid_out() -> None:
    """`broken` names a zone that does not exist, and does no harm to the others."""
    (found,) = ask({"calendar": "berlin", "from": "2026-01-12T09:00", "within": "1 business minute"})
    assert found["due"] == "2026-01-12T09:01:00+01:00"


def test_no_lines_give_no_answers() -> None:
    assert ask(b"") == []


def test_windows_line_ends_and_a_missing_last_one_change_nothing() -> None:
    line = b'{"calendar": "always", "from": "2026-01-12T09:00Z", "within": "1 hour"}'
    assert len(ask(line + b"\r", line)) == len(ask(line, line + b"\n")) == 2
    assert ask(line + b"\r") == ask(line)


@given(st.integers(0, 2**32).map(Random))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_thousands_of_answers_equal_those_of_the_reference(random: Random) -> None:
    names = sorted(CALENDARS.keys() - {"broken"})
    edges = ["2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-03-29", "2026-10-25", "2026-12-31"]
    questions, expected = [], []
    for n in range(1500):
        name = random.choice(names)
        calendar = CALENDARS[name]
        near = datetime.fromisoformat(f"{random.choice(edges)}T00:00+00:00") - reference.EPOCH
        start = near // reference.MICROSECOND + random.randrange(-3 * 86400, 3 * 86400) * 1_000_000
        zone = random.choice(["UTC", "Asia/Tokyo", calendar.zone])
        question: dict[str, object] = {"id": n, "calendar": name, "from": printed(start, zone)}
        wanted = {"id": n, "calendar": name, "from": printed(start, calendar.zone)}
        if n % 2:
            window = Duration(random.choice([0, 1, 8, 16, random.randrange(60)]), random.choice(LENGTHS))
            due = reference.due(calendar, calendar.zone, window.unit, window.amount, start)
            question["within"] = str(window)
            wanted |= {"within": str(window), "due": printed(due or 0, calendar.zone)}
        else:
            end = start + random.randrange(9 * 86400) * 1_000_000
            question["until"] = printed(end, zone)
            worked = reference.elapsed(calendar, start, end)
            wanted |= {"until": printed(end, calendar.zone), "elapsed_seconds": (worked or 0) // 1_000_000}
        questions.append(question)
        expected.append(wanted)
    assert ask(*questions) == expected
