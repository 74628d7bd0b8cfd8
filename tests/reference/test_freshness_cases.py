"""Facts to find out, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from engine.model.commitments import Freshness, IfSilent
from engine.model.conditions import Criterion, FieldTest, FoundOut, Operator
from engine.model.moments import EventHappens
from tests.reference.judging import LeadCase, of_leads, verdict
from tests.reference.rows import CoverageRow, LeadRecord, QuarantinedRow
from tests.reference.small_field_moments import told as told_of
from tests.reference.small_policies import acceptance, agreement, complete, history, lasting, lead, wall, within

SIZE = FieldTest("employees", Operator.AT_LEAST, (50,))
OWED = Freshness("sized", "sales", "", "large", within("24 hours"), None, (), None)


def policy(good_for=None, owed=OWED, **more):
    test = replace(SIZE, good_for=lasting(good_for) if good_for else None)
    return agreement(owed, criteria=(Criterion("large", test, "", FoundOut("sales", "call")),), **more)


def enters(stage, when="12 10:00", **said):
    return (f"2026-01-{when}", "stage_changed", {"stage": stage, **said})


told = partial(told_of, field="employees")
HANDED_OVER = history(enters("mql"))
DOWNLOADED = EventHappens(("download",))


def case(histories=(), events=HANDED_OVER, **fields):
    return LeadCase(events, histories, lead(**fields))


def states(cases, by=None, **more):
    return [[verdict(row) for row in rows] for rows in of_leads(by or policy(), cases, **more)]


def test_a_fact_is_found_out_in_time_up_to_the_due_instant():
    in_time, late, never = of_leads(
        policy(), [case(told(("13 10:00", 9))), case(told(("13 10:00:00.000001", 9))), case(told())]
    )
    at, due = wall("2026-01-12 10:00"), wall("2026-01-13 10:00")
    assert [(verdict(r), r["started_at"], r["due_at"], r["stopped_at"]) for r in in_time] == [
        ("kept: in_time", at, due, due)
    ]
    assert in_time[0]["start_event"] == f"unknown:sized:{at}"
    assert [[verdict(row) for row in rows] for rows in (late, never)] == [["late"], ["breached: not_done"]]
    assert states([case(told())], as_of="2026-01-13 10:00") == [["running"]]


def test_it_ends_when_the_party_gives_the_lead_away_and_what_was_overdue_stays_broken():
    given_back = history(enters("mql"), enters("recycled", "13 09:00"))
    overdue = history(enters("mql"), enters("recycled", "13 10:01"))
    cases = [case(told(("13 09:30", 9)), given_back), case(told(("13 09:00", 9)), given_back), case(told(), overdue)]
    assert states(cases) == [["cancelled"], ["kept: in_time"], ["breached: not_done"]]


def test_no_case_while_it_is_known_or_while_another_party_or_nobody_has_the_lead():
    elsewhere, won = history(enters("lead"), enters("disqualified", "14 10:00")), history(enters("customer"))
    steady = told(("12 00:00", 80, "12 23:59:59.999999"), before=9)
    cases = [case(told(before=9)), case(told(), elsewhere), case(told(), won), case(steady), case(employees=9)]
    assert states(cases) == [[]] * len(cases)


def test_it_counts_from_the_later_of_becoming_unknown_and_holding_the_lead():
    moves = history(enters("lead"), enters("mql", "13 10:00"), enters("sal", "14 08:00"))
    cleared = told(("12 12:00", None), ("14 09:00", 80), ("16 10:00", None), before=60)
    (rows,) = of_leads(policy(), [case(cleared, moves)])
    first, second = wall("2026-01-13 10:00"), wall("2026-01-16 10:00")
    assert [(verdict(r), r["started_at"]) for r in rows] == [("kept: in_time", first), ("breached: not_done", second)]


def test_a_stale_fact_is_unknown_until_it_is_set_or_confirmed_again():
    changes = told(("11 12:00", 80), ("15 18:00", 70))
    confirmed = LeadCase(HANDED_OVER, (), LeadRecord("a", {"employees": 9}, {"employees": wall("2026-01-13 08:00")}))
    by_hours, by_record = of_leads(policy("48 hours"), [case(changes), confirmed])
    (by_days,) = of_leads(policy("3 days"), [case(changes)])
    assert [(verdict(r), r["started_at"]) for r in by_hours] == [
        ("late", wall("2026-01-13 12:00") + 1),
        ("breached: not_done", wall("2026-01-17 18:00") + 1),
    ]
    assert [(verdict(r), r["started_at"]) for r in by_days] == [
        ("kept: in_time", wall("2026-01-15")),
        ("breached: not_done", wall("2026-01-19")),
    ]
    assert [(verdict(r), r["started_at"]) for r in by_record] == [("breached: not_done", wall("2026-01-15 08:00") + 1)]


def test_where_nothing_tells_whether_it_was_known_nobody_says_that_it_was_not():
    untold = told(("13 08:00", 80), tells_before=False)
    cleared = told(("12 18:00", None), ("13 17:00", 9), tells_before=False)
    first, second = of_leads(policy(), [case(untold), case(cleared)])
    assert [verdict(row) for row in first] == ["unknown: untold"]
    assert [(verdict(r), r["started_at"]) for r in second] == [("kept: in_time", wall("2026-01-12 18:00"))]
    assert states([case(employees=9)], strict=True) == [["unknown: untold"]]


def test_a_fact_of_unknown_age_is_not_said_to_be_stale():
    """No breach by anybody: it may be as good as new. What is set later tells that it ended."""
    before = told(("13 08:00", 9), before=80)
    cleared = told(("12 18:00", None), ("13 17:00", 9), before=80)
    found = of_leads(policy("60 days"), [case(employees=9), case(before), case(cleared), case(told())])
    assert [[verdict(row) for row in rows] for rows in found] == [
        ["unknown: untold"], ["unknown: untold"], ["kept: in_time"], ["breached: not_done"],
    ]  # fmt: skip
    assert found[2][0]["started_at"] == wall("2026-01-12 18:00")


def test_a_change_known_to_the_day_or_unreadable_may_have_been_in_time():
    day = told(("13 00:00", 80, "13 23:59:59.999999"))
    at_midnight = history(enters("mql", "12 23:59:59.999999"))
    garbled, too_late = told(("13 08:00", "?"), ("20 08:00", 9)), told(("14 08:00", "?"))
    cases = [case(day), case(day, at_midnight), case(garbled), case(too_late)]
    assert states(cases) == [["unknown: untold"], ["kept: in_time"], ["unknown: untold"], ["breached: not_done"]]


def test_what_the_sources_do_not_tell_leaves_it_unknown():
    ends = CoverageRow("field:employees", "crm/history/changes", None, wall("2026-01-13 09:00"))
    found = states([case(told()), case(told(("12 11:00", 9)))], coverage=(*complete(), ends))
    assert found == [["unknown: source"], ["kept: in_time"]]
    unseen = tuple(row for row in complete() if row.type != "field:employees")
    assert states([case(), case(employees=9)], coverage=unseen) == [["unknown: source"], []]
    cells = [
        QuarantinedRow("leads.csv", 2, "lead 00", None, "unreadable value of employees"),
        QuarantinedRow("leads.csv", 3, "lead 01", None, "unreadable value of growth"),
    ]
    assert states([case(), case()], quarantine=cells) == [["unknown: source"], ["breached: not_done"]]


def test_the_version_of_its_start_judges_it_and_before_the_first_none_does():
    first = policy(starts=wall("2026-01-12 09:00"))
    second = policy(version="2.0.0", starts=wall("2026-01-13"), owed=replace(OWED, rows=within("72 hours")))
    moves = history(
        enters("mql", "11 10:00"), enters("lead", "11 12:00"), enters("mql"),
        enters("recycled", "14 10:00"), enters("mql", "15 10:00"),
    )  # fmt: skip
    (rows,) = of_leads((first, second), [case(told(), moves)], "2026-01-17")
    assert [(r["version"], verdict(r)) for r in sorted(rows, key=lambda r: r["started_at"])] == [
        ("", "not_applicable: no_version"),
        ("1.0.0", "breached: not_done"),
        ("2.0.0", "running"),
    ]


def test_an_entry_by_silence_hands_a_fact_over_too():
    stages = tuple(replace(s, held_by="marketing") if s.name == "mql" else s for s in policy().stages)
    silent = replace(policy(stages=stages), commitments=(acceptance(if_silent=IfSilent.DEEMED_ACCEPTED), OWED))
    (rows,) = of_leads(silent, [case(told(("12 13:00", 9)))])
    found = [(r["commitment"], verdict(r), r["started_at"], r["deemed"]) for r in rows]
    assert found == [
        ("sized", "kept: in_time", wall("2026-01-12 12:00"), True),
        ("verdict", "kept: deemed", wall("2026-01-12 10:00"), True),
    ]


def test_an_entry_that_only_another_version_knows_is_no_instant_at_which_anything_is_asked():
    """Nothing tells of the size before the instant asked at; at that very instant version 1.0.0 alone sees an MQL."""
    stages = tuple(replace(s, entered_by=(DOWNLOADED,)) if s.name == "mql" else s for s in policy().stages)
    second = policy(version="2.0.0", starts=wall("2026-01-13"), stages=stages)
    moves = history(enters("sal", "14 10:00"), enters("mql", "17 10:00"))
    (rows,) = of_leads((policy(), second), [case(events=moves)], "2026-01-17 10:00", strict=True)
    assert [(verdict(row), row["started_at"]) for row in rows] == [("unknown: untold", wall("2026-01-14 10:00"))]
