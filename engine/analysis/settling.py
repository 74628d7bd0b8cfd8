"""Facts that may settle after a start: something has to read them, and they settle before the time is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.analysis.asking import asked_by, reached, roots_of
from engine.analysis.uses import within
from engine.diagnostics import Diagnostic, error
from engine.model.conditions import Condition, FieldTest
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
        if not by_owner and not any(_reads_a_field(condition, agreement) for condition in asked):
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


def _reads_a_field(condition: Condition, agreement: Agreement) -> bool:
    """Whether it tests a field, also through criteria and scorecards."""
    roots = roots_of(agreement)
    through = (root for node in reached(asked_by([condition], agreement), agreement) for root in roots.get(node, ()))
    return any(isinstance(part, FieldTest) for root in (condition, *through) for part in within(root))
