"""The compliance report as Markdown, for a pull request or a mail; long lists are cut, and say so."""

from __future__ import annotations

from engine.documents.document import Document, document
from engine.documents.environment import markdown_environment
from engine.documents.pictures import funnel_picture
from engine.documents.samples import printed_sample
from engine.documents.units import with_units
from engine.documents.week_picture import pictures_by_commitment
from engine.reports.audit_samples import AuditSample
from engine.reports.compliance import ComplianceView

MOST_ROWS = 50


def report_markdown(view: ComplianceView, sample: AuditSample | None = None) -> Document:
    """Render `templates/report.md.j2`; tables in place of pictures."""
    text = (
        markdown_environment()
        .get_template("report.md.j2")
        .render(
            view=view,
            limit=MOST_ROWS,
            pictures={a.name: pictures_by_commitment(a) for a in view.agreements},
            sample=printed_sample(sample),
            funnels={a.name: funnel_picture(a.funnel.main) for a in view.agreements},
        )
    )
    return document(with_units(text), "text/markdown; charset=utf-8")
