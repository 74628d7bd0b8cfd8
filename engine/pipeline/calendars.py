"""Questions to a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet


def answer_one(policies: PolicySet, question: Mapping[str, str]) -> dict[str, Any]:
    """One question to a calendar, answered by the lookups that judge leads."""
    from engine.evaluation.calendar_answers import answer_one

    return answer_one(policies, question)


def answer_many(policies: PolicySet, questions: BinaryIO, answers: BinaryIO) -> int:
    """JSON Lines in, JSON Lines out, in the same order; gives the number of lines that could not be answered."""
    from engine.evaluation.calendar_answers import answer

    return answer(policies, questions, answers).errors


def calendar_as_text(policies: PolicySet, name: str, around: date, weeks: int) -> str | None:
    """A calendar's hours, weeks and special dates; None if there is no calendar of that name."""
    from engine.documents.calendar_text import calendar_text
    from engine.reports.calendar_week import calendar_view

    calendar = policies.calendars.get(name)
    return calendar_text(calendar_view(calendar, around, weeks)) if calendar else None
