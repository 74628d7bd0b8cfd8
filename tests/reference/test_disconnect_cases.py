"""Disconnects, worked out by hand; Monday is 2026-01-12."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.compiler.disconnect_kinds import every_kind
from engine.model.commitments import Attempts
from engine.model.conditions import All, Criterion, CriterionRef, FieldTest, FoundOut, Operator
from engine.model.moments import EventHappens
from engine.reports.disconnects import KINDS
from tests.reference.judging import results
from tests.reference.small_policies import ANY_ATTEMPT, STAGES, acceptance, agreement, cadence, history, lead, wall
from tests.reference.small_thens import followed

LARGE = FieldTest("segment", Operator.IS, ("large",))
KNOWN = FieldTest("employees", Operator.AT_LEAST, (50,))
MOVES = {"lead": ("mql",), "mql": ("sal", "recycled"), "sal": ("sql",), "recycled": ("mql",)}
REQUIRES = {"mql": "ready", "sql": "fits"}


def policy(asker=None, **more):
    criteria = (
        Criterion("big", KNOWN, "How many people work there?", asker),
        Criterion("ready", All((LARGE, CriterionRef("big")))),
        Criterion("fits", LARGE),
    )
    stages = tuple(replace(s, next=MOVES.get(s.name, ()), requires=REQUIRES.get(s.name)) for s in STAGES)
    return agreement(acceptance(), criteria=criteria, stages=stages, **more)


def enters(stage, when="12 10:00", **said):
    return (f"2026-01-{when}", "stage_changed", {"stage": stage, **said})


def found(*events, of=None, as_of="2026-02-20", **fields):
    rows = results(of or policy(), history(*events), as_of, record=lead(**fields)).disconnects
    return {row["kind"]: row for row in rows}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"segment": "small", "employees": 100}, "handed_over_not_qualified"),
        ({"segment": "small"}, "handed_over_not_qualified"),
        ({"segment": "large"}, "handed_over_unproven"),
        ({"segment": "large", "employees": 100}, None),
    ],
)
def test_a_hand_over_must_meet_what_the_stage_requires(fields, kind):
    kinds = set(found(enters("mql"), **fields)) & {"handed_over_not_qualified", "handed_over_unproven"}
    assert kinds == ({kind} if kind else set())


def test_who_qualifies_and_may_be_handed_over_is_listed_since_the_last_change():
    qualified = {"segment": "large", "employees": 100}
    row = found(enters("lead"), ("2026-01-13 12:00", "download"), **qualified)["qualified_not_handed_over"]
    assert (row["since"], row["stage"], row["detail"]) == (wall("2026-01-13 12:00"), "lead", "ready")
    assert "qualified_not_handed_over" in found(**qualified)
    assert "qualified_not_handed_over" not in found(enters("mql"), **qualified)
    assert "qualified_not_handed_over" in found(enters("mql"), enters("recycled", "12 11:00"), **qualified)


def test_what_only_follows_from_time_is_no_change():
    """The time of the cadence ends at 20:00, and nobody recorded that."""
    asked = cadence(Attempts(2, ANY_ATTEMPT), starts=(EventHappens(("demo_request",)),))
    of = replace(policy(), commitments=followed(asked))
    kinds = found(("2026-01-12 10:00", "demo_request"), of=of, segment="large", employees=100)
    assert kinds["qualified_not_handed_over"]["since"] == wall("2026-01-12 10:00")


def test_a_question_that_the_holder_need_not_ask_lies_in_no_mans_land():
    """It matters while what the next stage requires is unknown for it."""
    for asker, listed in ((None, True), (FoundOut("sales", "call"), True), (FoundOut("marketing", "form"), False)):
        assert ("no_mans_land" in found(enters("lead"), of=policy(asker), segment="large")) is listed
    assert "no_mans_land" not in found(enters("lead"), segment="small")
    assert "no_mans_land" not in found(enters("lead"), segment="large", employees=3)


def test_outreach_before_the_hand_over_is_that_of_the_receiving_party_by_hand():
    before, other = ("2026-01-12 09:00", "call"), ("2026-01-12 09:00", "call", {"actor": "campaigner"})
    assert found(before, enters("mql"))["worked_before_hand_over"]["since"] == wall("2026-01-12 09:00")
    assert "worked_before_hand_over" in found(before)
    assert "worked_before_hand_over" not in found(other, enters("mql"))
    assert "worked_before_hand_over" not in found(("2026-01-12 09:00", "sequence_mail"), enters("mql"))
    assert "worked_before_hand_over" not in found(enters("mql"), ("2026-01-12 10:00", "call"))


def test_a_recycled_lead_waits_for_a_later_act_of_the_party_that_holds_it():
    back = (enters("mql"), enters("recycled", "12 11:00", reason="no_answer"))
    assert "recycled_never_nurtured" in found(*back)
    assert "recycled_never_nurtured" in found(*back, ("2026-01-13 09:00", "call"))
    assert "recycled_never_nurtured" not in found(*back, ("2026-01-13 09:00", "message", {"actor": "campaigner"}))
    assert "recycled_never_nurtured" not in found(*back, enters("mql", "13 09:00"))


def test_a_stage_follows_those_that_name_it():
    assert found(enters("lead"), enters("sal", "13 10:00"))["skipped_stages"]["detail"] == "lead"
    assert "skipped_stages" not in found(enters("lead"), enters("mql", "13 10:00"))
    assert "skipped_stages" not in found(enters("sql"), enters("lead", "13 10:00"))
    assert "skipped_stages" in found(enters("customer"), enters("lead", "13 10:00"))


def test_a_lead_that_was_unassigned_is_without_owner_since_then():
    ours, nobody = ("2026-01-12 11:00", "assigned", {"owner": "rep"}), ("2026-01-13 11:00", "assigned", {"owner": ""})
    assert found(enters("mql"))["no_owner"]["since"] == wall("2026-01-12 10:00")
    assert "no_owner" not in found(enters("mql"), ours)
    assert found(enters("mql"), ours, nobody)["no_owner"]["since"] == wall("2026-01-13 11:00")


def test_who_is_out_of_scope_is_no_disconnect():
    assert not found(enters("mql"), of=policy(scope=LARGE), segment="small")


def test_every_kind_is_told_in_words():
    said = {kind for query in every_kind() for kind in KINDS if f"'{kind}'" in query.sql()}
    assert said == set(KINDS)
