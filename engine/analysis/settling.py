"""Facts that may settle after a start: something has to read them, and they settle before the time is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.analysis.uses import within
from engine.diagnostics import Diagnostic, error
from engine.model.conditions import Condition, CriterionRef, FieldTest, RatingTest, ScoreTest
from engine.model.scorecards import rated_scorecard
from engine.model.window_rows import RunsBy

if TYPE_CHECKING:
    from engine.model.agreements import Agreement
    from engine.model.commitments import Commitment
    from engine.model.durations import Duration
    from engine.model.policy_set import PolicySet


def something_settles(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell commitments that wait for facts to settle though none of their rows reads one."""
    for agreement, commitment, settles in _settling(policies):
        by_owner = any(row.runs_by is RunsBy.OWNER for row in commitment.rows)
        asked = [row.condition for row in commitment.rows if row.condition is not None]
        if not by_owner and not any(_reads_a_field(condition, agreement, ()) for condition in asked):
            message = f"`{commitment.name}` settles within {settles}, and no row of its allowed time reads a fact"
            help_ = "remove `settles_within`, or write rows that ask for a field: events count up to the start alone"
            yield error("LP532", settles.at, message, help_)


def facts_settle_in_time(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell rows that may be due before anybody knows that they are the row."""
    for _, commitment, settles in _settling(policies):
        for allowed in (row.allowed for row in commitment.rows if row.allowed is not None):
            if allowed.microseconds is not None and allowed.microseconds < (settles.microseconds or 0):
                message = f"`{commitment.name}` may be due after {allowed}, and settles within {settles}"
                yield error("LP533", allowed.at, message, "let facts settle in less time, or allow more")


def _settling(policies: PolicySet) -> Iterator[tuple[Agreement, Commitment, Duration]]:
    for agreement in policies.agreements:
        for commitment in agreement.commitments:
            settles: Duration | None = getattr(commitment, "settles_within", None)
            if settles is not None:
                yield agreement, commitment, settles


def _reads_a_field(condition: Condition, agreement: Agreement, through: tuple[str, ...]) -> bool:
    """Whether it tests a field, also through criteria and scorecards; `through` are those on the way here."""
    return any(
        isinstance(part, FieldTest)
        or any(_reads_a_field(c, agreement, on) for on, c in _named(part, agreement, through))
        for part in within(condition)
    )


def _named(
    part: Condition, agreement: Agreement, through: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Condition]]:
    """The conditions that stand under the name that a part asks for; none under one that was met before."""
    named = {c.name: (c.condition,) for c in agreement.criteria} | {
        f"scorecard {card.name}": tuple(card.conditions()) for card in agreement.scorecards
    }
    match part:
        case CriterionRef(criterion=name):
            asked: str | None = name
        case ScoreTest(scorecard=name):
            asked = f"scorecard {name}"
        case RatingTest():
            card = rated_scorecard(part, agreement.scorecards)
            asked = f"scorecard {card.name}" if card else None
        case _:
            asked = None
    if asked is not None and asked not in through:
        yield from (((*through, asked), condition) for condition in named.get(asked, ()))
