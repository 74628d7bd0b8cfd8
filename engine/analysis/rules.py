"""All rules, and the one function that runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis import (
    agreements,
    calendars,
    commitments,
    conditions,
    holidays,
    lead_schemas,
    pauses,
    references,
    revenue_plans,
    scorecards,
    sources,
    stages,
    volumes,
)
from engine.diagnostics import Diagnostic, Diagnostics, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.model.policy_set import PolicySet

RULES: tuple[Callable[[PolicySet], Iterator[Diagnostic]], ...] = (
    references.lead_schemas_exist,
    references.calendars_exist,
    references.glossaries_exist,
    references.criteria_exist,
    references.fields_exist,
    references.event_types_exist,
    references.attributes_exist,
    references.stages_exist,
    references.parties_exist,
    references.channels_exist,
    references.reasons_are_listed,
    references.teams_exist,
    conditions.operators_fit,
    conditions.operands_fit,
    conditions.choices_exist,
    conditions.criteria_are_not_circular,
    conditions.counts_are_possible,
    conditions.looking_back_is_not_in_business_time,
    conditions.criteria_are_used,
    commitments.rows_end_in_else,
    commitments.rows_can_be_reached,
    commitments.warnings_rise,
    commitments.business_time_has_a_calendar,
    commitments.attempts_are_possible,
    commitments.conversions_go_on,
    commitments.outreach_can_count,
    commitments.reasons_can_be_known,
    commitments.ids_are_not_shared,
    pauses.the_buyer_can_end_a_pause,
    pauses.budgets_count_like_the_clock,
    pauses.budgets_have_pauses,
    pauses.pauses_last,
    pauses.some_stage_is_no_pause,
    pauses.who_owes_does_not_pause,
    scorecards.scorecards_exist,
    scorecards.rated_parts_exist,
    scorecards.ranges_run_upward,
    scorecards.ratings_exist,
    scorecards.ratings_are_of_one_scorecard,
    scorecards.bands_are_apart,
    scorecards.ratings_are_distinct,
    scorecards.scorecards_are_not_circular,
    scorecards.parts_fade_one_way,
    scorecards.steps_fall,
    scorecards.thresholds_can_be_reached,
    scorecards.bands_can_be_reached,
    stages.stages_are_distinct,
    stages.final_stages_end,
    stages.stages_can_be_entered,
    stages.stages_can_be_reached,
    agreements.versions_start_apart,
    agreements.ends_follow_starts,
    agreements.ends_come_last,
    agreements.calendars_cover_versions,
    revenue_plans.plans_have_one_currency,
    revenue_plans.plans_divide_by_something,
    revenue_plans.rates_are_one_line,
    volumes.planned_numbers_exist,
    volumes.requirements_are_stated,
    lead_schemas.choices_belong_to_choice_fields,
    calendars.names_are_free,
    calendars.calendars_have_hours,
    calendars.hours_do_not_overlap,
    calendars.overrides_do_not_overlap,
    calendars.overrides_are_apart,
    calendars.overrides_are_laid_out,
    calendars.overrides_run_forward,
    calendars.calendars_are_laid_out,
    holidays.countries_exist,
    holidays.subdivisions_exist,
    sources.mapped_fields_exist,
    sources.mapped_event_types_exist,
    sources.mapped_attributes_exist,
    sources.mapped_choices_exist,
    sources.currencies_belong_to_money,
    sources.events_carry_what_they_name,
    sources.coverage_runs_forward,
    sources.mapped_stages_exist,
    sources.used_facts_are_mapped,
)


def analyse(policies: PolicySet) -> Diagnostics:
    """Run every rule; give all faults and warnings, sorted by place."""
    return in_order(fault for rule in RULES for fault in rule(policies))
