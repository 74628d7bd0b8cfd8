"""What a plan means for whoever asked for it: an exit code, and why."""

from __future__ import annotations

from engine.reports.outcome import ExitCode, Outcome
from engine.reports.plan_view import PlanView


def informed(view: PlanView, max_unknown: int) -> Outcome:
    """A plan that tells and leaves the judgement to its readers."""
    if view.changes.same and not view.agreements:
        return Outcome(ExitCode.FINE, "both sides mean the same")
    if view.is_first:
        return Outcome(ExitCode.FINE, "there was no agreement before")
    if view.newly_unknown > max_unknown:
        clocks = f"{view.newly_unknown} clock{'s' * (view.newly_unknown != 1)}"
        reason = f"{clocks} can't be judged any more, {max_unknown} allowed"
        return Outcome(ExitCode.TOO_MUCH_UNKNOWN, reason)
    if view.rows_lost > max_unknown:
        reason = f"{view.rows_lost} more rows can't be read, {max_unknown} allowed"
        return Outcome(ExitCode.TOO_MUCH_UNKNOWN, reason)
    if not view.clocks:
        return Outcome(ExitCode.NOTHING_EVALUATED, "no lead started a clock under any version, before or after")
    return Outcome(ExitCode.FINE, "; ".join(view.worse) or "nothing gets worse")


def guarded(view: PlanView, max_unknown: int) -> Outcome:
    """A plan that fails where something gets worse."""
    if view.worse:
        return Outcome(ExitCode.NEGATIVE, "; ".join(view.worse))
    return informed(view, max_unknown)
