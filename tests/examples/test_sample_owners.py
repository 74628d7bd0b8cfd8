"""Who had each lead of the sample while its clocks ran: for every broken clock the shares add up to its whole time."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.examples.sample_run import sample_results


@pytest.fixture(scope="module")
def results():
    return sample_results()


@pytest.fixture(scope="module")
def clocks(results):
    return {row["clock_id"]: row for row in results.relations.rows("clocks")}


@pytest.fixture(scope="module")
def shares(results):
    of_clock = defaultdict(list)
    for row in results.relations.rows("clock_shares"):
        of_clock[row["clock_id"]].append(row)
    return of_clock


def test_the_shares_of_every_broken_clock_add_up_to_its_whole_time(clocks, shares):
    broken = {id_ for id_, row in clocks.items() if (row["waived_as"] or row["state"]) in {"late", "breached"}}
    assert len(broken) > 100
    assert shares.keys() == broken
    for rows in shares.values():
        assert {row["whole"] for row in rows} == {sum(row["share"] for row in rows)}
        assert all(row["share"] >= 0 for row in rows)


def test_beside_every_breach_stands_its_owner_at_due_and_nobody_where_there_was_none(clocks, shares):
    for id_, rows in shares.items():
        assert [row["owner"] for row in rows if row["at_due"]] == [clocks[id_]["owner"]]
    assert {len(rows) for rows in shares.values()} > {1}


def test_the_whole_is_what_the_spans_count_until_the_clock_was_due_or_given_up(results, clocks, shares):
    results.relations.explain([row["lead_id"] for row in results.relations.rows("leads")], results.explaining())
    counted = defaultdict(int)
    for span in results.relations.rows("clock_spans"):
        if span["segment"] == "to_first" and span["kind"] == "counted":
            counted[span["clock_id"]] += span["ends"] - span["starts"]
    for id_, rows in shares.items():
        if clocks[id_]["row_no"] is not None:
            assert rows[0]["whole"] == counted[id_]


def test_every_late_hand_over_of_the_sample_had_less_than_a_tenth_left(results):
    found = results.relations.rows("late_hand_overs")
    assert found
    for row in found:
        assert 0 <= row["time_left"] * 10 < row["whole"]
    listed = [f for f in results.relations.rows("findings") if f["kind"] == "late_hand_over"]
    assert len(listed) == len(found)


def test_the_parts_of_every_response_add_up_to_what_it_took(results, clocks):
    found = results.relations.rows("response_parts")
    told = [row for row in found if row["rep"] is not None]
    assert len(told) > 100
    assert {row["assignment"] > 0 for row in told} | {row["routing"] > 0 for row in told} == {True, False}
    for row in told:
        assert row["routing"] + row["assignment"] + row["rep"] == row["whole"]
        assert min(row["routing"], row["assignment"], row["rep"]) >= 0
    for row in found:
        assert row["whole"] == clocks[row["clock_id"]]["elapsed"]


def test_the_sums_of_the_parts_are_those_of_the_answers(results):
    answers = [r for r in results.relations.rows("response_parts") if r["state"] in {"kept", "late"}]
    totals = results.relations.rows("response_part_totals")
    assert sum(row["clocks"] for row in totals) == len(answers)
    for part in ("routing", "assignment", "rep"):
        assert sum(row[part] for row in totals) == sum(row[part] or 0 for row in answers)
