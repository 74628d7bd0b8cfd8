"""A whole agreement on the bank's log: every verdict is worked out a second time from the raw file.

Who works at the loan desk is read from the log too: everybody but 112, the bank's own system.
"""

from __future__ import annotations

import shutil
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

pytestmark = pytest.mark.real

HERE = Path(__file__).parent / "bpic2012"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AS_OF = datetime.fromisoformat("2012-03-14T18:00:00+01:00")
NOW = round(AS_OF.timestamp()) * 1_000_000
CLOSING = time(18)
SECOND_OF_CHRISTMAS = date(2011, 12, 26)  # the only holiday on a working day from October to April
DAYS = [d for n in range(250) if (d := date(2011, 9, 26) + timedelta(n)).weekday() < 5 and d != SECOND_OF_CHRISTMAS]
CALLING = "W_Nabellen offertes"
REJECTIONS = ("A_DECLINED", "A_CANCELLED")


@dataclass(frozen=True)
class Happened:
    us: int
    what: str
    step: str
    actor: str | None


@pytest.fixture(scope="module")
def log(real_data) -> dict[str, list[Happened]]:
    """The raw events of each application, in order."""
    rows = duckdb.execute(
        """
        select "case:concept:name", epoch_us("time:timestamp"::timestamptz), "concept:name", "lifecycle:transition",
          nullif("org:resource", '') from read_csv($file, all_varchar = true, header = true)
        order by 1, 2, cast(event_index as integer)
        """,
        {"file": str(real_data / "bpic2012" / "bpic2012_events.csv.gz")},
    ).fetchall()
    found = defaultdict(list)
    for lead, *event in rows:
        found[lead].append(Happened(*event))
    return found


@pytest.fixture(scope="module")
def results(real_data, judged, log, tmp_path_factory):
    folder = tmp_path_factory.mktemp("loan_desk") / "policies"
    shutil.copytree(HERE / "policies", folder, ignore=shutil.ignore_patterns("agreements"))
    shutil.copy(HERE / "loan_desk.yaml", folder)
    people = sorted({e.actor for events in log.values() for e in events if e.actor and e.actor != "112"})
    roster = ["format: leadpact/v1", "kind: Roster", "roster: desk", "zone: Europe/Amsterdam"]
    roster += ["teams:", "  desk: {party: sales, name: Loan desk}", "people:"]
    roster += [f'  "{p}": {{name: "{p}", teams: [{{team: desk}}]}}' for p in people]
    (folder / "roster.yaml").write_text("\n".join(roster) + "\n", encoding="utf-8")
    return judged(folder, real_data / "bpic2012", AS_OF)


def verdicts(results, commitment) -> dict[str, str]:
    rows = [r for r in results.relations.rows("clocks") if r["commitment"] == commitment]
    assert len({r["lead_id"] for r in rows}) == len(rows)
    return {r["lead_id"]: {"at_risk": "running"}.get(r["state"], r["state"]) for r in rows}


def started(log, what) -> Iterator[tuple[str, list[Happened], int]]:
    """Each application in which it happened: its events, and when it first did."""
    for lead, events in log.items():
        if first := [e.us for e in events if e.what == what][:1]:
            yield lead, events, *first


def local(us: int) -> datetime:
    return datetime.fromtimestamp(us // 1_000_000, AMSTERDAM)


def closing_after(us: int, days: int) -> int:
    """The close of so many working days after the one on which the start is deemed to lie."""
    start = local(us)
    first = bisect_left(DAYS, start.date())
    if DAYS[first] == start.date() and start.time() >= CLOSING:
        first += 1
    return round(datetime.combine(DAYS[first + days], CLOSING, AMSTERDAM).timestamp()) * 1_000_000


def test_every_answer_is_judged_as_by_hand(log, results):
    expected = {}
    for lead, events, start in started(log, "A_PREACCEPTED"):
        decisions = [e for e in events if e.what in ("A_ACCEPTED", *REJECTIONS) and e.us >= start]
        assert all(e.actor for e in decisions), "an answer that nobody signed"
        stop = next((e.us for e in decisions if e.actor != "112"), None)
        due = closing_after(start, 2)
        done = "kept" if stop is not None and stop <= due else "late"
        expected[lead] = done if stop is not None else "breached" if due < NOW else "running"
    assert len(expected) == 7_367
    assert verdicts(results, "answer") == expected


def test_every_cadence_is_judged_as_by_hand(log, results):
    expected = {}
    for lead, events, start in started(log, CALLING):
        due = closing_after(start, 10)
        given_up = next((e.us for e in events if e.what in REJECTIONS and e.us >= start and e.us <= due), None)
        end = due if given_up is None else given_up
        calls = [e for e in events if e.what == CALLING and e.step == "START" and start <= e.us <= end]
        ended = given_up is not None or due < NOW
        expected[lead] = "kept" if len(calls) >= 3 else "breached" if ended else "running"
    assert len(expected) == 5_015
    assert verdicts(results, "three_calls") == expected


def test_every_conversion_is_judged_as_by_hand(log, results):
    expected = {}
    for lead, events, start in started(log, "A_PREACCEPTED"):
        reached = [e for e in events if e.what in {"O_SENT", "O_SENT_BACK", "A_ACTIVATED"} and e.us >= start]
        last_day = local(start).date() + timedelta(30)
        answers = ("A_ACCEPTED", *REJECTIONS)
        answered = any(e.what in answers and e.us >= start and e.actor != "112" for e in events)
        if not reached:
            over = "breached" if answered else "unknown"  # nobody at the desk decided, and that is overdue
            expected[lead] = over if last_day < AS_OF.date() else "running"
        else:
            expected[lead] = "kept" if local(reached[0].us).date() <= last_day else "late"
    assert verdicts(results, "offered") == expected


def test_the_number_of_each_month_and_the_one_that_the_plan_asks_for(log, results):
    months = Counter(f"{local(start):%Y-%m}" for _, _, start in started(log, "A_PREACCEPTED"))
    rows = [r for r in results.relations.rows("volumes") if r["commitment"] == "delivered"]
    assert {r["period"]: r["counted"] for r in rows if r["counted"]} == dict(months)
    asked = Fraction(75_000_000, 15_000) / Fraction(45, 100) / Fraction(68, 100) / 12
    assert {r["promised"] for r in rows} == {ceil(asked)} == {1_362}
