"""Random volumes, and revenue plans of a few leads a month."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from engine.model.commitments import Period
from engine.model.conditions import Money
from engine.model.revenue_plans import RevenuePlan, StepRate
from engine.model.volumes import NumberObjective, PlannedNumber, Volume

from .small_policies import volume


@st.composite
def volumes(draw: st.DrawFn) -> tuple[Volume, ...]:
    """Leads at a stage, some by what it requires, against a number of its own or the plan's."""
    planned = st.sampled_from(("mqls", "sqls")).map(PlannedNumber)
    objective = NumberObjective(draw(st.sampled_from((1, 2, 3)) | planned), draw(st.sampled_from(Period)))
    stage, only_met = draw(st.sampled_from((("mql", False), ("mql", False), ("sql", True), ("sql", True))))
    return draw(st.sampled_from(((), (volume(stage=stage, only_met=only_met, objective=objective),))))


@st.composite
def revenue_plans(draw: st.DrawFn) -> RevenuePlan:
    """Plans of a few leads a month."""
    won = StepRate("sql", "customer", draw(st.sampled_from((Fraction(1), Fraction(22, 100)))))
    begun = StepRate("mql", "sql", draw(st.sampled_from((Fraction(40, 100), Fraction(1, 1)))))
    quota = Money(draw(st.sampled_from((Decimal(24), Decimal("36.5")))), "EUR")
    return RevenuePlan(quota, draw(st.sampled_from(Period)), Fraction(45, 100), Money(Decimal(9), "EUR"), (won, begun))
