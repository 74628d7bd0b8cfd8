"""The one Jinja environment for Markdown and the one for HTML, and the filters that both share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

import engine
from engine.diagnostics import md
from engine.documents import agreement_words, restated_promises_text, restated_text, score_words, signatures_text, words
from engine.documents.alert_words import alerted
from engine.documents.escapes import after_slashes, fenced, shown, unbroken
from engine.documents.explanation_words import (
    below,
    exact,
    merge_told,
    read,
    stretch_of_time,
    summed_up,
    told,
    waiver_told,
)
from engine.documents.owner_words import handed_over, shared
from engine.documents.response_words import split, time_went
from engine.documents.time_words import by_due, due_range, iso, lateness, moment, span, stretch
from engine.documents.units import to_copy
from engine.reports.clauses import plain
from engine.reports.sentences import verdict_in_words

FILTERS = {
    "md": md,
    "to_copy": to_copy,
    "shown": shown,
    "unbroken": unbroken,
    "after_slashes": after_slashes,
    "moment": moment,
    "iso": iso,
    "span": span,
    "stretch": stretch,
    "due_range": due_range,
    "by_due": by_due,
    "lateness": lateness,
    "plain": plain,
    "verdict": verdict_in_words,
    "value": words.calls_by_name,
    "fenced": fenced,
} | {
    filter_.__name__: filter_
    for filter_ in (
        words.all_of_it, words.asked, words.closing, words.counted, words.counts, words.many, words.mark, words.nobody,
        words.noun, below, exact, read, stretch_of_time, summed_up, told,
        score_words.entry_points, score_words.entry_words, score_words.rating_finding, score_words.score_range,
        words.possible, words.promise, words.reason, words.scope, words.state, words.titles, words.truth,
        words.spans_told, words.command, words.brought, words.requirement_not_met, words.with_waived,
        words.without_deemed, words.without_logged_late,
        restated_text.cause, restated_text.verdict_after, restated_text.verdict_before,
        restated_promises_text.promise_after, restated_promises_text.promise_before,
        restated_text.restatement_conclusion, waiver_told, merge_told, alerted, handed_over, shared, split, time_went,
        signatures_text.standing, signatures_text.unsigned, signatures_text.signed_by,
        agreement_words.code, agreement_words.day, agreement_words.due, agreement_words.hours, agreement_words.line,
        agreement_words.mermaid, agreement_words.slug, agreement_words.week,
    )
}  # fmt: skip
TEMPLATES = Path(engine.__file__).parent.parent / "templates"


@cache
def markdown_environment(own: Path | None = None) -> ImmutableSandboxedEnvironment:
    """For `*.md.j2`: nothing escapes by itself, so every output ends in the `md` filter (a test sees to it).

    Templates in the folder `own` stand in for ours of the same name.
    """
    return _environment(own, escapes=False)


@cache
def plain_environment() -> ImmutableSandboxedEnvironment:
    """For `*.txt.j2`: every output ends in the `shown` filter (a test sees to it)."""
    return _environment(None, escapes=False)


@cache
def html_environment(own: Path | None = None) -> ImmutableSandboxedEnvironment:
    """For `*.html.j2`: every output is escaped. Templates in the folder `own` stand in for ours of the same name."""
    return _environment(own, escapes=True)


def _environment(own: Path | None, *, escapes: bool) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in (own, TEMPLATES) if folder is not None]),
        autoescape=escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= FILTERS
    return made
