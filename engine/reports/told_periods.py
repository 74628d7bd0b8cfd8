"""Of several judged periods, which one a sentence tells of, and how the others came out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from engine.model.commitments import Period
from engine.model.trials import is_trial
from engine.reports.instants import Instant
from engine.reports.periods import dates_of, each_of, in_words, period_at, wider

VERDICTS = {
    "met": "met",
    "missed": "missed",
    "open": "still open",
    "unknown": "can't be told",
    "too_few": "too few cases",
    "no_objective": "no objective",
}
SPANS = {Period.MONTH: "monthly", Period.QUARTER: "quarterly", Period.YEAR: "yearly"}
SEVERAL = 2


class Judged(Protocol):
    """What became of a promise in one period."""

    @property
    def period(self) -> str: ...  # noqa: D102 - as of `PeriodVerdict`

    @property
    def version(self) -> str: ...  # noqa: D102

    @property
    def verdict(self) -> str: ...  # noqa: D102


def told_in(judged: Sequence[Judged], now: Instant) -> str:
    """Name the period that is told first: the latest that has ended and isn't open any more.

    Where there is none, the latest that has ended; where none has, the latest. Empty for no period.
    """
    ended = [v for v in judged if period_at(now, each_of(v.period)) > v.period]
    closed = [v for v in ended if v.verdict != "open"]
    found = closed or ended or judged
    return max(found, key=_end).period if found else ""


def others_told(judged: Sequence[Judged], asked: Sequence[str] | None) -> str:
    """Say how several periods came out that bind and are over; nothing where there is one at most.

    `asked` begins with the period that was asked for.
    """
    told = [v for v in judged if v.verdict not in {"open", "no_objective"} and not is_trial(v.version or "")]
    if len(told) < SEVERAL:
        return ""
    spans = {each_of(v.period) for v in told}
    span = SPANS[spans.pop()] if len(spans) == 1 else "several"
    around = asked[0] if asked and all(asked[0] in wider(v.period) for v in told) else ""
    counts = [(words, sum(v.verdict == verdict for v in told)) for verdict, words in VERDICTS.items()]
    said = ", ".join(f"{count} {words}" for words, count in counts if count)
    return f" Of {len(told)} {span} figures{f' in {in_words(around)}' if around else ''}: {said}."


def _end(verdict: Judged) -> date:
    return dates_of(verdict.period)[1]
