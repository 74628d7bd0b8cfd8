"""The plan of a change: both runs held against each other, agreement by agreement and version by version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from engine.reports.changes import ChangesView
from engine.reports.disconnects import KINDS
from engine.reports.instants import Instant
from engine.reports.judged_periods import Judging
from engine.reports.plan_commitments import Replayed, by, replayed_commitment
from engine.reports.plan_hours import hours_of
from engine.reports.plan_view import (
    PlanView,
    ReplayedAgreement,
    ReplayedCommitment,
    ReplayedParty,
    ReplayedVersion,
    ReplayedVolume,
    Signing,
)
from engine.reports.plan_work import ends_of, notice_of, work_of
from engine.reports.replayed_versions import Pair
from engine.reports.shares import Tally, share_kept
from engine.reports.volumes import VolumePeriod, volumes

Signatures = Callable[[Pair], Signing | None]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan is made of: the changes, the pairs of versions, both runs, and what becomes of signatures."""

    changes: ChangesView
    paired: tuple[Pair, ...]
    run: Replayed
    signatures: Signatures


def plan_view(planned: Planned) -> PlanView:
    """Tell what the change would have done."""
    run = planned.run
    before, after = run.before.results, run.after.results
    names = dict.fromkeys(pair.agreement for pair in planned.paired)
    agreements = tuple(_agreement(planned, [p for p in planned.paired if p.agreement == name]) for name in names)
    zone = planned.paired[0].head.zone if planned.paired else "UTC"
    lost = len(after.relations.rows("quarantine")) - len(before.relations.rows("quarantine"))
    counted = [row for rows in run.turns.values() for row in rows]
    return PlanView(
        changes=planned.changes,
        as_of=Instant(after.identity.as_of, zone),
        agreements=agreements,
        same_records=before.identity.inputs == after.identity.inputs,
        rows_lost=max(0, lost),
        clocks=sum(int(row["clocks"]) for row in counted if row["version_before"] or row["version_after"]),
        worse=tuple(_worse(agreements)),
    )


def nothing_changed(changes: ChangesView, as_of: int) -> PlanView:
    """The plan of no change."""
    return PlanView(changes, Instant(as_of, "UTC"), (), same_records=True, rows_lost=0, clocks=0, worse=())


def first_agreement(changes: ChangesView, as_of: int) -> PlanView:
    """The plan of the first agreement: there is nothing that it could turn or make worse."""
    return replace(nothing_changed(changes, as_of), is_first=True)


def _agreement(planned: Planned, paired: Sequence[Pair]) -> ReplayedAgreement:
    versions = tuple(
        _version(planned, pair, following) for pair, following in zip_longest(paired, paired[1:]) if pair is not None
    )
    name = paired[0].agreement
    one, other = (
        {row["kind"]: int(row["cases"]) for row in results.relations.rows("disconnect_counts") if row["policy"] == name}
        for results in (planned.run.before.results, planned.run.after.results)
    )
    differing = (
        (title, one.get(kind, 0), other.get(kind, 0))
        for kind, (title, _) in KINDS.items()
        if one.get(kind, 0) != other.get(kind, 0)
    )
    return ReplayedAgreement(name, paired[-1].head.title, versions, tuple(differing))


def _version(planned: Planned, pair: Pair, following: Pair | None) -> ReplayedVersion:
    run, as_of, zone = planned.run, planned.run.after.results.identity.as_of, pair.head.zone
    versions = [version for version in (pair.after, pair.before) if version]
    names = dict.fromkeys(c.name for version in versions for c in version.commitments)
    leads = (row for row in run.compared.rows("turned_leads") if row["policy"] == pair.agreement)
    asked = by(run.compared.rows("work"), "side", "policy", "version", "commitment")
    after, signing = pair.after, planned.signatures(pair)
    work = tuple(work_of(pair, ends_of(pair, following, as_of), asked))
    calendars, calendars_after = (side.results.policies.calendars for side in (run.before, run.after))
    return ReplayedVersion(
        before=pair.before.version if pair.before else None,
        after=after.version if after else None,
        starts=Instant(pair.starts, zone),
        begins=Instant(after.starts, zone) if after else None,
        as_if=pair.as_if,
        passed_over=pair.passed_over,
        parties=tuple(_parties(run, pair)),
        commitments=tuple(replayed_commitment(run, pair, name) for name in names),
        volumes=tuple(_volumes(run, pair)),
        work=work,
        hours=tuple(hours_of(pair, calendars, calendars_after, work)),
        leads=sum(int(row["leads"]) for row in leads if _names(row, pair)),
        signing=signing,
        notice=notice_of(pair, as_of) if signing and not signing.same_terms else None,
    )


def _names(row: Mapping[str, object], pair: Pair) -> bool:
    return (row["version_before"], row["version_after"]) == (
        pair.before.version if pair.before else None,
        pair.after.version if pair.after else None,
    )


def _parties(run: Replayed, pair: Pair) -> Iterator[ReplayedParty]:
    for party in pair.head.parties:
        shares = []
        for side, version in ((run.before, pair.before), (run.after, pair.after)):
            owed = [c.name for c in version.commitments if c.owed_by == party.id] if version else []
            tally = sum((side.tally(version, name) for name in owed), Tally())
            shares.append(share_kept(tally, None, verdict=""))
        yield ReplayedParty(party.name, *shares)


def _volumes(run: Replayed, pair: Pair) -> Iterator[ReplayedVolume]:
    """The periods that come to something else: another number, another count, another verdict."""
    sides = [
        {
            view.name: (view, _periods(view.history, version.version))
            for view in volumes(Judging(side.results, (version,), version, ()))
        }
        if version
        else {}
        for side, version in ((run.before, pair.before), (run.after, pair.after))
    ]
    for name in dict.fromkeys((*sides[0], *sides[1])):
        ours, theirs = (side[name][1] if name in side else {} for side in sides)
        both = [(ours.get(period), theirs.get(period)) for period in sorted({*ours, *theirs})]
        differing = tuple((one, other) for one, other in both if _said(one) != _said(other))
        if differing:
            view = (sides[1].get(name) or sides[0][name])[0]
            yield ReplayedVolume(name, view.title, differing)


def _periods(history: Sequence[VolumePeriod], version: str) -> dict[str, VolumePeriod]:
    return {period.period: period for period in history if period.version == version}


def _said(period: VolumePeriod | None) -> tuple[object, ...] | None:
    return None if period is None else (period.verdict, period.promised, period.counted, period.possible)


def _worse(agreements: Sequence[ReplayedAgreement]) -> Iterator[str]:
    """What gets worse: a share that falls, a period that is missed, a clock that nobody can judge any more."""
    for version in (version for agreement in agreements for version in agreement.versions):
        for commitment in version.commitments:
            yield from _worse_commitment(commitment)
        for volume in version.volumes:
            missed = [
                p.words for b, p in volume.periods if p and p.verdict == "missed" and (not b or b.verdict != "missed")
            ]
            yield from [f"`{volume.name}` would have missed its number in {', '.join(missed)}"] if missed else []


def _worse_commitment(commitment: ReplayedCommitment) -> Iterator[str]:
    before, after = commitment.before, commitment.after
    if before is None or after is None:
        return
    one, other = before.share, after.share
    if one.whole and other.whole and Fraction(other.part, other.whole) < Fraction(one.part, one.whole):
        yield f"`{commitment.name}` falls from {one.text} to {other.text} kept"
    missed = Counter(dict(after.periods))["missed"] - Counter(dict(before.periods))["missed"]
    if missed > 0:
        yield f"`{commitment.name}` misses its objective in {missed} more period{'s' * (missed != 1)}"
    if unknown := commitment.newly_unknown:
        yield f"{unknown} clock{'s' * (unknown != 1)} of `{commitment.name}` can't be judged any more"
