"""The lint: rules that ask what sound policies amount to; they run once nothing is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis import capacities, claims, clock_ends, constants, promises, stage_paths, vocabulary, window_rows
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
    clock_ends.starts_do_not_stop,
    clock_ends.clocks_end_with_the_lead,
    stage_paths.stages_are_on_a_way,
    stage_paths.stages_have_an_exit,
    stage_paths.reasons_are_of_one_stage,
    promises.attempts_fit_their_time,
    capacities.promised_attempts_fit,
    promises.responses_come_before_answers,
    promises.who_owes_can_keep,
    vocabulary.abbreviations_are_defined,
    vocabulary.required_facts_have_an_owner,
)


def lint(policies: PolicySet) -> Diagnostics:
    """Run every rule of the lint on policies without an error; give all warnings, sorted by place."""
    return in_order(fault for rule in LINT for fault in rule(policies))
