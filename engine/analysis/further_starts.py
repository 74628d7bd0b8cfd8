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


def repetitions_open_anew(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell commitments that repeat, and yet ignore further starts or go on after a stop."""
    for agreement in policies.agreements:
        for commitment in agreement.commitments:
            if isinstance(commitment, Response) and commitment.every and commitment.again is not Again.NEW:
                message = f"`{commitment.name}` is to be kept every `{commitment.every}`, and says `{commitment.again}`"
                help_ = "remove `again`, or `every`: each stop starts the next clock, so a stop is never the last word"
                yield error("LP487", commitment.every.at, message, help_)


def budgets_count_like_repetitions(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell budgets of pauses in business time where a repetition runs on the wall, and the other way round."""
    for agreement in policies.agreements:
        for commitment in agreement.commitments:
            every = commitment.every if isinstance(commitment, Response) else None
            budget = commitment.pauses.budget if isinstance(commitment, Response) else None
            if every and budget and every.unit.needs_calendar is not budget.unit.needs_calendar:
                message = f"a budget of `{budget}` for pauses of clocks that repeat every `{every}`"
                help_ = "write both in business time, or neither: pauses are counted as the clock is"
                yield error("LP431", budget.at, message, help_)
