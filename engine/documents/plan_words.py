"""What a plan says, sentence by sentence, in the same words on a terminal and in a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine.documents.time_words import moment
from engine.documents.words import noun, reason, state
from engine.reports.clauses import plain
from engine.reports.plan_view import (
    AtObjective,
    Judged,
    Notice,
    Part,
    PlanView,
    ReplayedAgreement,
    ReplayedCommitment,
    ReplayedVersion,
    Signing,
    Standing,
)
from engine.reports.sentences import verdict_in_words
from engine.reports.shares import Share
from engine.reports.volumes import VolumePeriod

OUTCOMES = {"left_out": "left out", "none": "no clock"}
NOBODY = {"owner": "unassigned", "team": "in no team"}


def sentences(view: PlanView) -> list[str]:
    """What a head of department can repeat, the worst first."""
    if view.is_first:
        return [f"There was no agreement before: {view.changes.before} has none. Nothing was replayed."]
    moved = [c for a in view.agreements for v in a.versions for c in v.commitments if _moved(c)]
    said = [_of_commitment(c) for c in sorted(moved, key=_gain)]
    turned = sum(v.turned for a in view.agreements for v in a.versions)
    if not turned:
        none = f"None of {noun(view.clocks, 'clock')} would have come out otherwise."
        return [*said, none] if said else [none]
    return [*said, f"{noun(turned, 'clock')} of {view.clocks:,} would have come out otherwise."]


def _moved(commitment: ReplayedCommitment) -> bool:
    return bool(commitment.turned) or _told(commitment.before) != _told(commitment.after)


def _gain(commitment: ReplayedCommitment) -> Fraction:
    """By how much a share rises; what one side doesn't promise or decide neither rises nor falls."""
    shares = [s.share for s in (commitment.before, commitment.after) if s and s.share.whole]
    return (
        Fraction(shares[1].part, shares[1].whole) - Fraction(shares[0].part, shares[0].whole)
        if len(shares) > 1
        else Fraction(0)
    )


def _told(standing: Standing | None) -> tuple[object, ...] | None:
    return None if standing is None else (standing.share.part, standing.share.whole, standing.objective)


def _of_commitment(commitment: ReplayedCommitment) -> str:
    before, after, title = commitment.before, commitment.after, f"“{commitment.title}”"
    if before is None or after is None:
        there = after or before
        share = f"{there.party} would have kept {of(there.share)} of {title}" if there else title
        return f"{share}, which is {'new' if before is None else 'no longer promised'}."
    objective = f"{after.objective or 'no share'} is promised"
    if before.objective != after.objective:
        objective = f"{after.objective or 'no share'} is to be promised ({before.objective or 'none'} now)"
    if (before.share.part, before.share.whole) == (after.share.part, after.share.whole):
        return f"{after.party} would have kept {of(after.share)} of {title} as before; {objective}."
    return f"{after.party} would have kept {of(after.share)} of {title}, not {of(before.share)}; {objective}."


def of(share: Share) -> str:
    """`91.4 % of 174`; words where nothing is decided."""
    return f"{share.text} of {share.whole:,}" if share.whole else share.text


def standing(found: Standing | None) -> str:
    """A share on one side, or a dash where the promise isn't made."""
    return of(found.share) if found else "—"


def promised(commitment: ReplayedCommitment) -> str:
    """`85 %`, or `85 % → 90 %` where it changes."""
    return turned_to([s.objective or "none" if s else "—" for s in (commitment.before, commitment.after)])


def periods(commitment: ReplayedCommitment) -> str:
    """What the periods come to, before and after: `3 met → 2 met, 1 missed`."""
    return turned_to([counted(s.periods) or "none" if s else "—" for s in (commitment.before, commitment.after)])


def turned_to(both: Sequence[str]) -> str:
    """`1 → 2`, or once what is the same before and after."""
    return both[0] if both[0] == both[1] else f"{both[0]} → {both[1]}"


def counted(verdicts: Sequence[tuple[str, int]]) -> str:
    """`2 met, 1 missed`."""
    return ", ".join(f"{number} {verdict_in_words(verdict)}" for verdict, number in verdicts)


def met(found: AtObjective) -> str:
    """How many periods would have met an objective: `2 of 3`, with `?` for each that isn't decided."""
    verdicts = dict(found.periods)
    undecided = sum(number for name, number in found.periods if name not in {"met", "missed"})
    return f"{verdicts.get('met', 0)} of {sum(verdicts.values())}{f' +{undecided}?' if undecided else ''}"


def owing(commitment: ReplayedCommitment) -> str:
    """The party that owes it, after the change if it still does."""
    found = commitment.after or commitment.before
    return found.party if found else ""


def comes_to(code: str) -> str:
    """`kept`, `broken`, `left out`, `no clock`."""
    return OUTCOMES.get(code, code)


def why(judged: Judged | None) -> str:
    """What became of a clock on one side, and by which words."""
    if judged is None:
        return "no clock"
    parts = [
        f"{state(judged.state)} ({reason(judged.reason)})" if judged.state != judged.reason else state(judged.state)
    ]
    if judged.state == "not_applicable":
        return parts[0]
    if judged.due and judged.reason not in {"fit", "unfit", "facts"}:
        parts.append(f"due {moment(judged.due)}")
    if judged.attempts is not None:
        parts.append(noun(judged.attempts, "attempt"))
    if judged.rule:
        parts.append(f"by “{judged.rule}”")
    if judged.missing:
        parts.append(f"missing {judged.missing}")
    return ", ".join(parts)


def part(found: Part) -> str:
    """`owner u301`, `country unknown`."""
    value = NOBODY.get(found.dimension, "unknown") if found.value is None else found.value
    return f"{plain(found.dimension)} {value}"


def as_if(version: ReplayedVersion) -> str:
    """Say from when the clocks are, and that the replay is what would have been."""
    if version.before is None:
        return f"Version {version.after} is new, and follows none: its clocks since {moment(version.starts)}."
    if version.after is None:
        return f"Version {version.before} is gone, and nothing stands in its place."
    since = f"the clocks since {moment(version.starts)}"
    if version.as_if:
        told = f"Version {version.after} begins {moment(version.begins)}; here it judges {since}, as if it had been in"
        told += f" force instead of {version.before}."
    elif version.before != version.after:
        told = f"Version {version.after} instead of {version.before}, over {since}."
    elif not version.other_terms:
        return f"The terms of version {version.after} stay as they are, over {since}."
    else:
        told = f"Version {version.after} is changed in place, over {since}."
    over = f" Passed over: {', '.join(version.passed_over)}." if version.passed_over else ""
    return f"{told} Nothing else of the past is changed: who acted then did not know of these terms.{over}"


def signing(found: Signing) -> str:
    """Which signatures fall, and who has to sign."""
    if found.same_terms:
        return "The terms stay the same: every signature stays valid."
    fall = ", ".join(f"{name} ({role})" for role, name in found.voided)
    said = (
        f"It voids the signature{'s' * (len(found.voided) != 1)} of {fall}. "
        if fall
        else "It voids no signature that counts today. "
    )
    return f"{said}To sign: {', '.join(found.to_sign)}."


def notice(found: Notice) -> str:
    """Whether the notice is kept."""
    asked = f"{found.period} of notice are agreed"
    if found.earliest is None:
        return f"{asked}; the change begins {moment(found.begins)}."
    told = f"given now, it could begin {moment(found.earliest)} at the earliest; it begins {moment(found.begins)}"
    return f"{asked}: {told}, {'in keeping' if found.kept else 'too early'}."


def volume_period(pair: tuple[VolumePeriod | None, VolumePeriod | None]) -> str:
    """`June 2026: 90 of 80, met → 84 of 95, missed`."""
    words = next(period.words for period in pair if period)
    return f"{words}: {turned_to([_volume(period) for period in pair])}"


def _volume(period: VolumePeriod | None) -> str:
    if period is None:
        return "not promised"
    number = f" of {period.promised:,}" if period.promised is not None else ""
    return f"{period.counted:,}{number}, {verdict_in_words(period.verdict)}"


def shown_versions(view: PlanView) -> Iterator[tuple[ReplayedAgreement, ReplayedVersion]]:
    """The versions that the change touches."""
    for agreement in view.agreements:
        for version in agreement.versions:
            if version.differs:
                yield agreement, version


def stands(names: Sequence[str]) -> str:
    """Mark a number that one of the sides promises."""
    return f" ({' and '.join({'before': 'now', 'after': 'proposed'}[name] for name in names)})" if names else ""
