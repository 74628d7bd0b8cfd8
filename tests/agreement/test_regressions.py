"""What engine and reference once disagreed on, kept as small cases."""

from __future__ import annotations

from decimal import Decimal

from engine.compiler.sql import column, tree
from engine.compiler.truth import is_unknown
from engine.model.commitments import Conversion, WindowRow
from engine.model.conditions import Criterion, FieldTest, Money, Operator
from engine.model.moments import StageLeft
from tests.agreement.comparing import in_agreement
from tests.reference.judging import ROSTER
from tests.reference.rows import Inputs, LeadRecord
from tests.reference.small_policies import agreement, complete, history, lasting, lead, policy_set, response, wall


def test_a_negation_inside_a_test_for_unknown_is_bracketed():
    twice = tree("not :part", part=tree("not :part", part=column("t")))
    assert is_unknown(twice).sql("duckdb") == '(NOT (NOT "t")) IS NULL'


def test_leaving_one_stage_for_another_of_the_list_is_leaving():
    left = agreement(response(starts=(StageLeft(("lead", "mql")),)))
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "lead"}),
        ("2026-01-12 10:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-12 11:00", "call"),
    )
    judged = in_agreement(policy_set(left), Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-02-20"))
    assert [(clock["start_event"], clock["state"]) for clock in judged.clocks] == [("e1", "kept")]


def test_an_amount_in_one_of_two_currencies_is_unknown_unless_it_is_met():
    either = FieldTest("budget", Operator.IN, (Money(Decimal(10000), "EUR"), Money(Decimal("0.5"), "USD")))
    version = agreement(response(), criteria=(Criterion("rich", either),))
    for amount, truth in ((Decimal("0.5"), True), (Decimal(5), None)):
        record = LeadRecord("a", {"budget": Money(amount, "USD")})
        inputs = Inputs((record,), (), complete(), (), ROSTER)
        judged = in_agreement(policy_set(version), inputs, wall("2026-02-20"))
        assert [row["truth"] for row in judged.criteria if row["criterion"] == "rich"] == [truth]


def test_a_target_known_by_its_day_belongs_to_the_entry_that_its_last_instant_follows():
    won = agreement(Conversion("win", "sales", "", "mql", "sal", (WindowRow(None, lasting("3 days")),), None, None))
    log = history(
        ("2026-01-12 09:00", "stage_changed", {"stage": "mql"}),
        ("2026-01-14", "stage_changed", {"stage": "sal"}),
        ("2026-01-14 12:00", "stage_changed", {"stage": "mql"}),
    )
    judged = in_agreement(policy_set(won), Inputs((lead(),), log, complete(), (), ROSTER), wall("2026-02-20"))
    assert [clock["state"] for clock in judged.clocks] == ["breached", "kept"]
