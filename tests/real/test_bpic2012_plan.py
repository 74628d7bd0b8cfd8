"""Tightening on the bank's log: what a plan tells is what two runs say, and the published figures.

Of 4,755 applications that were to be handled, 870 were within 5 minutes, 2,650 within an hour, 4,578 within a day.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from engine import pipeline
from engine.diagnostics import as_text

pytestmark = pytest.mark.real

POLICIES = Path(__file__).parent / "bpic2012" / "policies"
AS_OF = datetime.fromisoformat("2012-03-14T18:00:00+01:00")
DUE = {"5 minutes": 870, "60 minutes": 2_650, "24 hours": 4_578}
ALL = 4_755


@pytest.fixture(scope="module")
def tightened(tmp_path_factory) -> Path:
    """The policies with an hour in place of a day."""
    folder = tmp_path_factory.mktemp("tightened") / "policies"
    shutil.copytree(POLICIES, folder)
    path = folder / "agreements" / "loans" / "1.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("allowed_time: 24 hours") == 1
    path.write_text(text.replace("allowed_time: 24 hours", "allowed_time: 60 minutes"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loans(real_data, tightened):
    """The plan's version of the agreement `loans`."""
    sides = []
    for folder in (POLICIES, tightened):
        side, faults = pipeline.side(str(folder), folder)
        assert side is not None, as_text(faults)
        sides.append(side)
    question = pipeline.Question(sides[1].policies, real_data / "bpic2012", round(AS_OF.timestamp()) * 1_000_000)
    numbers = pipeline.numbers_to_try((), tuple(DUE), ("50%", "90%"))
    wish = pipeline.PlanWish(*sides, question, Path("signatures"), numbers)
    view, faults = pipeline.plan(wish, lambda _step: None)
    assert view is not None, as_text(faults)
    return next(a for a in view.agreements if a.name == "loans").versions[0]


@pytest.fixture(scope="module")
def handling(loans):
    return next(c for c in loans.commitments if c.name == "handling_in_24_hours")


def test_the_published_shares_stand_before_and_after(handling):
    assert (handling.before.share.part, handling.before.share.whole) == (DUE["24 hours"], ALL)
    assert (handling.after.share.part, handling.after.share.whole) == (DUE["60 minutes"], ALL)
    (turn,) = handling.turns
    assert (turn.was, turn.becomes, turn.clocks) == ("kept", "broken", DUE["24 hours"] - DUE["60 minutes"])


def test_the_published_shares_stand_in_the_table_of_windows(handling):
    assert {t.number: (t.share.part, t.share.whole) for t in handling.trials} == {
        number: (kept, ALL) for number, kept in DUE.items()
    }


def test_clocks_of_both_sides_are_those_of_two_runs(real_data, judged, tightened, loans):
    """Two runs of the whole journey, each alone, joined by the id of a clock."""
    states = [
        {c["clock_id"]: (c["commitment"], c["state"]) for c in run.relations.rows("clocks") if c["policy"] == "loans"}
        for run in (judged(folder, real_data / "bpic2012", AS_OF) for folder in (POLICIES, tightened))
    ]
    before, after = states
    assert before.keys() == after.keys()
    counted: dict[str, int] = {}
    for clock, (commitment, state) in before.items():
        if state == "kept" and after[clock][1] in {"late", "breached"}:
            counted[commitment] = counted.get(commitment, 0) + 1
        else:
            assert state == after[clock][1]
    told = {c.name: c.turned for c in loans.commitments if c.turned}
    assert told == counted
    listed = {case.clock_id for c in loans.commitments for turn in c.turns for case in turn.cases}
    assert listed <= {clock for clock in before if before[clock] != after[clock]}
    assert len(listed) == 200
