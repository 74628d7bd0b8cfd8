"""The journey, composed: every verb of the command line is one function here, and the only place where stages meet.

Stages are imported where they are needed, so that a verb starts with what it uses and no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from engine.diagnostics import Diagnostics, error, has_errors, in_order

if TYPE_CHECKING:
    from engine.evaluation.results import Results as Results  # noqa: PLC0414 - the command line names it
    from engine.loading.settings import Settings
    from engine.model.policy_set import PolicySet as PolicySet  # noqa: PLC0414 - the command line names it
    from engine.model.sources import Source
    from engine.reports.compliance import ComplianceView as ComplianceView  # noqa: PLC0414 - same
    from engine.reports.explanations import ExplanationView
    from engine.reports.outcome import Allowance
    from engine.reports.outcome import Outcome as Outcome  # noqa: PLC0414 - same

NO_SOURCE = "LP610"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def settings(folder: Path) -> tuple[Settings, Diagnostics]:
    """The settings that a folder keeps for all verbs."""
    from engine.loading.settings import read_settings

    return read_settings(folder)


def load_policies(folder: Path) -> tuple[PolicySet | None, Diagnostics]:
    """Load and analyse a policies folder; None if anything in it is an error, with every fault at once."""
    from engine.analysis.rules import analyse
    from engine.loading.policy_files import load

    policies, faults = load(folder)
    if policies is None:
        return None, in_order(faults)
    faults = in_order((*faults, *analyse(policies)))
    return (None if has_errors(faults) else policies), faults


def instant(text: str) -> int | None:
    """µs UTC of an ISO 8601 instant with an offset; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else (at - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What to judge: policies on data as of an instant (µs UTC); `source` names one map if there are several.

    `strict_history` makes a field without history unknown before `as_of`.
    """

    policies: PolicySet
    data: Path
    as_of: int
    source: str = ""
    threads: int | None = None
    strict_history: bool = False


def judge(question: Question, on_step: Callable[[str], None]) -> tuple[Results | None, Diagnostics]:
    """Evaluate the leads of the sources against the policies; None if a source can't be read."""
    from engine.compiler.policy_query import compile_policies
    from engine.evaluation.engines.duckdb import connect
    from engine.evaluation.run import evaluate

    sources, faults = _sources(question)
    if has_errors(faults):
        return None, faults
    on_step("compiling policies")
    query = compile_policies(question.policies)
    return evaluate(
        connect(question.threads),
        question.policies,
        query,
        sources,
        question.data,
        question.as_of,
        on_step,
        strict_history=question.strict_history,
    )


def _sources(question: Question) -> tuple[Sequence[Source], Diagnostics]:
    known = question.policies.sources
    if question.source in known:
        return [known[question.source]], ()
    if not question.source and known:
        return list(known.values()), ()
    wish = f"no source `{question.source}`" if question.source else "the policies name no source of lead records"
    return [], (error(NO_SOURCE, None, wish, f"known sources: {', '.join(sorted(known)) or 'none'}"),)


def report(results: Results, periods: Sequence[str], allowance: Allowance) -> tuple[ComplianceView, Outcome]:
    """The compliance report and what it means; `periods` are judged instead of the last ended and the current."""
    from engine.reports.compliance import compliance
    from engine.reports.outcome import outcome

    view = compliance(results, periods or None)
    return view, outcome(results, view, allowance)


def is_period(text: str) -> bool:
    """Tell whether a text names a month, quarter or year: `2026-06`, `2026-Q2`, `2026`."""
    from engine.reports.periods import is_period

    return is_period(text)


def write_report(results: Results, view: ComplianceView, verdict: Outcome, folder: Path) -> list[Path]:
    """Write the report's forms and the results into a folder; each file appears whole or not at all.

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
    results.relations.save((*OUTPUTS, *CARRIED), relations)
    documents = {
        "report.html": report_html(view),
        "report.md": report_markdown(view),
        "report.json": report_json(view, int(verdict.code), verdict.reason),
        "breaches.csv": breach_csv(view),
    }
    written = [_write(folder / name, document.content) for name, document in documents.items()]
    identity = json.dumps(asdict(results.identity), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return [*written, _write(folder / "run.json", identity.encode())]


def _write(path: Path, content: bytes) -> Path:
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_bytes(content)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    return partial.replace(path)


def summary(view: ComplianceView, width: int, *, colour: bool) -> str:
    """The terminal's page."""
    from engine.documents.summary import summary_text

    return summary_text(view, width, colour=colour)


def report_as_json(view: ComplianceView, verdict: Outcome) -> str:
    """The report for machines, as `report.json` holds it."""
    from engine.documents.report_json import report_json

    return report_json(view, int(verdict.code), verdict.reason).content.decode()


def explain(results: Results, lead_id: str) -> ExplanationView | None:
    """Why one lead got its verdicts; None if no record or event names the lead."""
    from engine.reports.explanations import explanation

    return explanation(results, lead_id)


def explanation_as(view: ExplanationView, form: str) -> str:
    """The explanation as `text` for a terminal, as `json`, or as an `html` page."""
    from engine.documents import explanation_text
    from engine.documents.explanation_html import explanation_html

    if form == "text":
        return explanation_text.explanation_text(view)
    page = explanation_html(view) if form == "html" else explanation_text.explanation_json(view)
    return page.content.decode()


def allowance(unknown: int, quarantined: int) -> Allowance:
    """How much may be unknown or unreadable before a run says so with its exit code."""
    from engine.reports.outcome import Allowance

    return Allowance(unknown, quarantined)


def policies_in_words(policies: PolicySet) -> str:
    """What a valid set holds: agreements with the time line of their versions, and what they use."""
    from engine.reports.time_line import time_line

    return time_line(policies)


def answer_one(policies: PolicySet, question: Mapping[str, str]) -> dict[str, Any]:
    """One question to a calendar, answered by the lookups that judge leads."""
    from engine.evaluation.calendar_answers import answer_one

    return answer_one(policies, question)


def answer_many(policies: PolicySet, questions: BinaryIO, answers: BinaryIO) -> int:
    """JSON Lines in, JSON Lines out, in the same order; gives the number of lines that could not be answered."""
    from engine.evaluation.calendar_answers import answer

    return answer(policies, questions, answers).errors


def calendar_as_text(policies: PolicySet, name: str, around: date, weeks: int) -> str | None:
    """A calendar's hours, weeks and special dates; None if there is no calendar of that name."""
    from engine.documents.calendar_text import calendar_text
    from engine.reports.calendar_week import calendar_view

    calendar = policies.calendars.get(name)
    return calendar_text(calendar_view(calendar, around, weeks)) if calendar else None
