"""Further starts of a commitment that can't go with what else it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, error
from engine.model.commitments import Again, Cadence, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.policy_set import PolicySet


def gaps_have_no_budget(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell budgets of pauses where a start takes a stop back: the time while it was stopped would use them up."""
    for agreement in policies.agreements:
        for commitment in agreement.commitments:
            if not isinstance(commitment, Response | Cadence) or commitment.again is not Again.CONTINUE:
                continue
            if commitment.pauses.budget is not None:
                message = f"`{commitment.name}` goes on after a stop, and its pauses have a budget"
                help_ = "remove `pause_budget`, or write `again: new`: the time while it was stopped is a pause too"
                yield error("LP486", commitment.pauses.budget.at, message, help_)
