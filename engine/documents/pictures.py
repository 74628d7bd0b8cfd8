"""Which pictures a report has: the finding each shows, its figures for the chart, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from engine.documents.charts import Datum
from engine.documents.time_words import span
from engine.documents.words import noun
from engine.model.durations import SECOND
from engine.reports.commitments import AttemptCounts, CommitmentView, PeriodVerdict, ResponseTimes
from engine.reports.funnel import FunnelStage
from engine.reports.instants import Length
from engine.reports.periods import each_of
from engine.reports.sentences import verdict_in_words
from engine.reports.shares import percent

SHOWN_PERIODS = 6
PLOT_WIDTH = 372
TICKS = ((1, "1 s"), (60, "1 min"), (3600, "1 h"), (86400, "1 day"), (604800, "7 days"), (2592000, "30 days"))
WORKING_TICKS = ((1, "1 s"), (60, "1 min"), (3600, "1 h"), (28800, "8 h"), (144000, "40 h"), (576000, "160 h"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of `templates/charts/`, its data, and all that is said beside it; `rows` are texts, numbers to the right."""

    title: str
    alt: str
    chart: str
    data: Mapping[str, Sequence[Datum]]
    params: Mapping[str, float]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def pictures_of(commitment: CommitmentView) -> tuple[Picture, ...]:
    """Give the trend of a commitment, and its times or attempts under the latest version that has any."""
    found = [trend(commitment)] if len(commitment.history) > 1 else []
    times = [v for v in commitment.versions if v.response_times]
    tries = [v for v in commitment.versions if v.attempts]
    found += [_times(v.response_times, v.version) for v in times[-1:] if v.response_times]
    found += [_attempts(v.attempts, v.version) for v in tries[-1:] if v.attempts]
    return tuple(found)


def trend(commitment: CommitmentView) -> Picture:
    """Show kept ÷ decided by period against the promise."""
    shown = commitment.history[-SHOWN_PERIODS:]
    judged = [v for v in commitment.history if v.verdict in {"met", "missed"}]
    each = each_of(shown[-1].period).value
    met = sum(v.verdict == "met" for v in judged)
    title = f"Met in {met} of {noun(len(judged), each)} with a verdict." if judged else f"No {each} has a verdict yet."
    ends = "; ".join(f"{v.words} {v.share.text}" for v in shown)
    return Picture(
        title=title,
        alt=f"Kept in time by {each}, version by version: {ends}.",
        chart="attainment",
        data=_trend_data(shown),
        params={"lowest": _lowest(shown), "band": PLOT_WIDTH / (len({v.period for v in shown}) + 1)},
        header=("Period", "Version", "Kept in time", "Decided", "Possible", "Promised", "Verdict"),
        rows=tuple(_trend_row(v) for v in commitment.history),
    )


def funnel_picture(stages: Sequence[FunnelStage]) -> Picture:
    """Show the leads of each stage of the main line, and the share that went on."""
    steps = [(a, b, a.converted / a.leads) for a, b in zip(stages, stages[1:], strict=False) if a.converted and a.leads]
    narrow = min(steps, key=lambda step: step[2], default=None)
    title = (
        f"Narrowest step: {narrow[0].rate} of {narrow[0].stage} went on to {narrow[1].stage}." if narrow else "Stages"
    )
    data: list[Datum] = [
        {"row": i, "leads": s.leads, "label": f"{s.stage}  {s.leads:,}", "note": f"{s.rate} went on" if s.rate else ""}
        for i, s in enumerate(stages)
    ]
    return Picture(
        title=title,
        alt="Leads by stage: " + "; ".join(f"{s.stage} {s.leads:,}" for s in stages) + ".",
        chart="funnel",
        data={"stages": data},
        params={},
        header=("Stage", "Leads", "Went on", "Share"),
        rows=tuple(
            (s.stage, f"{s.leads:,}", "—" if s.converted is None else f"{s.converted:,}", s.rate or "—") for s in stages
        ),
    )


def _trend_data(shown: Sequence[PeriodVerdict]) -> dict[str, list[Datum]]:
    names = {v.period: _short(v.period) for v in shown}
    targets = {names[v.period]: v for v in shown if v.objective}
    last = next(reversed(targets), None)
    with_share = [v for v in shown if v.share.whole and v.verdict != "too_few"]
    first_seen = {v.version: names[v.period] for v in reversed(shown)}
    return {
        "targets": [
            {"period": name, "target": _fraction(v.objective), "note": v.objective if name == last else None}
            for name, v in targets.items()
        ],
        "ranges": [
            {"period": names[v.period], "low": _fraction(v.share.low), "high": _fraction(v.share.high)}
            for v in shown
            if v.share.low and v.share.high
        ],
        "shares": [
            {"period": names[v.period], "share": v.share.part / v.share.whole, "version": v.version,
             "text": v.share.text, "missed": v.verdict == "missed"}
            for v in with_share
        ],
        "versions": [{"period": name, "version": version} for version, name in reversed(first_seen.items())],
    }  # fmt: skip


def _trend_row(v: PeriodVerdict) -> tuple[str, ...]:
    possible = f"{v.share.low} to {v.share.high}" if v.share.low else "—"
    return (
        v.words,
        v.version,
        v.share.text,
        f"{v.tally.decided:,}",
        possible,
        v.objective or "—",
        verdict_in_words(v.verdict),
    )


def _lowest(shown: Sequence[PeriodVerdict]) -> float:
    """Start the scale at a whole tenth below all that is drawn."""
    drawn = [v.share.part / v.share.whole for v in shown if v.share.whole]
    drawn += [_fraction(text) for v in shown for text in (v.share.low, v.objective) if text]
    return max(0.0, int(min(drawn, default=0.0) * 10 - 0.5) / 10)


def _fraction(text: str | None) -> float:
    return float((text or "0").removesuffix(" %")) / 100


def _short(period: str) -> str:
    year, _, part = period.partition("-")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    if not part:
        return year
    return f"{part} {year[2:]}" if part.startswith("Q") else f"{months[int(part) - 1]} {year[2:]}"


def _times(times: ResponseTimes, version: str) -> Picture:
    first, last = times.buckets[0][0] - 1, times.buckets[-1][0]
    working = bool(times.median and times.median.working)
    ticks = WORKING_TICKS if working else TICKS
    windows = [(log2(w.microseconds / SECOND), f"allowed: {span(w)}") for w in times.windows if w.microseconds]
    low, high = min([first, *(int(at) for at, _ in windows)]), max([last, *(int(at) + 1 for at, _ in windows)])
    return Picture(
        title=f"Half of {noun(times.clocks, 'case')} took {span(times.median)} or less, nine in ten {span(times.p90)} or less.",
        alt=f"Distribution of times from start to stop under version {version}, on a logarithmic scale.",
        chart="response_times",
        data={
            "buckets": [
                {"from": k - 1, "to": k, "middle": k - 0.5, "clocks": n, "text": f"{n:,}"} for k, n in times.buckets
            ],
            "ticks": [{"at": log2(s), "label": name} for s, name in ticks if low <= log2(s) <= high],
            "windows": [{"at": at, "label": label, "align": _align(at, low, high)} for at, label in windows[:1]]
            + [{"at": at, "label": "", "align": "left"} for at, _ in windows[1:]],
        },
        params={"first": low, "last": high},
        header=("Took up to", "Cases"),
        rows=tuple((_up_to(k, working=working), f"{n:,}") for k, n in times.buckets),
    )


def _up_to(bucket: int, *, working: bool) -> str:
    return "at once" if bucket <= 0 else span(Length(2**bucket * SECOND, working))


def _align(at: float, low: float, high: float) -> str:
    place = (at - low) / (high - low)
    return "left" if place < 1 / 4 else "right" if place > 3 / 4 else "center"


def _attempts(found: AttemptCounts, version: str) -> Picture:
    most = max(found.promised, found.counts[-1][0])
    counts = dict(found.counts)
    cases, fewer = sum(counts.values()), sum(n for tries, n in found.counts if tries < found.promised)
    promise = found.promised - 0.5
    return Picture(
        title=f"{fewer:,} of {noun(cases, 'case')} ({percent(fewer, cases)}) had fewer than {noun(found.promised, 'attempt')} so far.",
        alt=f"Cases by number of attempts under version {version}; {noun(found.promised, 'attempt')} promised.",
        chart="attempts",
        data={
            "counts": [
                {"from": k - 0.5, "to": k + 0.5, "attempts": k, "clocks": counts.get(k, 0),
                 "text": f"{counts.get(k, 0):,}", "label": str(k) if most <= 15 or k % 5 == 0 else ""}
                for k in range(most + 1)
            ],
            "promises": [
                {"at": promise, "label": f"promised: {found.promised} or more", "align": _align(promise, 0, most)}
            ],
        },
        params={"last": most},
        header=("Attempts", "Cases"),
        rows=tuple((str(k), f"{counts.get(k, 0):,}") for k in range(most + 1)),
    )  # fmt: skip
