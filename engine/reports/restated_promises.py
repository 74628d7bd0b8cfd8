"""Verdicts on promises that became others between two runs: an objective or a number, in one period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from engine.evaluation.results import Row
from engine.reports.causes import DATA, TIME, Differing
from engine.reports.clauses import plain
from engine.reports.commitments import PeriodVerdict, period_verdicts
from engine.reports.instants import Instant
from engine.reports.periods import dates_of, each_of, in_words
from engine.reports.volumes import VolumePeriod, volume_period

Key = tuple[str, str, str, str]
Told = Mapping[str, Sequence[Row]]
Verdict = PeriodVerdict | VolumePeriod
Verdicts = Mapping[Key, Verdict]
NONE = "none"
NOT_YET = (NONE, "open", "too_few")


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """What runs told of promises, by relation; None of a run whose promises the ledger doesn't keep.

    `between` is the run by the earlier policies on the later records, None where there is none.
    """

    before: Told | None
    after: Told | None
    between: Told | None = None


@dataclass(frozen=True, slots=True)
class RestatedPromise:
    """A promise of which the later run tells another verdict; `none` where a run tells of no such promise.

    `before` and `after` hold the figures. A period with too few cases has the verdict of the wider one that decides.
    """

    agreement: str
    commitment: str
    title: str
    period: str
    words: str
    was: str
    becomes: str
    before: Verdict | None
    after: Verdict | None
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromisesSeen:
    """Who looked when (µs UTC), the zones of agreements, the titles of promises, and what differs."""

    looks: tuple[int, int]
    zones: Mapping[str, str]
    titles: Mapping[tuple[str, str], str]
    apart: Differing


def restated_promises(kept: PromisesKept, seen: PromisesSeen) -> tuple[tuple[RestatedPromise, ...], int]:
    """Give the promises whose verdicts became others, and count those whose period merely went on."""
    if kept.before is None or kept.after is None:
        return (), 0
    named: list[RestatedPromise] = []
    went_on = 0
    before, after = _by_key(kept.before), _by_key(kept.after)
    between = None if kept.between is None else _by_key(kept.between)
    for one, other in _pairs(before, after):
        told = _restated((one, other), (before.get(one), after.get(other)), between, seen)
        if told.was == told.becomes:
            continue
        if _went_on(told, seen):
            went_on += 1
        else:
            named.append(told)
    return tuple(named), went_on


def _by_key(told: Told) -> Verdicts:
    """Each promise's verdict by agreement, commitment, period and version."""
    found: dict[Key, Verdict] = {}
    spans = {(*_promise(row), row["version"]): each_of(row["period"]) for row in told["attainment"]}
    counted = sorted((*told["attainment"], *told["wider_attainment"]), key=_promise)
    for promise, rows in groupby(counted, key=_promise):
        each = {version: span for (*of, version), span in spans.items() if tuple(of) == promise}
        for verdict in period_verdicts(rows, each):
            found[*promise, verdict.period, verdict.version] = verdict
    for row in told["volumes"]:
        found[*_promise(row), row["period"], row["version"]] = volume_period(row)
    return found


def _promise(row: Row) -> tuple[str, str]:
    return row["policy"], row["commitment"]


def _pairs(before: Collection[Key], after: Collection[Key]) -> Iterator[tuple[Key, Key]]:
    """Match promises of one period by version, and those that are left, as under a version renamed, in their order.

    What has no other stands beside itself, where the other run has nothing.
    """
    for _, keys in groupby(sorted({*before, *after}), key=lambda key: key[:3]):
        here = list(keys)
        yield from ((key, key) for key in here if key in before and key in after)
        gone, came = [key for key in here if key not in after], [key for key in here if key not in before]
        yield from ((one or other, other or one) for one, other in zip_longest(gone, came))


def _restated(
    keys: tuple[Key, Key], told: tuple[Verdict | None, Verdict | None], between: Verdicts | None, seen: PromisesSeen
) -> RestatedPromise:
    agreement, commitment, period, _ = keys[0]
    was, becomes = map(_word, told)
    by_then = by_now = None
    if between is not None:
        said = {_word(between.get(key)) for key in keys} - {NONE} or {NONE}
        by_then, by_now = was in said, becomes in said
    return RestatedPromise(
        agreement=agreement,
        commitment=commitment,
        title=seen.titles.get((agreement, commitment), plain(commitment)),
        period=period,
        words=in_words(period),
        was=was,
        becomes=becomes,
        before=told[0],
        after=told[1],
        causes=seen.apart.causes_of(by_then, by_now),
    )


def _word(told: Verdict | None) -> str:
    """The verdict; a period with too few cases has that of the wider one that decides."""
    decides = told.judged_with if isinstance(told, PeriodVerdict) else None
    return decides.verdict if decides else told.verdict if told else NONE


def _went_on(told: RestatedPromise, seen: PromisesSeen) -> bool:
    """Tell what time did: of a period that the earlier look saw unfinished, a verdict is one so far.

    Where more cases came, nobody restated anything; but what surely or maybe is of another policy is named, unless
    the earlier look had no verdict yet.
    """
    first, last = seen.looks
    if first == last or not _running(told, Instant(min(seen.looks), seen.zones.get(told.agreement, "UTC"))):
        return False
    earlier = told.was if first < last else told.becomes
    went = {TIME, DATA}.intersection(told.causes)
    return bool(went) and (len(went) == len(told.causes) or earlier in NOT_YET)


def _running(told: RestatedPromise, earlier: Instant) -> bool:
    sides = [side for side in (told.before, told.after) if side is not None]
    wider = [side.judged_with for side in sides if isinstance(side, PeriodVerdict) and side.judged_with]
    return any(dates_of(side.period)[1] > earlier.local.date() for side in (*sides, *wider))
