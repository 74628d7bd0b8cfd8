"""The compliance report as Markdown, for a pull request or a mail; long lists are cut, and say so."""

from __future__ import annotations

from engine.documents.distributions import pictures_of
from engine.documents.document import Document, document
from engine.documents.environment import markdown_environment
from engine.documents.pictures import funnel_picture
from engine.reports.compliance import ComplianceView

MOST_ROWS = 50


def report_markdown(view: ComplianceView) -> Document:
    """Render `templates/report.md.j2`; tables in place of pictures."""
    text = (
        markdown_environment()
        .get_template("report.md.j2")
        .render(
            view=view,
            limit=MOST_ROWS,
            pictures={a.name: {c.name: pictures_of(c) for c in a.commitments} for a in view.agreements},
            funnels={a.name: funnel_picture(a.funnel.main) for a in view.agreements},
        )
    )
    return document(text, "text/markdown; charset=utf-8")
