"""Two agreements of one commitment id: who is judged by both."""

from __future__ import annotations

from dataclasses import replace

from engine.model.conditions import FieldTest, Operator
from engine.pipeline.judging import judged_twice
from tests.agreement.judged_by_engine import compiled, judge
from tests.reference.rows import FieldChange, FieldHistory, Inputs, LeadRecord
from tests.reference.small_policies import agreement, complete, history, numbered, policy_set, response, wall


def here(*countries):
    return FieldTest("country", Operator.IN, countries)


def test_a_lead_in_both_scopes_is_judged_twice_and_one_that_moves_between_them_is_not():
    north = agreement(response(), name="north", scope=here("DE", "CH"))
    south = agreement(response(), response(name="other"), name="south", scope=here("CH", "IT"))
    countries = {"a in both": "CH", "b in both": "CH", "in the north": "DE", "anywhere": None, "moves": "IT"}
    entered = history(("2026-01-12 10:00", "stage_changed", {"stage": "mql"}))
    twice = history(("2026-01-12 10:00", "stage_changed", {"stage": "mql"}), ("2026-01-12 11:00", "call"),
                    ("2026-01-13 10:00", "stage_changed", {"stage": "mql"}))  # fmt: skip
    events = numbered(
        replace(e, lead_id=name, event_id=f"{name} {e.event_id}")
        for name in countries
        for e in (twice if name == "moves" else entered)
    )
    at = wall("2026-01-13 09:00")
    moved = FieldHistory("moves", "country", (FieldChange("1", at, at, "IT"),), "DE", tells_before=True)
    leads = tuple(LeadRecord(name, {"country": country}) for name, country in countries.items())
    inputs = Inputs(leads, events, complete(), histories=(moved,))
    policies = policy_set(north, south)
    judged = judge(policies, inputs, wall("2026-02-20"))
    rows = judged.rows("judged_twice")
    assert [(r["commitment"], r["policy"], r["other"], r["lead_id"]) for r in rows] == [
        ("answer", "north", "south", "a in both"),
        ("answer", "south", "north", "a in both"),
    ]
    (fault,) = judged_twice(judged.rows, compiled(policies))
    assert (fault.code, fault.message) == (
        "LP490",
        "agreements `north` and `south` both judge lead `a in both` by `answer`",
    )
    assert judged_twice(judged.rows, compiled(policy_set(north))) == []
