"""The page for the meeting: each promise now and in the period before, what got worse, and what has to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.model.trials import is_trial
from engine.reports.commitments import CommitmentView, PeriodVerdict
from engine.reports.disconnects import DisconnectView
from engine.reports.instants import Instant
from engine.reports.periods import MONTHS, period_before
from engine.reports.volumes import VolumeView
from engine.reports.waivers import WaiverView

MOST_DECISIONS = 8


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A promise in the judged period and in the one before; None where it had no case.

    `change` tells the difference in percentage points, or why there is none to tell; `by_chance` that both intervals
    hold values in common.
    """

    party: str
    commitment: str
    title: str
    now: PeriodVerdict | None
    before: PeriodVerdict | None
    change: str
    points: str
    by_chance: bool


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Both parties' promises in the policy's order, the sentences of what got worse, and the questions to decide."""

    lines: tuple[MeetingLine, ...]
    worse: tuple[str, ...]
    decisions: tuple[str, ...]


def meeting(
    commitments: Sequence[CommitmentView],
    volumes: Sequence[VolumeView],
    disconnects: Sequence[DisconnectView],
    waivers: Sequence[WaiverView],
    now: Instant,
) -> MeetingView:
    """Compare each promise with the period before; questions follow from the figures, by fixed rules.

    What is on trial is compared too, but nobody is asked about it, and it is nothing that got worse.
    """
    lines = tuple(_line(c) for c in commitments)
    fallen = sorted((line for line in lines if line.change == "fell" and _binds(line)), key=_difference)
    asked = [
        *_missed(commitments),
        *_numbers(volumes),
        *_unknown(commitments),
        *_afterwards(waivers),
        *_nobodys(disconnects, now),
    ]
    return MeetingView(lines, tuple(_told(line) for line in fallen), tuple(asked[:MOST_DECISIONS]))


def _line(commitment: CommitmentView) -> MeetingLine:
    now = commitment.told if commitment.told and commitment.told.tally.counted else None
    before = _before(commitment.history, now) if now else None
    line = MeetingLine(commitment.party, commitment.name, commitment.title, now, before, "", "", by_chance=False)
    if not (now and before and _comparable(now) and _comparable(before)):
        return line
    gained = _difference(line)
    tenths = abs(round(gained * 1000))  # what isn't seen in print is no change to talk of
    change = "stayed" if not tenths else "rose" if gained > 0 else "fell"
    points = f"{'+' if gained > 0 else '−'}{tenths // 10}.{tenths % 10} points" if tenths else "as before"  # noqa: RUF001 - a minus sign
    return MeetingLine(line.party, line.commitment, line.title, now, before, change, points, _overlap(now, before))


def _binds(line: MeetingLine) -> bool:
    return not any(v.on_trial for v in (line.now, line.before) if v)


def _before(history: Iterable[PeriodVerdict], now: PeriodVerdict) -> PeriodVerdict | None:
    """Of two versions in that period one that binds, and then the one that judged more cases."""
    found = [v for v in history if v.period == period_before(now.period) and v.version and v.tally.counted]
    return max(found, key=lambda v: (not v.on_trial, v.tally.counted), default=None)


def _comparable(verdict: PeriodVerdict) -> bool:
    return bool(verdict.share.whole) and verdict.verdict != "too_few"


def _difference(line: MeetingLine) -> Fraction:
    if line.now is None or line.before is None:
        return Fraction(0)
    return Fraction(line.now.share.part, line.now.share.whole) - Fraction(
        line.before.share.part, line.before.share.whole
    )


def _overlap(now: PeriodVerdict, before: PeriodVerdict) -> bool:
    if now.share.interval is None or before.share.interval is None:
        return False
    (low, high), (low_then, high_then) = (
        tuple(float(end.rstrip(" %")) for end in s.share.interval or ()) for s in (now, before)
    )
    return low <= high_then and low_then <= high


def _told(line: MeetingLine) -> str:
    if line.now is None or line.before is None:
        return ""
    chance = "; the difference may be chance" if line.by_chance else ""
    other = f", under version {line.before.version}" if line.before.version != line.now.version else ""
    return (
        f"{line.party}: “{line.title}” fell from {line.before.share.text} of {line.before.share.whole:,} in "
        f"{line.before.words}{other} to {line.now.share.text} of {line.now.share.whole:,} in {line.now.words} "
        f"({line.points}{chance})."
    )


def _missed(commitments: Iterable[CommitmentView]) -> Iterator[str]:
    for commitment in commitments:
        decided = dict.fromkeys(v.judged_with or v for v in commitment.judged if not v.on_trial)
        missed = [v for v in decided if v.verdict == "missed"]
        if missed:
            were = " and ".join(f"{v.share.text} in {v.words}" for v in missed)
            yield (
                f"What does {commitment.party} change so that “{commitment.title}” is kept? It was {were}; "
                f"{missed[0].objective} was promised."
            )


def _numbers(volumes: Iterable[VolumeView]) -> Iterator[str]:
    for volume in volumes:
        for period in volume.judged:
            if period.verdict == "missed" and not is_trial(period.version or ""):
                yield (
                    f"What does {volume.party} change so that “{volume.title}” reaches its number? {period.words} had "
                    f"{period.counted:,} of {period.promised:,}."
                )


def _unknown(commitments: Iterable[CommitmentView]) -> Iterator[str]:
    """The promise with most unknown cases, if a verdict hangs on them."""
    binding = ((c, v) for c in commitments for v in c.judged if not v.on_trial)
    hanging = [(v.tally.unknown, c, v) for c, v in binding if v.verdict in {"unknown", "open"}]
    count, commitment, verdict = max(hanging, key=lambda found: found[0], default=(0, None, None))
    if count and commitment and verdict:
        yield (
            f"Who finds out what {count:,} case{'' if count == 1 else 's'} of “{commitment.title}” lack? Without it "
            f"{verdict.words} can't be told."
        )


def _afterwards(waivers: Iterable[WaiverView]) -> Iterator[str]:
    late = sum(w.after_the_fact for w in waivers)
    if late:
        yield f"Do both parties stand by {late:,} case{'' if late == 1 else 's'} that were waived after the fact?"


def _nobodys(disconnects: Iterable[DisconnectView], now: Instant) -> Iterator[str]:
    """What stands as of the run, whatever the period: the question says on which day."""
    day = f"{now.local.day} {MONTHS[now.local.month - 1]} {now.local.year}"
    for kind in sorted(disconnects, key=lambda one: -one.leads):
        what = f"{kind.title[:1].lower()}{kind.title[1:]}"
        leads = f"{kind.leads:,} lead{'' if kind.leads == 1 else 's'}"
        yield f"As of {day}, who picks up {leads}: {what}?"
