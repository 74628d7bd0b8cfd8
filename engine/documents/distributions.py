"""Pictures of how long clocks took and how many attempts they saw."""

from __future__ import annotations

from math import log2

from engine.documents.charts import Datum
from engine.documents.pictures import Picture, trend
from engine.documents.time_words import span
from engine.documents.words import noun
from engine.model.durations import SECOND
from engine.reports.answers_counted import AttemptCounts, ResponseTimes
from engine.reports.commitments import CommitmentView
from engine.reports.instants import Length
from engine.reports.shares import percent

TICKS = ((1, "1 s"), (60, "1 min"), (3600, "1 h"), (86400, "1 day"), (604800, "7 days"), (2592000, "30 days"))
WORKING_TICKS = ((1, "1 s"), (60, "1 min"), (3600, "1 h"), (28800, "8 h"), (144000, "40 h"), (576000, "160 h"))
MOST_BARS = 15
ROOM, ROW = 20, 16  # pixels above the bars: for the counts on them, and for each label of an allowed time


def pictures_of(commitment: CommitmentView) -> tuple[Picture, ...]:
    """Give the trend of a commitment, and its times or attempts under the latest version that has any."""
    found = [trend(commitment)] if len(commitment.history) > 1 else []
    times = [(v.response_times, v.version) for v in commitment.versions if v.response_times]
    tries = [(v.attempts, v.version) for v in commitment.versions if v.attempts]
    found += [response_times(*latest) for latest in times[-1:]]
    found += [attempts(*latest) for latest in tries[-1:]]
    return tuple(found)


def response_times(times: ResponseTimes, version: str) -> Picture:
    """Show the distribution from start to stop on a logarithmic scale, the allowed times marked."""
    working = bool(times.median and times.median.working)
    windows = [(log2(w.microseconds / SECOND), f"allowed: {span(w)}") for w in times.windows if w.microseconds]
    low = min([times.buckets[0][0] - 2, *(int(at) for at, _ in windows)])
    high = max([times.buckets[-1][0] - 1, *(int(at) + 1 for at, _ in windows)])
    ticks = WORKING_TICKS if working else TICKS
    bars: list[Datum] = [
        {"from": k - 2, "to": k - 1, "middle": k - 1.5, "clocks": n, "text": f"{n:,}"} for k, n in times.buckets
    ]
    marks: list[Datum] = [
        {"at": at, "label": label, "row": len(windows) - nth, "align": "left" if 2 * at < low + high else "right"}
        for nth, (at, label) in enumerate(windows, 1)
    ]  # a line ends at its label: the first goes highest, for the labels of the others to stand beside it
    scale: list[Datum] = [{"at": log2(s), "label": name} for s, name in ticks if low <= log2(s) <= high]
    half, most = span(times.median), span(times.p90)
    return Picture(
        title=f"Half of {noun(times.clocks, 'case')} took {half} or less, nine in ten {most} or less.",
        note=f"Start to stop, version {version}; each bar spans twice the time of the one before{_allowed(times)}.",
        alt=f"Times from start to stop under version {version}, on a logarithmic scale; the table has the counts.",
        chart="response_times",
        data={"buckets": bars, "ticks": scale, "windows": marks},
        params={"first": low, "last": high, "above": ROOM + ROW * max(1, len(marks))},
        header=("Took up to", "Cases"),
        rows=tuple((_up_to(k, working=working), f"{n:,}") for k, n in times.buckets),
    )


def attempts(found: AttemptCounts, version: str) -> Picture:
    """Show how many cases saw how many attempts, the promised number marked; the last bar takes all above it."""
    last = max(found.promised, min(MOST_BARS, found.counts[-1][0]))
    bars = [(k, sum(n for tries, n in found.counts if tries == k or tries > k == last)) for k in range(last + 1)]
    names = [f"{k}+" if k == last and found.counts[-1][0] > last else str(k) for k, _ in bars]
    cases, fewer = sum(n for _, n in bars), sum(n for k, n in bars if k < found.promised)
    data: list[Datum] = [
        {"from": k - 0.5, "to": k + 0.5, "attempts": k, "clocks": n, "text": f"{n:,}", "label": name}
        for (k, n), name in zip(bars, names, strict=True)
    ]
    promise = found.promised - 0.5
    promised, dropped = noun(found.promised, "attempt"), noun(found.dropped_after_one, "case")
    return Picture(
        title=f"{fewer:,} of {noun(cases, 'case')} ({percent(fewer, cases)}) had fewer than {promised} so far.",
        note=f"Cases by number of attempts, under version {version}. {dropped} dropped after one.",
        alt=f"Cases by number of attempts under version {version}; {promised} promised.",
        chart="attempts",
        data={
            "counts": data,
            "promises": [{"at": promise, "label": f"promised: {promised}", "align": _align(promise, 0, last)}],
        },
        params={"last": last},
        header=("Attempts", "Cases"),
        rows=tuple((name, f"{n:,}") for (_, n), name in zip(bars, names, strict=True)),
    )


def _allowed(times: ResponseTimes) -> str:
    """Name all allowed times below the chart; those that end by the calendar have no place on a scale of lengths."""
    marked = f"; dashed: allowed {', '.join(map(span, times.windows))}" if times.windows else ""
    return marked + (
        f"; allowed without a mark, as the calendar ends it: {', '.join(times.no_length)}" if times.no_length else ""
    )


def _up_to(bucket: int, *, working: bool) -> str:
    return "at once" if bucket <= 0 else span(Length(2 ** (bucket - 1) * SECOND, working))


def _align(at: float, low: float, high: float) -> str:
    place = (at - low) / (high - low)
    return "left" if place < 1 / 4 else "right" if place > 3 / 4 else "center"
