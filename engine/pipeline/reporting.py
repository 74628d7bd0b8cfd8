"""What a run is told as: the report and what it means, written to a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.evaluation.results import Option, Results
    from engine.reports.compliance import ComplianceView
    from engine.reports.outcome import Allowance, Outcome


def report(
    results: Results, periods: Sequence[str], allowance: Allowance, source: str = ""
) -> tuple[ComplianceView, Outcome]:
    """The compliance report and what it means; `periods` are judged instead of the last ended and the current.

    `source` is the source map that the run was told to read.
    """
    from engine.reports.compliance import compliance
    from engine.reports.made_again import Wished, check_again
    from engine.reports.outcome import outcome

    view = compliance(results, periods or None)
    told: Mapping[str, Option] = {
        "periods": list(periods),
        "max_unknown": allowance.unknown,
        "max_quarantined": allowance.quarantined,
    }
    again = check_again(Wished(view.as_of, source, view.identity.strict_history), periods)
    view = replace(view, again=again, identity=replace(view.identity, options={**view.identity.options, **told}))
    return view, outcome(results, view, allowance)


@dataclass(frozen=True, slots=True)
class SampleWish:
    """So many cases for an auditor, drawn by a number; none of them: no sample."""

    size: int
    seed: int


@dataclass(frozen=True, slots=True)
class ReportWish:
    """The report of one period (the last ended and the current one if none is named) as `md`, `html` or `pdf`.

    `source` is the source map that the run was told to read.
    """

    period: str
    form: str
    sample: SampleWish
    source: str = ""


def report_of(
    results: Results,
    wish: ReportWish,
    beside: Callable[[ComplianceView], ComplianceView] = lambda view: view,
) -> tuple[ComplianceView, bytes] | None:
    """The report that is wished for, and what it tells.

    Promises kept by other spans are judged in the spans that lie in the period or around it. None if no case
    started in it. `beside` adds what the report tells from elsewhere.
    """
    from engine.documents.report_html import report_html
    from engine.documents.report_markdown import report_markdown
    from engine.documents.report_paper import report_paper
    from engine.reports.audit_samples import audit_sample
    from engine.reports.compliance import compliance
    from engine.reports.made_again import Wished, report_again
    from engine.reports.periods import around

    view = compliance(results, around(wish.period) if wish.period else None)
    told = [v.period for a in view.agreements for c in a.commitments for v in c.judged]
    told += [v.period for a in view.agreements for counted in a.volumes for v in counted.judged]
    if not told:
        return None
    judged = [wish.period] if wish.period else list(dict.fromkeys(told))
    size, seed = wish.sample.size, wish.sample.seed
    sample = audit_sample(results, judged, size, seed) if size else None
    wished = Wished(view.as_of, wish.source, results.identity.strict_history)
    view = replace(view, again=report_again(wished, wish.period, wish.form, (size, seed)))
    forms = {"md": report_markdown, "html": report_html, "pdf": report_paper}
    whole = beside(view)
    return whole, forms[wish.form](whole, sample).content


def is_period(text: str) -> bool:
    """Tell whether a text names a month, quarter or year: `2026-06`, `2026-Q2`, `2026`."""
    from engine.reports.periods import is_period

    return is_period(text)


def allowance(unknown: int, quarantined: int) -> Allowance:
    """How much may be unknown or unreadable before a run says so with its exit code."""
    from engine.reports.outcome import Allowance

    return Allowance(unknown, quarantined)


def write_report(results: Results, view: ComplianceView, verdict: Outcome, folder: Path) -> list[Path]:
    """Write the report's forms and the results into a folder; each file appears whole or not at all; give them all.

    Raises OSError if the folder can't be made or written to.
    """
    from engine.compiler.policy_query import OUTPUTS
    from engine.documents.breach_csv import breach_csv
    from engine.documents.report_html import report_html
    from engine.documents.report_json import report_json
    from engine.documents.report_markdown import report_markdown
    from engine.evaluation.run import CARRIED

    relations = folder / "results"
    relations.mkdir(parents=True, exist_ok=True)
    saved = results.relations.save((*OUTPUTS, *CARRIED), relations)
    documents = {
        "report.html": report_html(view),
        "report.md": report_markdown(view),
        "report.json": report_json(view, int(verdict.code), verdict.reason),
        "breaches.csv": breach_csv(view),
    }
    written = [write_whole(folder / name, document.content) for name, document in documents.items()]
    identity = json.dumps(asdict(view.identity), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return [*written, write_whole(folder / "run.json", identity.encode()), *saved]


def summary(view: ComplianceView, width: int, *, colour: bool) -> str:
    """The terminal's page."""
    from engine.documents.summary import summary_text

    return summary_text(view, width, colour=colour)


def report_as_json(view: ComplianceView, verdict: Outcome) -> str:
    """The report for machines, as `report.json` holds it."""
    from engine.documents.report_json import report_json

    return report_json(view, int(verdict.code), verdict.reason).content.decode()
