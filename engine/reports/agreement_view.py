"""An agreement version as a whole, arranged as the document that both heads sign; it depends on no later version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.model.agreements import Agreement, Party
from engine.model.commitments import Period
from engine.model.glossary import Term
from engine.model.policy_set import PolicySet
from engine.reports.agreement_clauses import PartyClauses, agreement_clauses
from engine.reports.agreement_criteria import CriterionText, ScorecardText, criteria_texts, scorecard_texts
from engine.reports.agreement_stages import StageText, stage_texts
from engine.reports.calendar_week import CalendarView, DayView, calendar_view
from engine.reports.capacities import CapacityView, capacity_views
from engine.reports.clause_numbers import VersionView, version_views
from engine.reports.clause_sentences import scope_words
from engine.reports.clauses import plain
from engine.reports.consequences import ConsequenceText, consequence_texts
from engine.reports.instants import Instant, instant
from engine.reports.moment_words import event_titles
from engine.reports.revenue_plans import RevenuePlanView, revenue_plan
from engine.reports.waivers import WaiverTerms
from engine.reports.waivers import terms_of as waiver_words
from engine.reports.worked_examples import example_starts
from engine.terms.to_sign import waiver_terms
from engine.terms.version_terms import terms_of

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CalendarText:
    """A calendar, and its holidays and exceptions on the dates first..last of a version's first year."""

    calendar: CalendarView
    first: date
    last: date
    special_days: tuple[DayView, ...]
    policy_line: str


@dataclass(frozen=True, slots=True)
class ReviewText:
    """How often the parties meet over the agreement; `notice` is how long before its end one of them gives it."""

    every: str
    notice: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class WaiverText:
    """A waiver of cases of a version; `digest` is that of its own terms, which its signatures name."""

    terms: WaiverTerms
    digest: str


@dataclass(frozen=True, slots=True)
class AgreementDocumentView:
    """All that the document says; `ends` only where the version says so itself, `hand_over` is a stage's name.

    `terms_digest` is what a signature names.
    """

    name: str
    version: str
    title: str
    zone: str
    in_force_from: Instant
    ends: Instant | None
    binding_from: Instant | None
    policy_line: str
    terms_digest: str
    parties: tuple[Party, ...]
    scope: str
    hand_over: str
    segments: tuple[str, ...]
    revenue_plan: RevenuePlanView | None
    capacities: tuple[CapacityView, ...]
    terms: tuple[Term, ...]
    stages: tuple[StageText, ...]
    criteria: tuple[CriterionText, ...]
    scorecards: tuple[ScorecardText, ...]
    owed: tuple[PartyClauses, ...]
    consequences: tuple[ConsequenceText, ...]
    example_starts: tuple[Instant, ...]
    calendars: tuple[CalendarText, ...]
    periods: tuple[str, ...]
    sources: tuple[str, ...]
    review: ReviewText | None
    waivers: tuple[WaiverText, ...]
    versions: tuple[VersionView, ...]


def agreement_view(policies: PolicySet, agreement: Agreement) -> AgreementDocumentView:
    """Arrange a version; later ones are left out, so that a document once signed stays as it is."""
    versions = tuple(v for v in policies.versions_of(agreement.name) if v.starts <= agreement.starts)
    calendars = _calendars(policies, agreement)
    starts = example_starts(agreement, {day.day for text in calendars for day in text.special_days})
    glossary = policies.glossaries.get(agreement.glossary or "")
    return AgreementDocumentView(
        name=agreement.name,
        version=agreement.version,
        title=agreement.title,
        zone=agreement.zone,
        in_force_from=Instant(agreement.starts, agreement.zone),
        ends=instant(agreement.ends, agreement.zone),
        binding_from=instant(agreement.binding_from, agreement.zone),
        policy_line=agreement.at.line_reference if agreement.at else "",
        terms_digest=terms_of(policies, agreement).digest,
        parties=agreement.parties,
        scope=scope_words(agreement.scope),
        hand_over=plain(agreement.hand_over),
        segments=tuple(map(plain, agreement.segments)),
        revenue_plan=revenue_plan(agreement),
        capacities=capacity_views(agreement, policies.calendars),
        terms=glossary.terms if glossary else (),
        stages=stage_texts(agreement),
        criteria=criteria_texts(agreement),
        scorecards=scorecard_texts(agreement, event_titles(policies.lead_schemas.get(agreement.lead_schema))),
        owed=agreement_clauses(policies, versions, starts),
        consequences=consequence_texts(versions),
        example_starts=starts,
        calendars=calendars,
        periods=_periods(agreement),
        sources=tuple(s.name for s in policies.sources.values() if s.lead_schema == agreement.lead_schema),
        review=_review(agreement),
        waivers=_waivers(policies, agreement),
        versions=version_views(versions),
    )


def _calendars(policies: PolicySet, agreement: Agreement) -> tuple[CalendarText, ...]:
    begins = Instant(agreement.starts, agreement.zone).local.date()
    used = [policies.calendars[name] for name in policies.calendars_of(agreement) if name in policies.calendars]
    texts = []
    for calendar in used:
        view = calendar_view(calendar, begins, weeks=0)
        first, last = max(begins, view.first), min(begins + A_YEAR, view.last)
        special = tuple(day for day in view.special_days if first <= day.day <= last)
        texts.append(CalendarText(view, first, last, special, calendar.at.line_reference if calendar.at else ""))
    return tuple(texts)


def _periods(agreement: Agreement) -> tuple[str, ...]:
    owed: Sequence[Period] = [c.objective.each for c in agreement.commitments if c.objective]
    named = {*owed, *(v.objective.each for v in agreement.volumes)}
    return tuple(period.value for period in Period if period in named)


def _waivers(policies: PolicySet, agreement: Agreement) -> tuple[WaiverText, ...]:
    """The waivers that reach the version, earliest first."""
    reaching = [w for w in policies.waivers.values() if agreement.id in {v.id for v in policies.waived_versions(w)}]
    return tuple(
        WaiverText(waiver_words(policies, agreement, waiver), waiver_terms(waiver).digest)
        for waiver in sorted(reaching, key=lambda w: (w.since, w.name))
    )


def _review(agreement: Agreement) -> ReviewText | None:
    review = agreement.review
    if review is None:
        return None
    return ReviewText(
        review.every.value,
        str(review.notice) if review.notice else "",
        review.at.line_reference if review.at else "",
    )
