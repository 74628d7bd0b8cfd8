"""Which clocks two runs tell otherwise, and what can have made them so."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb
import pytest

from engine.documents.restated_text import verdict_after
from engine.evaluation.kept_verdicts import NoVerdictsError, turned
from engine.reports.causes import RunSeen, differing
from engine.reports.restated_promises import PromisesKept
from engine.reports.restatements import restatements

AT = 1_000
NO_PROMISES = PromisesKept(None, None)
COLUMNS = "policy, version, commitment, lead_id, clock_id, state, reason, started_at, due_at, stopped_at, node"
THEN = RunSeen("one", AT, {"policies": {"a.yaml": "1"}, "inputs": {"events": "1"}, "versions": {"duckdb": "2.0.0"}})
OTHER_POLICY = {"policies": {"a.yaml": "2"}}
OTHER_DATA = {"inputs": {"events": "2"}}
OTHER_VERSION = {"versions": {"duckdb": "2.0.1"}}


def clocks(folder, name, **states):
    """A file of clocks as a run leaves it: each by its lead, begun at 10, or at 2,000 for a lead called `new`.

    `kept:late_log@30` is a state for a reason, due at 30 instead of 20.
    """
    told = {lead: re.fullmatch(r"(\w+):?(\w*)@?(\d*)", said).groups() for lead, said in states.items()}
    rows = [
        f"('sales', '1', 'first', '{lead}', '{lead}', '{state}', '{reason}', "
        f"{2_000 if lead == 'new' else 10}, {due or 20}, NULL, '')"
        for lead, (state, reason, due) in told.items()
    ]
    path = folder / f"{name}.parquet"
    duckdb.connect().execute(f"COPY (SELECT * FROM (VALUES {', '.join(rows)}) AS t({COLUMNS})) TO '{path}'")
    return path


def held(folder, before, after, seen):
    """What two runs tell otherwise, each clock with what it is called."""
    sides = {"before": clocks(folder, "one", **before), "after": clocks(folder, "other", **after)}
    return {row["lead_id"]: row["what"] for row in turned(sides, dict(zip(("before", "after"), seen, strict=True)))}


@pytest.fixture
def rows(tmp_path):
    before = clocks(
        tmp_path, "before", a="kept", b="late", c="running", d="running", gone="kept", same="late", e="kept"
    )
    after = clocks(
        tmp_path, "after", a="late", b="running", c="at_risk", d="kept", late="kept", same="late", e="late", new="kept"
    )
    middle = clocks(tmp_path, "middle", a="kept", b="running", gone="kept", late="kept", e="breached")
    return lambda *more: turned(
        {"before": before, "after": after} | ({"between": middle} if more else {}), {"before": AT, "after": 3_000}
    )


def test_what_became_another_is_told_and_what_time_decided_is_counted(rows):
    view = restatements(THEN, replace(THEN, as_of=3_000), rows(), NO_PROMISES, ())
    assert {v.lead_id: (v.what, v.was, v.becomes) for v in view.verdicts} == {
        "a": ("restated", "kept", "late"),
        "b": ("restated", "late", "running"),
        "e": ("restated", "kept", "late"),
        "gone": ("gone", "kept", "none"),
        "late": ("late", "none", "kept"),
    }
    assert (view.decided, view.new) == (1, 1)
    assert view.by_cause == ((("time",), 5),)


def test_a_breach_that_is_none_any_longer_is_withdrawn(rows):
    view = restatements(THEN, replace(THEN, as_of=3_000), rows(), NO_PROMISES, ())
    told = {v.lead_id: (v.withdrawn, verdict_after(v)) for v in view.verdicts}
    assert [lead for lead, (withdrawn, _) in told.items() if withdrawn] == ["b"]
    assert told["b"][1].endswith("; the breach is withdrawn")
    assert "withdrawn" not in told["a"][1]


def test_a_verdict_is_its_state_its_reason_and_when_it_was_due(tmp_path):
    before = {"why": "kept:in_time", "due": "kept@20", "same": "kept:in_time@20", "open": "running:waits@20"}
    after = {"why": "kept:logged_late", "due": "kept@30", "same": "kept:in_time@20", "open": "at_risk:warned@30"}
    assert held(tmp_path, before, after, (AT, AT)) == {"why": "restated", "due": "restated"}


def test_it_is_time_that_lies_between_two_looks_whichever_was_the_earlier(tmp_path):
    early = {"turned": "kept", "open": "running", "lost": "kept"}
    later = {"turned": "late", "open": "kept", "new": "kept", "found": "kept"}
    told = {"turned": "restated", "open": "decided", "new": "new"}
    assert held(tmp_path, early, later, (AT, 3_000)) == {**told, "lost": "gone", "found": "late"}
    assert held(tmp_path, later, early, (3_000, AT)) == {**told, "lost": "late", "found": "gone"}


@pytest.mark.parametrize(
    ("others", "causes"),
    [
        (OTHER_POLICY, ("policy",)),
        (OTHER_DATA, ("data",)),
        (OTHER_VERSION, ("engine",)),
        (OTHER_POLICY | OTHER_DATA | OTHER_VERSION, ("policy", "data", "engine")),
        ({}, ()),
    ],
)
def test_the_causes_are_what_went_in_and_differs(rows, others, causes):
    now = replace(THEN, went_in={**THEN.went_in, **others})
    assert differing(THEN, now).causes == causes
    view = restatements(THEN, now, rows(), NO_PROMISES, ())
    assert {v.causes for v in view.verdicts} == {causes}


def test_the_old_policies_on_the_new_records_tell_policy_from_data(rows):
    now = replace(THEN, went_in={**THEN.went_in, **OTHER_POLICY, **OTHER_DATA})
    view = restatements(THEN, now, rows("between"), NO_PROMISES, ())
    assert {v.lead_id: v.causes for v in view.verdicts} == {
        "a": ("policy",),
        "b": ("data",),
        "e": ("policy", "data"),
        "gone": ("policy",),
        "late": ("data",),
    }


def test_a_file_of_something_else_is_told(tmp_path):
    other = tmp_path / "other.parquet"
    other.write_bytes(b"no parquet")
    with pytest.raises(NoVerdictsError, match="holds no verdicts"):
        turned({"before": other, "after": other}, {"before": AT, "after": AT})
