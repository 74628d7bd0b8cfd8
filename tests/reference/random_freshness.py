"""Facts to find out, at random: of one field, that may go stale."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.model.commitments import Freshness
from engine.model.conditions import Criterion, FoundOut

from .random_conditions import field_tests

SOUGHT = "sought"


@st.composite
def sought_facts(draw: st.DrawFn) -> Criterion:
    return Criterion(SOUGHT, draw(field_tests()), "", FoundOut(draw(st.sampled_from(("sales", "marketing"))), "call"))


@st.composite
def freshness(draw: st.DrawFn, terms: st.SearchStrategy[dict[str, Any]]) -> Freshness:
    return Freshness(name="sized", title="", finds_out=SOUGHT, **draw(terms))
