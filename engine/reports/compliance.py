"""The compliance view: what both parties promised each other, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from engine.evaluation.results import Results, Row, RunIdentity
from engine.model.agreements import Agreement, Party
from engine.model.commitments import Commitment, kind_of
from engine.model.trials import is_trial
from engine.reports.breakdowns import breakdowns
from engine.reports.capacities import CapacityView, capacities_seen
from engine.reports.cases import Case, cases_counted_in, cases_of
from engine.reports.clauses import title_of
from engine.reports.commitments import (
    CommitmentVersion,
    CommitmentView,
    count_reasons,
    period_verdicts,
    total_of,
    version_of,
)
from engine.reports.disconnects import DisconnectView, disconnects
from engine.reports.findings import FindingsView, findings
from engine.reports.funnel import FunnelView, funnel
from engine.reports.instants import Instant
from engine.reports.judged_periods import Judging
from engine.reports.made_again import Command
from engine.reports.meeting import MeetingView, meeting
from engine.reports.owner_shares import Shares, shares_by_clock
from engine.reports.periods import in_words
from engine.reports.restatements import RestatementView
from engine.reports.revenue_plans import RevenuePlanView, revenue_plan
from engine.reports.scores import RatingTable, rating_tables
from engine.reports.sentences import headline, sentence_of
from engine.reports.signatures import Standing
from engine.reports.told_periods import others_told, told_in
from engine.reports.unknown_answers import UnknownAnswer, unknown_answers
from engine.reports.volumes import VolumeView, volumes
from engine.reports.waivers import WaiverView, waivers
from engine.reports.weeks import Cohort, WeekView, cohorts, weeks

Grouped = dict[str, list[Row]]
Cases = tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party and what it owes, in the policy's order."""

    id: str
    name: str
    signs: str
    commitments: tuple[CommitmentView, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement with both its parties, in the order in which the policy names them.

    `revenue_plans` and `capacities` are those of the versions that judged, `revenue_plan` the latest of them.
    `version` is the one in force at `as_of` (the first, if none is yet); `judged` are the
    periods that this report judges, in words; `standings` tell which versions behind the figures are signed.
    """

    name: str
    title: str
    version: str
    zone: str
    sentences: tuple[str, ...]
    as_of: Instant
    judged: tuple[str, ...]
    parties: tuple[PartyView, ...]
    funnel: FunnelView
    volumes: tuple[VolumeView, ...]
    revenue_plan: RevenuePlanView | None
    lead_counts: tuple[tuple[str, int], ...]
    ratings: tuple[RatingTable, ...]
    disconnects: tuple[DisconnectView, ...]
    waivers: tuple[WaiverView, ...]
    meeting: MeetingView
    weeks: tuple[WeekView, ...]
    cohorts: tuple[Cohort, ...]
    unknown_answers: tuple[UnknownAnswer, ...] = ()
    capacities: tuple[CapacityView, ...] = ()
    standings: tuple[Standing, ...] = ()
    revenue_plans: tuple[RevenuePlanView, ...] = ()

    @property
    def commitments(self) -> tuple[CommitmentView, ...]:
        """All commitments of both parties, in order."""
        return tuple(c for party in self.parties for c in party.commitments)


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """The whole report: the agreements that were judged, what the data lacked, and the run's identity.

    `restated` tells what is said otherwise than in the last signed run; None where nobody asked or there is none.
    `again` are the words of the command that makes the document again; none where no command made it.
    """

    as_of: Instant
    agreements: tuple[AgreementView, ...]
    data: FindingsView
    identity: RunIdentity
    restated: RestatementView | None = None
    again: Command = ()


def compliance(results: Results, periods: Iterable[str] | None = None) -> ComplianceView:
    """Build the report of a run.

    `periods` (`2026-06`, `2026-Q2`, `2026`) are judged instead of the last ended and the current one.
    """
    names = dict.fromkeys(a.name for a in results.policies.agreements)
    asked = None if periods is None else tuple(periods)
    views = tuple(_agreement(results, results.policies.versions_of(name), asked) for name in names)
    zone = views[0].zone if views else "UTC"
    return ComplianceView(Instant(results.identity.as_of, zone), views, findings(results), results.identity)


@dataclass(frozen=True, slots=True)
class _Lists:
    """The rows of one commitment's clocks that may be listed one by one; shares are those of all divided breaches."""

    shares: Shares
    broken: list[Row]
    running: list[Row]
    unknown: list[Row]


def _agreement(results: Results, versions: tuple[Agreement, ...], asked: tuple[str, ...] | None) -> AgreementView:
    head = next((a for a in reversed(versions) if a.starts <= results.identity.as_of), versions[0])
    judging = Judging(results, versions, head, asked)
    commitments, counted = _commitments(judging), volumes(judging)
    parties = tuple(
        PartyView(p.id, p.name, p.signs, tuple(c for c in commitments if c.owed_by == p.id)) for p in head.parties
    )
    counts = (
        (r["what"], int(r["leads"])) for r in results.relations.rows("lead_counts") if r["policy"] in {"", head.name}
    )
    owed = [c for party in parties for c in party.commitments]
    missed, waived = disconnects(results, head.name, head.zone), waivers(results, head)
    judging_versions = _that_judged(judging, owed, counted)
    plans = tuple(plan for one in judging_versions if (plan := revenue_plan(one)))
    judged = {c.name: [v.period for v in c.judged] for c in commitments}
    return AgreementView(
        name=head.name,
        title=head.title,
        version=head.version,
        zone=head.zone,
        sentences=(*headline([party.commitments for party in parties], counted), *(v.sentence for v in counted)),
        as_of=judging.now,
        judged=tuple(dict.fromkeys(v.words for c in commitments for v in c.judged)),
        parties=parties,
        funnel=funnel(results, head),
        volumes=counted,
        revenue_plan=plans[-1] if plans else None,
        lead_counts=tuple(counts),
        ratings=rating_tables(results, versions),
        disconnects=missed,
        waivers=waived,
        meeting=meeting(owed, counted, missed, waived, judging.now),
        weeks=weeks(results, head.name, judged),
        cohorts=cohorts(results, head),
        unknown_answers=unknown_answers(results, head),
        capacities=tuple(c for one in judging_versions for c in capacities_seen(results, one, versions, owed)),
        revenue_plans=plans,
    )


def _that_judged(
    judging: Judging, owed: Iterable[CommitmentView], counted: Iterable[VolumeView]
) -> tuple[Agreement, ...]:
    """The versions behind the reported figures, in order; those on trial only where no other is, the head if none is.

    What a version promises and reckons with says nothing of figures that another one judged.
    """
    names = {v.version for promise in owed for v in promise.judged} | {v.version for c in counted for v in c.judged}
    found = [version for version in judging.versions if version.version in names]
    return tuple([v for v in found if not is_trial(v.version)] or found or [judging.head])


def _commitments(judging: Judging) -> list[CommitmentView]:
    name, results = judging.head.name, judging.results
    counted = [r for relation in ("attainment", "wider_attainment") for r in results.relations.rows(relation)]
    attainment = _by_commitment(r for r in counted if r["policy"] == name)
    said = {c.name: c for a in (*judging.versions, judging.head) for c in a.commitments}
    periods = {period for id_ in said for period in judging.judged(id_)}
    broken, unknown = (results.relations.rows_started_in(r, periods) for r in ("breaches", "unknown_clocks"))
    running = results.relations.rows("open_clocks")
    lists = [_by_commitment(r for r in rows if r["policy"] == name) for rows in (broken, running, unknown)]
    shares = shares_by_clock(r for r in results.relations.rows("divided_breaches") if r["policy"] == name)
    listed = {id_: _Lists(shares, *(rows.get(id_, []) for rows in lists)) for id_ in said}
    return [_commitment(judging, said[id_], attainment.get(id_, []), listed[id_]) for id_ in said]


def _commitment(judging: Judging, commitment: Commitment, rows: list[Row], lists: _Lists) -> CommitmentView:
    each = judging.each(commitment.name)
    history = period_verdicts((r for r in rows if r["dimension"] == "all"), each)
    chosen = judging.judged(commitment.name)
    judged = tuple(v for period in chosen for v in history if v.period == period)
    party = _party(judging.head, commitment.owed_by)
    asked = [(period, version) for period in chosen for version in each]  # listed where no span of the promise fits
    spans = [(v.period, v.version) for v in judged] or asked
    first = told_in([v for v in judged if v.tally.counted] or judged, judging.now)
    leading = [v for v in judged if v.period == first]
    asked_words = in_words(chosen[0]) if chosen else "no period"
    unknowns = cases_counted_in(spans, judging.results, lists.unknown)
    return CommitmentView(
        name=commitment.name,
        title=title_of(commitment),
        kind=kind_of(commitment),
        owed_by=commitment.owed_by,
        party=party.name,
        sentence=sentence_of(commitment, party.name, leading, asked_words) + others_told(judged, judging.asked),
        versions=_versions(judging, commitment.name),
        judged=judged,
        history=history,
        total=total_of(v for v in history if not v.on_trial),
        trial_total=total_of(v for v in history if v.on_trial),
        breakdowns=breakdowns(rows, each, chosen),
        breaches=cases_counted_in(spans, judging.results, lists.broken, lists.shares),
        open_clocks=tuple(cases_of(judging.results, lists.running)),
        unknowns=unknowns,
        unknown_reasons=count_reasons(unknowns),
        judged_total=total_of(v for v in judged if not v.on_trial),
        judged_trial_total=total_of(v for v in judged if v.on_trial),
        told_in=first,
    )


def _versions(judging: Judging, commitment: str) -> tuple[CommitmentVersion, ...]:
    found = [(a, c) for a in judging.versions for c in a.commitments if c.name == commitment]
    return tuple(version_of(judging.results, a, c) for a, c in found)


def _party(agreement: Agreement, party_id: str) -> Party:
    return next((p for p in agreement.parties if p.id == party_id), Party(party_id, party_id, ""))


def _by_commitment(rows: Iterable[Row]) -> Grouped:
    grouped: Grouped = defaultdict(list)
    for row in rows:
        grouped[row["commitment"]].append(row)
    return grouped
