"""Random pauses: in stages, between moments, until the buyer's next event; often none, sometimes with a budget."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from engine.model.pauses import NEVER_PAUSED, Between, Pause, Pauses, UntilBuyer, WhileIn

from .random_conditions import STAGE_NAMES, moment_lists, some_of
from .small_policies import lasting

BUDGETS = (
    None,
    None,
    *(lasting(text) for text in ("0 hours", "30 minutes", "4 hours", "8 business hours", "30 hours")),
)


@cache
def sources() -> st.SearchStrategy[Pause]:
    in_stage = some_of(STAGE_NAMES).map(WhileIn)
    between = st.builds(Between, moment_lists(1), moment_lists(1))
    return in_stage | between | st.builds(UntilBuyer, moment_lists(1))


@cache
def pauses() -> st.SearchStrategy[Pauses]:
    some = st.builds(Pauses, st.lists(sources(), min_size=1, max_size=3).map(tuple), st.sampled_from(BUDGETS))
    return st.just(NEVER_PAUSED) | some | some
