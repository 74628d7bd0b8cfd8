"""The first response of the sample agreement tightened: the plan's figures are those of two runs of `check`, by SQL."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import run

ROOT = Path(__file__).parents[2]
DATA = ("--data", str(ROOT / "examples" / "crm_export"), "--as-of", "2026-07-01T09:00:00+02:00")
AGREEMENT = "agreements/inbound/2.0.0.yaml"
ROWS = (
    "- else: 1 business day\n    warn_at: [50%, 80%]\n    objective:\n      share: 85%",
    "- else: {}\n    warn_at: [50%, 80%]\n    objective:\n      share: 90%",
)
OUTCOME = """case when state = 'kept' then 'kept' when state in ('late', 'breached') then 'broken'
  when state in ('running', 'at_risk', 'paused') then 'open'
  when state = 'unknown' then 'unknown' else 'left_out' end"""


@pytest.fixture(scope="module")
def plan_and_checks(tmp_path_factory):
    """The plan as JSON, and a connection to the clocks of two runs of `check` as `before` and `after`."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("before", "after"):
        shutil.copytree(ROOT / "policies", folder / name)
    path = folder / "after" / AGREEMENT
    text = path.read_text(encoding="utf-8")
    assert text.count(ROWS[0]) == 1
    path.write_text(text.replace(ROWS[0], ROWS[1].format("4 business hours")), encoding="utf-8")
    answer = run(folder, "plan", "before", "--policies", "after", *DATA, "--format", "json")
    assert answer.code == 0, answer.told
    connection = duckdb.connect()
    for name in ("before", "after"):
        checked = run(folder, "check", "--policies", name, "--out", f"out-{name}", *DATA)
        assert checked.code in {0, 1, 4}, checked.told
        results = folder / f"out-{name}" / "results" / "clocks.parquet"
        connection.execute(f"create view {name} as select *, {OUTCOME} as outcome from '{results}'")
    return answer.json, connection


@pytest.fixture(scope="module")
def replayed(plan_and_checks):
    body, _ = plan_and_checks
    return next(v for v in body["agreements"][0]["versions"] if v["after"] == "2.0.0")


@pytest.fixture(scope="module")
def query(plan_and_checks):
    _, connection = plan_and_checks
    return lambda sql: connection.execute(sql).fetchall()


@pytest.mark.parametrize("side", ["before", "after"])
def test_each_share_is_that_of_a_check(replayed, query, side):
    told = {c["name"]: (c[side]["share"]["part"], c[side]["share"]["whole"]) for c in replayed["commitments"]}
    counted = query(
        f"""select commitment, count(*) filter (state = 'kept'), count(*) filter (state in ('kept', 'late', 'breached'))
        from {side} where version = '2.0.0' group by commitment"""
    )
    assert told == {name: (kept, decided) for name, kept, decided in counted}


def test_the_first_response_would_have_been_kept_less(replayed):
    response = next(c for c in replayed["commitments"] if c["name"] == "first_response")
    assert response["after"]["share"]["part"] < response["before"]["share"]["part"]
    assert (response["before"]["objective"], response["after"]["objective"]) == ("85 %", "90 %")


def test_the_clocks_that_turn_are_those_that_differ_between_the_checks(replayed, query):
    told = {
        (c["name"], t["was"], t["becomes"], t["clocks"], frozenset(case["clock_id"] for case in t["cases"]))
        for c in replayed["commitments"]
        for t in c["turns"]
    }
    joined = query(
        """select commitment, before.outcome, after.outcome, count(*), list(clock_id)
        from before join after using (commitment, clock_id) where before.outcome <> after.outcome group by all"""
    )
    assert told
    assert told == {(*row[:4], frozenset(row[4])) for row in joined}
    alone = query(
        "select count(*) from before full join after using (clock_id) where before.state is null or after.state is null"
    )
    assert alone == [(0,)]


def test_a_clock_has_an_id_of_its_own(query):
    """Two runs are held against each other by it."""
    assert query("select count(*) - count(distinct clock_id) from after") == [(0,)]


def test_each_turned_clock_tells_what_both_checks_say_of_it(replayed, query):
    told = {
        case["clock_id"]: (case["lead_id"], case["before"]["state"], case["after"]["state"])
        for c in replayed["commitments"]
        for t in c["turns"]
        for case in t["cases"]
    }
    said = query("select clock_id, before.lead_id, before.state, after.state from before join after using (clock_id)")
    known = {row[0]: row[1:] for row in said}
    assert told == {clock: known[clock] for clock in told}
    assert replayed["leads"] == len({lead for lead, _, _ in told.values()})


@pytest.mark.parametrize("dimension", ["owner", "team", "s_country"])
def test_parts_are_those_whose_share_differs_between_the_checks(replayed, query, dimension):
    response = next(c for c in replayed["commitments"] if c["name"] == "first_response")
    named = dimension.removeprefix("s_")
    told = {
        p["value"]: [(p[side]["part"], p[side]["whole"]) for side in ("before", "after")]
        for p in response["parts"]
        if p["dimension"] == named
    }
    share = f"""select {dimension} as value, count(*) filter (state = 'kept') as kept,
      count(*) filter (state in ('kept', 'late', 'breached')) as decided
      from {{}} where version = '2.0.0' and commitment = 'first_response' group by all"""
    rows = query(
        f"""select b.value, b.kept, b.decided, a.kept, a.decided from ({share.format("before")}) b
        join ({share.format("after")}) a on a.value is not distinct from b.value
        where (b.kept, b.decided) <> (a.kept, a.decided)"""
    )
    assert told
    assert told == {row[0]: [row[1:3], row[3:5]] for row in rows}


def test_periods_are_judged_as_check_judges_them(replayed, query):
    response = next(c for c in replayed["commitments"] if c["name"] == "first_response")
    for side, share in (("before", Fraction(85, 100)), ("after", Fraction(90, 100))):
        rows = query(
            f"""select count(*) filter (outcome = 'kept'), count(*) filter (outcome = 'broken'),
            count(*) filter (outcome = 'open'), count(*) filter (outcome <> 'left_out')
            from {side} where version = '2.0.0' and commitment = 'first_response' group by month"""
        )
        verdicts: dict[str, int] = {}
        for kept, broken, waiting, judged in rows:
            assert judged >= 10, "the sample has a month of too few cases: this test knows none"
            verdict = (
                "met"
                if kept >= share * judged
                else "missed"
                if judged - broken < share * judged
                else "open"
                if waiting
                else "unknown"
            )
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
        assert dict(response[side]["periods"]) == verdicts


def test_work_is_what_a_query_counts(replayed, query):
    told = {w["commitment"]: (w["acts_before"], w["acts_after"], w["missing_after"]) for w in replayed["work"]}
    assert set(told) == {"first_response", "callback", "answer", "persistence", "nurture"}
    for name, counted in told.items():
        clocks = f"version = '2.0.0' and commitment = '{name}'"
        asking = f"{clocks} and state not in ('cancelled', 'exempt', 'not_applicable')"
        each = 6 if name == "persistence" else 1
        acts = [query(f"select count(*) * {each} from {side} where {asking}")[0][0] for side in ("before", "after")]
        broken = f"{clocks} and outcome = 'broken' and attempts < 6"
        ((missing,),) = query(f"select coalesce(sum(6 - attempts), 0) from after where {broken}")
        assert counted == (*acts, missing)


def test_a_window_that_was_tried_is_what_check_would_have_said_of_it(replayed, tmp_path):
    """Two hours for every case that isn't exempt, written into the policies and judged by `check`."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    path = tmp_path / "policies" / AGREEMENT
    head, begin, rest = path.read_text(encoding="utf-8").partition("  first_response:\n")
    ours, end, others = rest.partition("  callback:\n")
    for stated in ("1 business hour", "3 business hours", "1 business day"):
        ours = ours.replace(f"time: {stated}\n", "time: 2 business hours\n").replace(
            f"else: {stated}\n", "else: 2 business hours\n"
        )
    path.write_text(head + begin + ours + end + others, encoding="utf-8")
    checked = run(tmp_path, "check", *DATA)
    assert checked.code in {0, 1, 4}, checked.told
    kept, decided = (
        duckdb.connect()
        .execute(
            f"""select count(*) filter (state = 'kept'), count(*) filter (state in ('kept', 'late', 'breached'))
        from '{tmp_path}/out/results/clocks.parquet' where version = '2.0.0' and commitment = 'first_response'"""
        )
        .fetchone()
    )
    response = next(c for c in replayed["commitments"] if c["name"] == "first_response")
    (trial,) = [t for t in response["trials"] if t["number"] == "2 business hours"]
    assert (trial["share"]["part"], trial["share"]["whole"]) == (kept, decided)
