"""Leads judged: the question, the evaluation, and one lead explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error, has_errors

if TYPE_CHECKING:
    from engine.compiler.query import Query
    from engine.evaluation.on_demand import OnDemand
    from engine.evaluation.results import Results, Row
    from engine.model.policy_set import PolicySet
    from engine.model.sources import Source
    from engine.reports.explanations import ExplanationView

NO_SOURCE = "LP610"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    from engine.evaluation.engines.duckdb import connect
    from engine.evaluation.run import evaluate
    from engine.model.trials import trials_apart

    sources, faults = sources_of(question)
    if has_errors(faults):
        return None, faults
    on_step("compiling policies")
    query = compiled(question.policies)
    results, told = evaluate(
        connect(question.threads),
        trials_apart(question.policies),
        query,
        sources,
        question.data,
        question.as_of,
        on_step,
        strict_history=question.strict_history,
    )
    twice = [] if results is None else judged_twice(results.relations.rows, query)
    return (None, (*told, *twice)) if twice else (results, told)


def judged_twice(rows_of: Callable[[str], list[Row]], query: Query) -> list[Diagnostic]:
    """The commitments of one id by which two agreements judge a lead, with the first such lead.

    Where the query shares no id between agreements, no relation is asked for.
    """
    from engine.compiler.shared_ids import JUDGED_TWICE

    if not any(relation.name == JUDGED_TWICE for relation in query.relations):
        return []
    rows = rows_of(JUDGED_TWICE)
    pairs = {(*sorted((row["policy"], row["other"])), row["commitment"]): row["lead_id"] for row in rows}
    return [
        error(
            "LP490",
            None,
            f"agreements `{one}` and `{other}` both judge lead `{lead}` by `{commitment}`",
            "rename one of the two, or let their scopes exclude each other",
        )
        for (one, other, commitment), lead in sorted(pairs.items())
    ]


def compiled(policies: PolicySet) -> Query:
    """What the policies ask of leads; their sources have no part in it."""
    from engine.compiler.policy_query import compile_policies
    from engine.model.trials import trials_apart

    return compile_policies(trials_apart(policies))


def on_demand(policies: PolicySet) -> OnDemand:
    """The same policies asked about one small set of leads after the other, relation by relation."""
    from engine.compiler.narrowing import narrowed
    from engine.evaluation.engines.duckdb import connect
    from engine.evaluation.on_demand import OnDemand

    query = compiled(policies)
    return OnDemand(connect(1), query, lambda relation: narrowed(query, (relation,)))


def sources_of(question: Question) -> tuple[Sequence[Source], Diagnostics]:
    """The source maps that a question is about; none, with a fault, where it names one that isn't there."""
    known = question.policies.sources
    if question.source in known:
        return [known[question.source]], ()
    if not question.source and known:
        return list(known.values()), ()
    wish = f"no source `{question.source}`" if question.source else "the policies name no source of lead records"
    return [], (error(NO_SOURCE, None, wish, f"known sources: {', '.join(sorted(known)) or 'none'}"),)


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
