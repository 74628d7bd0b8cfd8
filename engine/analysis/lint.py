"""The lint: rules that ask what sound policies amount to; they run once nothing is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis import claims, constants, window_rows
from engine.diagnostics import Diagnostic, Diagnostics, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.model.policy_set import PolicySet

LINT: tuple[Callable[[PolicySet], Iterator[Diagnostic]], ...] = (
    constants.conditions_can_be_met,
    constants.conditions_can_fail,
    window_rows.rows_are_not_covered,
    window_rows.rows_are_told_apart,
    claims.claims_hold,
    claims.claims_are_decided,
)


def lint(policies: PolicySet) -> Diagnostics:
    """Run every rule of the lint on policies without an error; give all warnings, sorted by place."""
    return in_order(fault for rule in LINT for fault in rule(policies))
