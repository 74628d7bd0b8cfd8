"""Volumes worked out by hand, judged by the reference itself."""

from __future__ import annotations

from engine.model.agreements import Stage
from engine.model.commitments import Period
from engine.model.conditions import Criterion, FieldTest, Operator
from engine.model.volumes import NumberObjective
from tests.reference.judging import results
from tests.reference.rows import QuarantinedRow
from tests.reference.small_policies import STAGES, agreement, complete, history, lead, volume, wall

MQL = "stage_changed", {"stage": "mql"}
FITS = Criterion("fits", FieldTest("employees", Operator.AT_LEAST, (50,)))
ASKING = tuple(
    Stage(s.name, s.held_by, requires="fits" if s.name == "mql" else None, reasons=s.reasons) for s in STAGES
)


def one(number=1, **changes):
    return volume(objective=NumberObjective(number, Period.MONTH), **changes)


def periods(*given, **more):
    return {row["period"]: row for row in results(*given, **more).volumes}


def test_a_lead_counts_once_at_its_first_entry_ever():
    log = history(("2026-01-31 23:59:59", *MQL), ("2026-02-01 00:00", *MQL))
    found = periods(agreement(volumes=(one(),)), log, "2026-03-01")
    assert [(p, r["counted"], r["re_entries"], r["verdict"]) for p, r in found.items()] == [
        ("2026-01", 1, 0, "met"),
        ("2026-02", 0, 1, "missed"),
        ("2026-03", 0, 0, "open"),
    ]


def test_only_leads_that_met_the_requirement_count():
    asking = agreement(volumes=(one(only_met=True),), stages=ASKING, criteria=(FITS,))
    for employees, expected in ((50, (1, 1, "met")), (49, (0, 0, "missed")), (None, (0, 1, "unknown"))):
        row = periods(asking, history(("2026-01-12", *MQL)), record=lead(employees=employees))["2026-01"]
        assert (row["counted"], row["possible"], row["verdict"]) == expected


def test_a_lead_out_of_scope_at_its_entry_does_not_count():
    here = FieldTest("country", Operator.IS, ("DE",))
    for country, expected in (("DE", (1, 0, 0)), ("US", (0, 1, 0)), (None, (0, 0, 1))):
        row = periods(
            agreement(volumes=(one(),), scope=here), history(("2026-01-12 09:00", *MQL)), record=lead(country=country)
        )["2026-01"]
        assert (row["counted"], row["out_of_scope"], row["unsure"]) == expected


def test_a_version_judges_the_periods_that_begin_under_it():
    """The second starts in the middle of February: that month keeps the first one's number."""
    first = agreement(volumes=(one(1),))
    second = agreement(volumes=(one(2),), version="2.0.0", starts=wall("2026-02-15"))
    found = periods((first, second), history(("2026-02-20 09:00", *MQL)), "2026-03-31")
    assert [(p, r["version"], r["promised"], r["counted"]) for p, r in found.items()] == [
        ("2026-01", "1.0.0", 1, 0),
        ("2026-02", "1.0.0", 1, 1),
        ("2026-03", "2.0.0", 2, 0),
    ]


def test_the_pace_counts_whole_working_days():
    """January 2026 has 22 working days in the office, Mon to Fri: 8 of them are over on the 12th at 17:00.

    95 x 7 / 22 is 30.2, 95 x 8 / 22 is 34.5.
    """
    paced = agreement(volumes=(one(95),), calendar="office")
    for as_of, gone, pace in (("2026-01-12 16:59:59", 7, 30), ("2026-01-12 17:00", 8, 34)):
        row = periods(paced, history(("2026-01-05 09:00", *MQL)), as_of)["2026-01"]
        assert (row["working_days"], row["days_gone"], row["pace"], row["verdict"]) == (22, gone, pace, "open")


def test_uncovered_time_leaves_no_upper_bound():
    row = periods(agreement(volumes=(one(2),)), (), coverage=complete(until=wall("2026-01-20")))["2026-01"]
    assert (row["counted"], row["possible"], row["verdict"]) == (0, None, "unknown")


def test_a_change_of_a_field_that_could_not_be_read_is_no_entry():
    rows = (QuarantinedRow("log.csv", 2, "b", "field:budget", "unreadable time"),)
    row = periods(agreement(volumes=(one(),)), history(("2026-01-12", *MQL)), quarantine=rows)["2026-01"]
    assert (row["doubtful"], row["possible"]) == (0, 1)
