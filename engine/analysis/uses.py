"""Every condition, moment, length of time and name that an agreement uses, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Location, did_you_mean, error
from engine.model.commitment_moments import moments_named
from engine.model.commitments import Acceptance, Cadence, Commitment, Conversion, Response, Then
from engine.model.conditions import All, AnyOf, Condition, EventCount, FieldTest, Not
from engine.model.moments import Decision, EventHappens, FieldBecomes, OutreachMade, StageEntered, StageLeft
from engine.model.pauses import WhileIn
from engine.model.repetitions import all_rows
from engine.model.scorecards import EventLine
from engine.model.written import place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from engine.model.agreements import Agreement, Stage
    from engine.model.conditions import AttributeTest
    from engine.model.durations import Allowed, Duration
    from engine.model.lead_schema import LeadSchema
    from engine.model.moments import Moment
    from engine.model.policy_set import PolicySet

MOST_LISTED = 8


def unknown(code: str, what: str, name: str, known: Collection[str], at: Location | None = None) -> Diagnostic:
    """Make the error of a name that nothing bears.

    Args:
        code: of the rule.
        what: the sort of thing, such as `stage`.
        name: as written; its own place is told.
        known: the names that exist.
        at: the place of a name that has none of its own.
    """
    at = place_of(name, at)
    near = did_you_mean(name, known)
    listed = ", ".join(f"`{k}`" for k in sorted(known)[:MOST_LISTED])
    more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
    way_out = (
        f"did you mean `{near}`{_where(near, at)}?"
        if near
        else f"known are {listed}{more}"
        if known
        else f"there is no {what} at all"
    )
    return error(code, at, f"unknown {what} `{name}`", way_out)


def _where(near: str, at: Location | None) -> str:
    """Tell where a known name stands: its line in the same file, or its file and line."""
    there = place_of(near)
    if there is None:
        return ""
    return f" (line {there.line})" if at and at.file == there.file else f" ({there.line_reference})"


def meant(names: Collection[str], known: Collection[str]) -> set[str]:
    """Give the known names that unknown ones were probably meant to be: their own faults follow from the typo."""
    return {did_you_mean(name, known) for name in names if name not in known}


def with_schema(policies: PolicySet) -> Iterator[tuple[Agreement, LeadSchema]]:
    """Give each agreement whose lead schema exists, with it."""
    for agreement in policies.agreements:
        schema = policies.lead_schemas.get(agreement.lead_schema)
        if schema is not None:
            yield agreement, schema


def roots(agreement: Agreement) -> Iterator[tuple[str, Sequence[Condition]]]:
    """Give every condition as a whole, under the name of its criterion or scorecard; the others have none."""
    yield "", [agreement.scope] if agreement.scope else []
    yield from ((c.name, [c.condition]) for c in agreement.criteria)
    yield from ((card.name, [*card.conditions()]) for card in agreement.scorecards)
    yield "", [row.condition for c in agreement.commitments for row in c.rows if row.condition]


def conditions(agreement: Agreement) -> Iterator[Condition]:
    """Give every condition, inner ones included."""
    for _, under in roots(agreement):
        for root in under:
            yield from within(root)


def within(condition: Condition) -> Iterator[Condition]:
    """Give a condition and all its parts."""
    yield condition
    parts = condition.parts if isinstance(condition, All | AnyOf) else ()
    for part in (condition.part,) if isinstance(condition, Not) else parts:
        yield from within(part)


def acceptances(agreement: Agreement) -> Iterator[Acceptance]:
    """Give every acceptance of an agreement."""
    return (c for c in agreement.commitments if isinstance(c, Acceptance))


def all_moments(agreement: Agreement) -> Iterator[Moment]:
    """Give every moment of an agreement: of its commitments, its stages' entries and its scorecards' lines."""
    for commitment in agreement.commitments:
        yield from moments_named(commitment)
    for stage in agreement.stages:
        yield from stage.entered_by
    for part in (part for card in agreement.scorecards for part in card.parts):
        yield from (line.happens for line in part.lines if isinstance(line, EventLine))


def fields_awaited(agreement: Agreement) -> Iterator[FieldBecomes]:
    """Give every moment at which a field is to become something."""
    return (moment for moment in all_moments(agreement) if isinstance(moment, FieldBecomes))


def field_tests(agreement: Agreement) -> Iterator[FieldTest]:
    """Give every test of a field: those of conditions and those of moments."""
    yield from (condition for condition in conditions(agreement) if isinstance(condition, FieldTest))
    yield from (moment.test for moment in fields_awaited(agreement))


def outreaches(agreement: Agreement) -> Iterator[OutreachMade]:
    """Give every outreach that an agreement counts."""
    for moment in all_moments(agreement):
        if isinstance(moment, OutreachMade):
            yield moment


def attribute_tests(agreement: Agreement) -> Iterator[AttributeTest]:
    """Give every test of an event's attribute."""
    for owner in (*conditions(agreement), *all_moments(agreement)):
        if isinstance(owner, EventCount | EventHappens):
            yield from owner.where


def allowed_times(commitment: Commitment, policy_calendar: str) -> Iterator[tuple[Allowed, str]]:
    """Give each allowed time with the calendar that it runs on."""
    for row in all_rows(commitment):
        if row.allowed is not None:
            yield row.allowed, row.calendar or commitment.calendar or policy_calendar
    if isinstance(commitment, Response) and commitment.looks_back is not None:
        yield commitment.looks_back, commitment.calendar or policy_calendar


def spans_back(agreement: Agreement) -> Iterator[tuple[str, Duration]]:
    """Give the lengths of time that conditions look back, by their key."""
    for condition in conditions(agreement):
        if isinstance(condition, EventCount) and condition.in_last is not None:
            yield "in_last", condition.in_last
        if isinstance(condition, FieldTest) and condition.good_for is not None:
            yield "good_for", condition.good_for


def stages_named(agreement: Agreement) -> Iterator[str]:
    """Give every stage that something names."""
    yield agreement.hand_over
    for rate in agreement.revenue_plan.rates if agreement.revenue_plan else ():
        yield from (rate.from_stage, rate.to_stage)
    for stage in agreement.stages:
        yield from stage.next
    yield from (volume.stage for volume in agreement.volumes)
    for commitment in agreement.commitments:
        if isinstance(commitment, Conversion):
            yield from (commitment.from_stage, commitment.to_stage)
        if isinstance(commitment, Then):
            yield commitment.stage
        for moment in moments_named(commitment):
            if isinstance(moment, StageEntered | StageLeft | Decision):
                yield from moment.stages
        if isinstance(commitment, Response | Cadence):
            yield from (s for p in commitment.pauses.sources if isinstance(p, WhileIn) for s in p.stages)


def stages_by_name(agreement: Agreement) -> dict[str, Stage]:
    """Give an agreement's stages by id, the first of each."""
    return {stage.name: stage for stage in reversed(agreement.stages)}
