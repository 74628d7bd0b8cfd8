"""13,087 loan applications of a bank, read as leads: stages, response times, calls after an offer.

The figures are public (BPI Challenge 2012). Those that are not are counted here a second time, straight from the raw
file, without any of the engine's parts.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

pytestmark = pytest.mark.real

POLICIES = Path(__file__).parent / "bpic2012" / "policies"
AS_OF = datetime.fromisoformat("2012-03-14T18:00:00+01:00")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOLIDAYS = {date(2011, 12, 26)}  # the only one between October and March that falls on a working day
HANDLING = "W_Afhandelen leads"
CALLING = "W_Nabellen offertes"
MAPPED = {
    *("A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "O_SENT", "O_SENT_BACK", "A_ACTIVATED", "A_DECLINED"),
    *("A_CANCELLED", f"{HANDLING} SCHEDULE", f"{HANDLING} START", f"{CALLING} SCHEDULE", f"{CALLING} START"),
    f"{CALLING} COMPLETE",
}


@pytest.fixture(scope="module")
def raw(real_data) -> duckdb.DuckDBPyConnection:
    """The raw log as one table: lead, what, transition, us (instant), day (local date, as written)."""
    connection = duckdb.connect()
    connection.execute(
        """
        create table log as select "case:concept:name" as lead, "concept:name" as what,
          "lifecycle:transition" as transition, epoch_us("time:timestamp"::timestamptz) as us,
          left("time:timestamp", 10)::date as day
        from read_csv($file, all_varchar = true, header = true)
        """,
        {"file": str(real_data / "bpic2012" / "bpic2012_events.csv.gz")},
    )
    return connection


@pytest.fixture(scope="module")
def results(real_data, judged):
    return judged(POLICIES, real_data / "bpic2012", AS_OF)


@pytest.fixture(scope="module")
def clocks(results):
    """The clocks by commitment."""
    by_commitment: dict[str, list] = {}
    for row in results.relations.rows("clocks"):
        by_commitment.setdefault(row["commitment"], []).append(row)
    return by_commitment


def states(rows) -> Counter:
    return Counter(row["state"] for row in rows)


def test_stages_hold_the_published_numbers_of_applications(results):
    funnel = {
        r["stage"]: r["leads"] for r in results.relations.rows("funnel") if r["policy"] == "loans" and not r["value"]
    }
    main_line = ["lead", "mql", "sal", "sql", "opportunity", "customer"]
    assert [funnel[stage] for stage in main_line] == [13_087, 7_367, 5_113, 5_015, 3_254, 2_246]
    assert (funnel["disqualified"], funnel["withdrawn"]) == (7_635, 2_807)


@pytest.mark.parametrize(("commitment", "kept"), [("5_minutes", 870), ("60_minutes", 2_650), ("24_hours", 4_578)])
def test_handling_is_in_time_for_the_published_shares(clocks, commitment, kept):
    """18.3 %, 55.7 % and 96.3 % of 4,755; the others were done too late, none was never done."""
    assert states(clocks[f"handling_in_{commitment}"]) == {"kept": kept, "late": 4_755 - kept}


def test_handling_clocks_run_from_the_first_schedule_to_the_first_start(raw, clocks):
    expected = raw.execute(
        """
        select lead, min(us) filter (transition = 'SCHEDULE'), min(us) filter (transition = 'START')
        from log where what = $what group by lead having count(*) filter (transition = 'SCHEDULE') > 0
        """,
        {"what": HANDLING},
    ).fetchall()
    got = [(c["lead_id"], c["started_at"], c["stopped_at"]) for c in clocks["handling_in_24_hours"]]
    assert sorted(got) == sorted(expected)


GIVEN_UP = """
with task as (select lead, min(us) as us from log where what = $what group by lead),
ended as (select lead, min(log.us) as us from log join task using (lead)
  where log.what in ('A_DECLINED', 'A_CANCELLED') and log.us >= task.us group by lead)
select count(*) from (
  select ended.lead from ended left join log on log.lead = ended.lead and log.us <= ended.us
    and log.what = $what and log.transition = 'START'
  group by ended.lead having count(log.lead) < 6)
"""


def test_calls_after_an_offer_are_counted_from_the_first_event_of_that_task(raw, clocks):
    """Nine leads were never called at all; they are the worst cases, and they are there."""
    attempts = Counter(min(row["attempts"], 6) for row in clocks["after_offer"])
    assert attempts == {0: 9, 1: 737, 2: 966, 3: 851, 4: 639, 5: 459, 6: 5_015 - 3_661}
    (given_up,) = raw.execute(GIVEN_UP, {"what": CALLING}).fetchone()
    assert states(clocks["after_offer"]) == {"kept": 1_354, "breached": given_up, "running": 3_661 - given_up}


def test_the_nine_who_were_never_called_are_broken_or_still_open(raw, clocks):
    never = {row["lead_id"] for row in clocks["called_at_all"] if row["attempts"] == 0}
    task = raw.execute("select lead, transition from log where what = $what", {"what": CALLING}).fetchall()
    assert len(never) == 9
    assert never == {lead for lead, _ in task} - {lead for lead, step in task if step == "START"}
    assert {r["state"] for r in clocks["called_at_all"] if r["lead_id"] in never} <= {"breached", "running", "at_risk"}


CONVERTED = """
select count(*) filter (gap <= $days), count(*) filter (coalesce(gap > $days, true) and due > $as_of), count(*) from (
  select a.lead, date_diff('day', a.day, min(b.day)) as gap, a.day + $days::int + 1 as due
  from (select lead, min(us) as us, min(day) as day from log where what = $source group by lead) a
  left join log b on b.lead = a.lead and b.what in (select unnest($reached::text[])) and b.us >= a.us
  group by a.lead, a.day)
"""


@pytest.mark.parametrize(
    ("commitment", "question"),
    [
        (
            "accepted",
            {
                "source": "A_PREACCEPTED",
                "reached": ["A_ACCEPTED", "O_SENT", "O_SENT_BACK", "A_ACTIVATED"],
                "days": 14,
            },
        ),
        ("activated", {"source": "A_SUBMITTED", "reached": ["A_ACTIVATED"], "days": 30}),
    ],
)
def test_conversions_agree_with_a_count_over_the_raw_log(raw, clocks, commitment, question):
    kept, open_still, members = raw.execute(CONVERTED, question | {"as_of": AS_OF.date()}).fetchone()
    got = states(clocks[commitment])
    assert (got["kept"], got["running"] + got["at_risk"], got.total()) == (kept, open_still, members)
    assert got["kept"] + got["late"] + got["breached"] + got["running"] + got["at_risk"] == members


def test_activities_that_no_clause_needs_are_set_aside_and_counted(raw, results):
    rows = raw.execute("select what, transition, count(*) from log group by all").fetchall()
    unmapped = sum(n for what, step, n in rows if what not in MAPPED and f"{what} {step}" not in MAPPED)
    ignored = [r["rows"] for r in results.relations.rows("set_aside") if r["reason"] == "ignored event type"]
    assert sum(ignored) == unmapped
    assert results.relations.rows("quarantine") == []


def opening(day: date) -> tuple[int, int] | None:
    """Office hours of a local date as instants in µs; None if closed."""
    if day.weekday() >= 5 or day in HOLIDAYS:
        return None
    return tuple(
        int(datetime.combine(day, time(hour), AMSTERDAM).astimezone(UTC).timestamp()) * 1_000_000 for hour in (9, 18)
    )


def due_after(start: int, minutes: int | None) -> int:
    """When `minutes` of office time have passed since `start`; None minutes: the close of the next working day."""
    day = datetime.fromtimestamp(start // 1_000_000, AMSTERDAM).date()
    left = None if minutes is None else minutes * 60_000_000
    begun = False
    while True:
        hours = opening(day)
        day += timedelta(days=1)
        if hours is None or hours[1] <= start:
            continue
        if left is None and begun:
            return hours[1]
        begins, begun = max(hours[0], start), True
        if left is not None and begins + left <= hours[1]:
            return begins + left
        left = None if left is None else left - (hours[1] - begins)


@pytest.mark.parametrize(
    ("commitment", "minutes"), [("30_business_minutes", 30), ("2_business_hours", 120), ("1_business_day", None)]
)
def test_office_hours_judge_each_lead_as_a_walk_over_the_days_does(clocks, commitment, minutes):
    rows = clocks[f"handling_in_{commitment}"]
    assert len(rows) == 4_755
    wrong = [
        row["lead_id"]
        for row in rows
        if row["due_at"] != (due := due_after(row["started_at"], minutes))
        or row["state"] != ("kept" if row["stopped_at"] <= due else "late")
    ]
    assert wrong == []


def test_every_clock_is_in_one_state_and_attainment_adds_up(results, clocks):
    counted = Counter()
    for row in results.relations.rows("attainment"):
        if row["dimension"] == "all":
            counted[row["commitment"]] += row["clocks"]
    distinct = {name: len(rows) for name, rows in clocks.items()}
    assert {name: counted[name] for name in distinct} == distinct
