"""A sample as reports print it: each case with the text that `leadpact explain` shows."""

from __future__ import annotations

from dataclasses import dataclass

from engine.documents.explanation_text import explanation_text
from engine.documents.words import noun
from engine.reports.audit_samples import AuditSample


@dataclass(frozen=True, slots=True)
class PrintedCase:
    """A case and its explanation as text; no text of the lead is markup in it or steers."""

    lead_id: str
    title: str
    state: str
    explanation: str


@dataclass(frozen=True, slots=True)
class PrintedSample:
    """What a report says of a sample, and its cases."""

    told: str
    cases: tuple[PrintedCase, ...]


def printed_sample(sample: AuditSample | None) -> PrintedSample | None:
    """Explain each case in words; None where no sample was asked for."""
    if sample is None:
        return None
    told = f"{len(sample.cases):,} of {noun(sample.population, 'judged case')}, drawn by the number {sample.seed}."
    texts = {case.lead_id: explanation_text(case.explanation) for case in sample.cases}
    return PrintedSample(told, tuple(PrintedCase(c.lead_id, c.title, c.state, texts[c.lead_id]) for c in sample.cases))
