"""What is unknown of leads that can't go on without it, and who should find it out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.reports.agreement_criteria import CriterionText, criteria_texts
from engine.reports.clauses import plain
from engine.reports.instants import Instant


@dataclass(frozen=True, slots=True)
class UnknownAnswer:
    """A question that the next stage asks, unknown of so many leads that stand in `stage` with the party `held_by`.

    `found_out` says who finds it out and how, empty where the policy names nobody; `since` is when the first of these
    leads came to the stage.
    """

    question: str
    criterion: str
    leads: int
    stage: str
    held_by: str
    found_out: str
    since: Instant
    policy_line: str


def unknown_answers(results: Results, head: Agreement) -> tuple[UnknownAnswer, ...]:
    """Give the open questions of an agreement, that of most leads first."""
    texts = {text.name: text for text in criteria_texts(head)}
    rows = [
        r for r in results.relations.rows("unknown_answers") if (r["policy"], r["version"]) == (head.name, head.version)
    ]
    found = [_answer(row, texts[row["criterion"]], head) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.leads, one.question, one.stage)))


def _answer(row: Row, text: CriterionText, head: Agreement) -> UnknownAnswer:
    parties = {party.id: party.name for party in head.parties}
    return UnknownAnswer(
        question=text.question,
        criterion=text.name,
        leads=int(row["leads"]),
        stage=plain(row["stage"]),
        held_by=parties.get(row["holder"], str(row["holder"])),
        found_out=text.found_out,
        since=Instant(row["since"], head.zone),
        policy_line=text.policy_line,
    )
