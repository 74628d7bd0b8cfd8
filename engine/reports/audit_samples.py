"""The auditor's sample: cases drawn by a number, each with everything that decided it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.compiler.samples import DRAWN, POPULATION, sample_relations
from engine.evaluation.results import Results
from engine.reports.clauses import title_of
from engine.reports.explanations import ExplanationView, explanation


@dataclass(frozen=True, slots=True)
class SampledCase:
    """A case that was drawn, and its lead explained."""

    lead_id: str
    clock_id: str
    title: str
    state: str
    explanation: ExplanationView


@dataclass(frozen=True, slots=True)
class AuditSample:
    """The cases that the number `seed` draws from `population` judged cases, in the order of the draw."""

    seed: int
    population: int
    cases: tuple[SampledCase, ...]


def audit_sample(results: Results, periods: Sequence[str], size: int, seed: int) -> AuditSample:
    """Draw at most `size` of the cases that started in some periods and are kept, broken or unknown."""
    relations = results.relations
    relations.explain([], sample_relations(periods, size, seed))
    titles = {c.name: title_of(c) for a in results.policies.agreements for c in a.commitments}
    drawn = sorted(relations.rows(DRAWN), key=lambda row: row["nth"])
    told = {lead: explanation(results, lead) for lead in dict.fromkeys(row["lead_id"] for row in drawn)}
    cases = (
        SampledCase(row["lead_id"], row["clock_id"], titles[row["commitment"]], row["state"], view)
        for row in drawn
        if (view := told[row["lead_id"]]) is not None
    )
    return AuditSample(seed, int(relations.rows(POPULATION)[0]["cases"]), tuple(cases))
