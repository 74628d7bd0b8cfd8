"""What a plan is told as, and what it means for whoever asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.reports.outcome import Outcome
    from engine.reports.plan_view import PlanView


def plan_as(view: PlanView, form: str, verdict: Outcome) -> str:
    """The plan as `text` for a terminal, as `markdown` for a pull request, or as `json`."""
    from engine.documents import plans

    if form == "json":
        return plans.plan_json(view, int(verdict.code), verdict.reason).content.decode()
    if form == "markdown":
        return plans.plan_markdown(view).content.decode()
    return plans.plan_text(view, int(verdict.code), verdict.reason)


def write_plan(view: PlanView, verdict: Outcome, path: Path) -> Path:
    """Write the whole plan as JSON; the file appears whole or not at all. Raises OSError if it can't be written."""
    from engine.documents.plans import plan_json

    return write_whole(path, plan_json(view, int(verdict.code), verdict.reason).content)


def informed(view: PlanView, max_unknown: int) -> Outcome:
    """What a plan means where it only tells."""
    from engine.reports.plan_outcome import informed

    return informed(view, max_unknown)


def guarded(view: PlanView, max_unknown: int) -> Outcome:
    """What a plan means where nothing may get worse."""
    from engine.reports.plan_outcome import guarded

    return guarded(view, max_unknown)
