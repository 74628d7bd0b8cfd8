"""Waivers that can't cover what they mean to, or that nobody of the other party approved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.analysis import conditions, references, scorecards
from engine.analysis.uses import unknown
from engine.diagnostics import error
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.policy_set import PolicySet
    from engine.model.waivers import Waiver

OF_CONDITIONS: tuple[Callable[[PolicySet], Iterator[Diagnostic]], ...] = (
    references.criteria_exist,
    references.fields_exist,
    references.event_types_exist,
    references.attributes_exist,
    conditions.operators_fit,
    conditions.operands_fit,
    conditions.choices_exist,
    conditions.counts_are_possible,
    conditions.looking_back_is_not_in_business_time,
    scorecards.scorecards_exist,
    scorecards.ratings_exist,
    scorecards.ratings_are_of_one_scorecard,
)


def agreements_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell waivers of an agreement that no document declares."""
    known = list(dict.fromkeys(a.name for a in policies.agreements))
    yield from (
        unknown("LP480", "agreement", w.agreement, known) for w in policies.waivers.values() if w.agreement not in known
    )


def commitments_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell waivers of a commitment that no version has; a volume counts leads and has no clocks to waive."""
    for waiver in policies.waivers.values():
        versions = policies.versions_of(waiver.agreement)
        known = list(dict.fromkeys(c.name for version in versions for c in version.commitments))
        if versions and waiver.commitment not in known:
            yield unknown("LP481", "commitment", waiver.commitment, known)


def the_other_party_approves(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell waivers that are approved by the party that asked for them, or by one that owes what is waived."""
    for waiver in policies.waivers.values():
        party, owing = waiver.approved_by.party, _owing(policies, waiver)
        if party in owing:
            said = f"`{party}` owes `{waiver.commitment}` and can't approve that it is waived"
        elif party == waiver.requested_by:
            said = f"`{party}` asked for the waiver and can't approve it"
        else:
            continue
        help_ = "the party that owes asks for it, and somebody of the other one approves it"
        yield error("LP482", place_of(party, waiver.at), said, help_)


def spans_run_forward(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell spans that end before they begin, or as they begin."""
    for waiver in policies.waivers.values():
        if waiver.until <= waiver.since:
            message = f"waiver `{waiver.name}` ends before any clock could start under it"
            yield error("LP483", waiver.at, message, "swap them; a date under `until` is included")


def something_is_waived(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell waivers that name no lead and no condition: they would lift the commitment itself."""
    for waiver in policies.waivers.values():
        if not waiver.leads and waiver.condition is None:
            message = f"waiver `{waiver.name}` says neither which leads nor under which condition"
            yield error("LP484", waiver.at, message, "add `leads` or `if`; to lift a commitment, make a new version")


def some_version_is_reached(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell spans in which no version with the commitment is in force: nothing could be waived."""
    for waiver in policies.waivers.values():
        starts = [version.starts for version in policies.versions_of(waiver.agreement)]
        sound = waiver.since < waiver.until and len(starts) == len(set(starts))
        if sound and _owing(policies, waiver) and not policies.waived_versions(waiver):
            message = f"no version with `{waiver.commitment}` is in force while waiver `{waiver.name}` lasts"
            yield error("LP485", waiver.at, message, "change `from` and `until`, or the commitment")


def conditions_can_be_asked(policies: PolicySet) -> Iterator[Diagnostic]:
    """Hold a waiver's condition against each version that it reaches, as if it were that version's own."""
    for waiver in policies.waivers.values():
        if waiver.condition is None or waiver.at is None:
            continue
        for version in policies.waived_versions(waiver):
            asking = replace(policies, agreements=(replace(version, scope=waiver.condition),), waivers={})
            faults = (fault for rule in OF_CONDITIONS for fault in rule(asking))
            yield from (f for f in faults if f.location is not None and f.location.file == waiver.at.file)


def _owing(policies: PolicySet, waiver: Waiver) -> set[str]:
    """Who owes the commitment in the versions reached, or in any if none is; nobody if no version has it."""
    versions = policies.waived_versions(waiver) or policies.versions_of(waiver.agreement)
    return {c.owed_by for version in versions for c in version.commitments if c.name == waiver.commitment}
