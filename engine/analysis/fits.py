"""Fit at hand-over needs something to fit."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.uses import stages_by_name
from engine.diagnostics import Diagnostic, error
from engine.model.commitments import FitAtHandOver
from engine.model.policy_set import PolicySet


def hand_overs_require_something(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell a fit at hand-over where the hand-over stage requires no criterion: every lead would fit."""
    for agreement in policies.agreements:
        stage = stages_by_name(agreement).get(agreement.hand_over)
        for commitment in agreement.commitments:
            if isinstance(commitment, FitAtHandOver) and stage is not None and stage.requires is None:
                message = f"`{commitment.name}` asks whether leads fit, and stage `{stage.name}` requires nothing"
                yield error("LP476", commitment.at, message, f"name a criterion under `requires` of `{stage.name}`")
