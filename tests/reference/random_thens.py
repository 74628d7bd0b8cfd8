"""What follows cadences, at random: a stage with reasons or without, within times of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from engine.model.commitments import Cadence, Commitment

from .small_thens import followed


@st.composite
def with_thens(
    draw: st.DrawFn, commitments: Sequence[Commitment], terms: st.SearchStrategy[dict[str, Any]]
) -> list[Commitment]:
    """The same commitments, and mostly what follows each cadence; who owes one owes the other."""
    found: list[Commitment] = []
    for owed in commitments:
        if isinstance(owed, Cadence) and draw(st.sampled_from((True, True, False))):
            stage = draw(st.sampled_from(("recycled", "recycled", "disqualified", "mql", "customer")))
            found += followed(owed, stage, **draw(terms) | {"owed_by": owed.owed_by})
        else:
            found.append(owed)
    return found
