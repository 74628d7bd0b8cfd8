"""Conversions whose case waits for an answer to the hand-over that is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.model.commitments import Acceptance, Conversion
from engine.model.moments import StageEntered

from .clocks import Clock
from .verdicts import verdict_of


def with_unanswered(clocks: Sequence[Clock]) -> list[Clock]:
    """The clocks of one lead, each told whether its case waits."""
    overdue = [c for c in clocks if isinstance(c.cycle.commitment, Acceptance) and is_overdue(c)]
    return [replace(c, unanswered=any(asks(other, c) for other in overdue)) for c in clocks]


def is_overdue(answer: Clock) -> bool:
    return answer.cycle.close is None and verdict_of(answer) == ("breached", "not_done")


def asks(answer: Clock, case: Clock) -> bool:
    """Whether a conversion's case waits for the answer: the clock for it runs since the entry, or longer."""
    acceptance, conversion = answer.cycle.commitment, case.cycle.commitment
    if not isinstance(conversion, Conversion) or not isinstance(acceptance, Acceptance):
        return False
    entered = [m for m in acceptance.starts if isinstance(m, StageEntered) and conversion.from_stage in m.stages]
    return bool(entered) and answer.cycle.start.at <= case.cycle.start.at
