"""Names of commitments: now and then a version calls by one name what another calls by it for something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from engine.model.commitments import Commitment


@st.composite
def named_otherwise(draw: st.DrawFn, commitments: Sequence[Commitment]) -> list[Commitment]:
    """The same commitments, mostly under their own names, else with those of all kinds dealt anew."""
    if draw(st.sampled_from((True, True, True, False))):
        return list(commitments)
    names = draw(st.permutations(("answer", "chase", "verdict", "win")))
    return [replace(one, name=name) for one, name in zip(commitments, names, strict=False)]
