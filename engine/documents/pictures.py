"""Which pictures a report has: the finding each shows, its figures for the chart, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.documents.charts import Datum
from engine.documents.signatures_text import would_have_been
from engine.documents.words import noun, possible
from engine.reports.commitments import CommitmentView, PeriodVerdict
from engine.reports.funnel import FunnelStage
from engine.reports.periods import each_of
from engine.reports.sentences import verdict_in_words

SHOWN_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of `templates/charts/`, its data, and all that is said beside it; `rows` hold texts."""

    title: str
    note: str
    alt: str
    chart: str
    data: Mapping[str, Sequence[Datum]]
    params: Mapping[str, float]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def trend(commitment: CommitmentView) -> Picture:
    """Show kept ÷ decided by period against the promise."""
    shown = commitment.history[-SHOWN_PERIODS:]
    decided = [v for v in commitment.history if v.verdict in {"met", "missed"}]
    judged = [v for v in decided if not v.on_trial]
    each = each_of(shown[-1].period).value
    promises = any(v.objective for v in shown)
    line = "the line is the promise, " if promises else ""
    met = sum(v.verdict == "met" for v in judged)
    title = (
        f"Met in {met} of {noun(len(judged), each)} with a verdict."
        if judged
        else f"No {each} has a verdict{' that binds' if decided else ''} yet."
        if promises
        else "No share is promised."
    )
    ends = "; ".join(f"{v.words} {v.share.text}{would_have_been(v)}" for v in shown)
    return Picture(
        title=title,
        note=f"Share kept in time; {line}grey is what open and unknown cases leave possible.",
        alt=f"Kept in time by {each}, version by version: {ends}.",
        chart="attainment",
        data=_trend_data(shown),
        params={"lowest": _lowest(shown)},
        header=("Period", "Version", "Kept in time", "Decided", "95 % interval", "Possible", "Promised", "Verdict"),
        rows=tuple(_trend_row(v) for v in commitment.history),
    )


def funnel_picture(stages: Sequence[FunnelStage]) -> Picture:
    """Show the leads of each stage of the main line, and the share that came to any stage further on."""
    steps = [(a, b, a.converted / a.leads) for a, b in pairwise(stages) if a.converted and a.leads]
    narrow = min(steps, key=lambda step: step[2], default=None)
    title = f"Narrowest step: {narrow[0].rate} of {narrow[0].stage} went further." if narrow else "Stages"
    data: list[Datum] = [
        {
            "row": i,
            "leads": s.leads,
            "label": f"{s.stage}  {s.leads:,}",
            "note": f"{s.rate} went further" if s.rate else "",
        }
        for i, s in enumerate(stages)
    ]
    return Picture(
        title=title,
        note="Leads that ever entered each stage; further is any later stage of the line, also past the next.",
        alt="Leads by stage: " + "; ".join(f"{s.stage} {s.leads:,}" for s in stages) + ".",
        chart="funnel",
        data={"stages": data},
        params={},
        header=("Stage", "Leads", "Went further", "Share"),
        rows=tuple(
            (s.stage, f"{s.leads:,}", "—" if s.converted is None else f"{s.converted:,}", s.rate or "—") for s in stages
        ),
    )


def _trend_data(shown: Sequence[PeriodVerdict]) -> dict[str, list[Datum]]:
    names = {v.period: _short(v.period) for v in shown}
    targets = {names[v.period]: v for v in shown if v.objective}
    last, told = next(reversed(targets), None), [v.objective for v in targets.values()]
    with_share = [v for v in shown if v.share.whole and v.verdict != "too_few"]
    first_seen = {v.version: names[v.period] for v in reversed(shown)}
    return {
        "periods": [{"period": name} for name in names.values()],
        "targets": [
            {
                "period": name,
                "target": _fraction(v.objective),
                "note": v.objective if name == last else None,
                "earlier": v.objective if last and v.objective not in {targets[last].objective, *told[:at]} else None,
            }
            for at, (name, v) in enumerate(targets.items())
        ],
        "ranges": [
            {"period": names[v.period], "low": _fraction(v.share.low), "high": _fraction(v.share.high)}
            for v in shown
            if v.share.low and v.share.high
        ],
        "shares": [
            {"period": names[v.period], "share": v.share.part / v.share.whole, "version": v.version,
             "text": v.share.text, "missed": v.verdict == "missed" and not v.on_trial}
            for v in with_share
        ],
        "versions": [{"period": name, "version": version} for version, name in reversed(first_seen.items())],
    }  # fmt: skip


def _trend_row(v: PeriodVerdict) -> tuple[str, ...]:
    interval = " to ".join(v.share.interval) if v.share.interval else "—"
    decided, verdict = f"{v.tally.decided:,}", verdict_in_words(v.verdict)
    words = f"{v.words}{would_have_been(v)}"
    return words, v.version, v.share.text, decided, interval, possible(v.share), v.objective or "—", verdict


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
