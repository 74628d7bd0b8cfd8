"""Which versions behind a report's figures are signed; the figures of one that isn't say so, each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.model.agreements import Agreement
from engine.reports.commitments import BreakdownRow, CommitmentView, PeriodVerdict
from engine.reports.compliance import AgreementView, ComplianceView
from engine.reports.signatures import Standing, VersionView
from engine.reports.volumes import VolumePeriod, VolumeView


def as_of(version: VersionView, now: int) -> VersionView:
    """Leave out what was signed after an instant (µs UTC): a report of that day can't know of it."""
    return replace(version, signatures=tuple(s for s in version.signatures if s.signed_at.at <= now))


def marked(view: ComplianceView, versions: Sequence[Agreement], held: Mapping[str, VersionView]) -> ComplianceView:
    """Mark every figure with whether its version is signed; `held` has each version by `agreement@version`."""
    agreements = tuple(_agreement(a, [v for v in versions if v.name == a.name], held) for a in view.agreements)
    return replace(view, agreements=agreements)


def not_signed(view: ComplianceView) -> tuple[VersionView, ...]:
    """List the versions in force, or behind a judged figure, that are not signed."""
    return tuple(s.signatures for agreement in view.agreements for s in agreement.standings if not s.signed)


def _agreement(view: AgreementView, versions: list[Agreement], held: Mapping[str, VersionView]) -> AgreementView:
    judging = {v.version for commitment in view.commitments for v in commitment.judged}
    judging |= {view.version, *(p.version for volume in view.volumes for p in volume.judged)}
    behind = {held[v.id].of: held[v.id] for v in versions if v.version in judging}  # a trial is signed as its version
    standings = [Standing(of.partition("@")[2], one.signed, one) for of, one in behind.items()]
    signed = {v.version: held[v.id].signed for v in versions}
    parties = tuple(
        replace(party, commitments=tuple(_commitment(c, signed) for c in party.commitments)) for party in view.parties
    )
    return replace(
        view,
        parties=parties,
        volumes=tuple(_volume(volume, signed) for volume in view.volumes),
        standings=tuple(standings),
    )


def _commitment(view: CommitmentView, signed: Mapping[str, bool]) -> CommitmentView:
    return replace(
        view,
        judged=tuple(_verdict(v, signed) for v in view.judged),
        history=tuple(_verdict(v, signed) for v in view.history),
        breakdowns=tuple(_row(row, signed) for row in view.breakdowns),
    )


def _row(row: BreakdownRow, signed: Mapping[str, bool]) -> BreakdownRow:
    return replace(row, verdict=_verdict(row.verdict, signed))


def _verdict(verdict: PeriodVerdict, signed: Mapping[str, bool]) -> PeriodVerdict:
    wider = _verdict(verdict.judged_with, signed) if verdict.judged_with else None
    return replace(verdict, judged_with=wider, signed=signed.get(verdict.version))


def _volume(view: VolumeView, signed: Mapping[str, bool]) -> VolumeView:
    return replace(
        view,
        judged=tuple(_period(p, signed) for p in view.judged),
        history=tuple(_period(p, signed) for p in view.history),
    )


def _period(period: VolumePeriod, signed: Mapping[str, bool]) -> VolumePeriod:
    return replace(period, signed=signed.get(period.version))
