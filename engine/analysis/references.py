"""Names that nothing bears: documents, criteria, fields, events, attributes, stages, parties, channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.uses import (
    acceptances,
    all_moments,
    attribute_tests,
    conditions,
    field_tests,
    outreaches,
    stages_by_name,
    stages_named,
    unknown,
    with_schema,
)
from engine.diagnostics import did_you_mean, error
from engine.model.calendars import ALWAYS
from engine.model.commitments import Freshness
from engine.model.conditions import CriterionRef, EventCount
from engine.model.moments import EventHappens, StageEntered
from engine.model.repetitions import calendars_named
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.model.policy_set import PolicySet


def lead_schemas_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell agreements and sources on a lead schema that no document declares."""
    named = [agreement.lead_schema for agreement in policies.agreements]
    named += [source.lead_schema for source in policies.sources.values()]
    known = policies.lead_schemas
    yield from (unknown("LP301", "lead schema", name, known) for name in named if name not in known)


def calendars_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell calendars that no document declares."""
    known = {*policies.calendars, ALWAYS}
    for agreement in policies.agreements:
        named = [agreement.calendar]
        for commitment in agreement.commitments:
            named += [name for name in calendars_named(commitment) if name]
        named += [each.calendar for capacity in agreement.capacities for each in capacity.people]
        yield from (unknown("LP302", "calendar", name, known) for name in named if name not in known)


def glossaries_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell glossaries that no document declares."""
    for agreement in policies.agreements:
        if agreement.glossary is not None and agreement.glossary not in policies.glossaries:
            yield unknown("LP303", "glossary", agreement.glossary, policies.glossaries)


def criteria_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell criteria that the agreement does not define."""
    for agreement in policies.agreements:
        known = {c.name for c in agreement.criteria}
        named = [c.criterion for c in conditions(agreement) if isinstance(c, CriterionRef)]
        named += [stage.requires for stage in agreement.stages if stage.requires]
        named += [c.finds_out for c in agreement.commitments if isinstance(c, Freshness)]
        named += [implied for criterion in agreement.criteria for implied in criterion.implies]
        yield from (unknown("LP304", "criterion", name, known) for name in named if name not in known)


def fields_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell fields that the lead schema does not declare."""
    for agreement, schema in with_schema(policies):
        known = {f.name for f in schema.fields}
        named = [test.field for test in field_tests(agreement)] + [*agreement.segments]
        named += [a.reject.field for a in acceptances(agreement) if a.reject.field is not None]
        yield from (unknown("LP305", "field", name, known) for name in named if name not in known)


def event_types_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell event types that the lead schema does not declare."""
    for agreement, schema in with_schema(policies):
        known = {e.name for e in schema.events}
        owners = (*conditions(agreement), *all_moments(agreement))
        named = [name for o in owners if isinstance(o, EventCount | EventHappens) for name in o.events]
        yield from (unknown("LP306", "event type", name, known) for name in named if name not in known)


def attributes_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell event attributes that the lead schema does not list, in policies and in the schema itself."""
    for agreement, schema in with_schema(policies):
        named = [test.attribute for test in attribute_tests(agreement)]
        named += [a.reject.attribute for a in acceptances(agreement) if a.reject.attribute is not None]
        yield from (unknown("LP307", "attribute", n, schema.attributes) for n in named if n not in schema.attributes)
    for schema in policies.lead_schemas.values():
        for event in schema.events:
            for name in (event.names_channel, event.names_stage, event.names_owner, event.names_reason):
                if name is not None and name not in schema.attributes:
                    yield unknown("LP307", "attribute", name, schema.attributes)


def stages_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell stages that the agreement does not list."""
    for agreement in policies.agreements:
        known = stages_by_name(agreement)
        yield from (unknown("LP308", "stage", n, known) for n in stages_named(agreement) if n not in known)


def parties_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell parties that do not sign the agreement."""
    for agreement in policies.agreements:
        known = {p.id for p in agreement.parties}
        named = [s.held_by for s in agreement.stages] + [
            c.owed_by for c in (*agreement.commitments, *agreement.volumes)
        ]
        named += [capacity.party for capacity in agreement.capacities]
        named += [c.found_out.by_party for c in agreement.criteria if c.found_out]
        yield from (unknown("LP309", "party", name, known) for name in named if name not in known)


def channels_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell channels that no event can have; if an event names its channel by an attribute, any may come."""
    for agreement, schema in with_schema(policies):
        known = {e.channel for e in schema.events if e.channel}
        if any(e.names_channel for e in schema.events):
            continue
        named = [name for moment in outreaches(agreement) for name in moment.channels]
        yield from (unknown("LP310", "channel", name, known) for name in named if name not in known)


def reasons_are_listed(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell reasons that none of the stages entered lists."""
    for agreement in policies.agreements:
        stages = stages_by_name(agreement)
        for moment in all_moments(agreement):
            if not isinstance(moment, StageEntered) or not all(name in stages for name in moment.stages):
                continue
            known = [reason for name in moment.stages for reason in stages[name].reasons]
            where = " or ".join(f"`{name}`" for name in moment.stages)
            for name in (r for r in moment.reasons if r not in known):
                near = did_you_mean(name, known)
                help_ = f"did you mean `{near}`?" if near else "list it under the stage's `reasons`, or leave it out"
                yield error("LP311", place_of(name, moment.at), f"`{name}` is not a reason of {where}", help_)


def teams_exist(policies: PolicySet) -> Iterator[Diagnostic]:
    """Tell teams of people that the roster does not declare."""
    for roster in policies.rosters.values():
        known = {team.id for team in roster.teams}
        yield from (unknown("LP312", "team", m.team, known) for m in roster.memberships if m.team not in known)
