"""Which versions and waivers behind a report's figures are signed; each figure of one that isn't says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.model.agreements import Agreement
from engine.model.trials import whole_version
from engine.reports.commitments import BreakdownRow, CommitmentView, PeriodVerdict
from engine.reports.compliance import AgreementView, ComplianceView
from engine.reports.explained_clocks import ExplainedClock
from engine.reports.explanations import ExplanationView
from engine.reports.meeting import MeetingLine
from engine.reports.signatures import SignaturesView, Standing
from engine.reports.volumes import VolumePeriod, VolumeView
from engine.reports.waivers import WaiverView

Held = Mapping[str, SignaturesView]
"""The signatures of every version, by `agreement@version`, and of every waiver, by its id."""


def as_of(view: SignaturesView, now: int) -> SignaturesView:
    """Leave out what was signed after an instant (µs UTC): a report of that day can't know of it."""
    return replace(view, signatures=tuple(s for s in view.signatures if s.signed_at.at <= now))


def marked(view: ComplianceView, versions: Sequence[Agreement], held: Held) -> ComplianceView:
    """Mark every figure with whether its version is signed, and with unsigned waivers that leave cases out of it."""
    agreements = tuple(_agreement(a, [v for v in versions if v.name == a.name], held) for a in view.agreements)
    return replace(view, agreements=agreements)


def not_signed(view: ComplianceView) -> tuple[SignaturesView, ...]:
    """List what is not signed: versions in force or behind a judged figure, waivers that leave cases out of one."""
    found = [s.signatures for agreement in view.agreements for s in agreement.standings if not s.signed]
    for agreement in view.agreements:
        judged = [v for commitment in agreement.commitments for v in commitment.judged]
        missing = {name for verdict in judged for name in _also_wider(verdict)}
        found += [w.signatures for w in agreement.waivers if w.signatures and w.terms.name in missing]
    return tuple(found)


def explained(view: ExplanationView, held: Held) -> ExplanationView:
    """Tell of the waiver over each clock whether it is signed."""
    policies = tuple(
        replace(policy, clocks=tuple(_explained(clock, held) for clock in policy.clocks)) for policy in view.policies
    )
    return replace(view, policies=policies)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Which versions of an agreement are signed, and its waivers with their signatures."""

    signed: Mapping[str, bool]
    waivers: tuple[WaiverView, ...]

    def commitment(self, view: CommitmentView) -> CommitmentView:
        return replace(
            view,
            judged=tuple(self.verdict(view.name, v) for v in view.judged),
            history=tuple(self.verdict(view.name, v) for v in view.history),
            breakdowns=tuple(self._row(view.name, row) for row in view.breakdowns),
        )

    def _row(self, commitment: str, row: BreakdownRow) -> BreakdownRow:
        return replace(row, verdict=self.verdict(commitment, row.verdict))

    def line(self, line: MeetingLine) -> MeetingLine:
        now, before = (v and self.verdict(line.commitment, v) for v in (line.now, line.before))
        return replace(line, now=now, before=before)

    def verdict(self, commitment: str, verdict: PeriodVerdict) -> PeriodVerdict:
        """A figure from which something was waived, while an unsigned waiver covers its period, may lack that one's."""
        wider = self.verdict(commitment, verdict.judged_with) if verdict.judged_with else None
        place = (verdict.version, verdict.period)
        lacking = tuple(
            w.terms.name
            for w in self.waivers
            if w.unsigned and w.terms.commitment == commitment and verdict.tally.waived and place in w.periods
        )
        return replace(verdict, judged_with=wider, signed=self.signed.get(verdict.version), unsigned_waivers=lacking)

    def volume(self, view: VolumeView) -> VolumeView:
        return replace(
            view, judged=tuple(map(self._period, view.judged)), history=tuple(map(self._period, view.history))
        )

    def _period(self, period: VolumePeriod) -> VolumePeriod:
        return replace(period, signed=self.signed.get(period.version))


def _agreement(view: AgreementView, versions: list[Agreement], held: Held) -> AgreementView:
    judging = {v.version for commitment in view.commitments for v in commitment.judged}
    judging |= {view.version, *(p.version for volume in view.volumes for p in volume.judged)}
    of_version = {v.version: held[whole_version(v.id)] for v in versions}  # a trial is signed as its version
    behind = {of_version[v].of: of_version[v] for v in of_version if v in judging}
    waivers = tuple(replace(w, signatures=held[w.terms.name]) for w in view.waivers)
    marks = _Marks({version: found.signed for version, found in of_version.items()}, waivers)
    return replace(
        view,
        parties=tuple(replace(p, commitments=tuple(map(marks.commitment, p.commitments))) for p in view.parties),
        volumes=tuple(map(marks.volume, view.volumes)),
        meeting=replace(view.meeting, lines=tuple(map(marks.line, view.meeting.lines))),
        waivers=waivers,
        standings=tuple(Standing(of.partition("@")[2], one.signed, one) for of, one in behind.items()),
    )


def _also_wider(verdict: PeriodVerdict) -> tuple[str, ...]:
    """The unsigned waivers behind a verdict, or behind the wider period that judges in its place."""
    wider = verdict.judged_with.unsigned_waivers if verdict.judged_with else ()
    return (*verdict.unsigned_waivers, *wider)


def _explained(clock: ExplainedClock, held: Held) -> ExplainedClock:
    if clock.waiver is None:
        return clock
    return replace(clock, waiver=replace(clock.waiver, signatures=held[clock.waiver.terms.name]))
