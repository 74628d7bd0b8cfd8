"""Why one lead got its verdicts, as one HTML file without a script."""

from __future__ import annotations

from engine.documents.document import Document, document
from engine.documents.environment import html_environment
from engine.documents.page_files import csp_hash, own_file
from engine.reports.explanations import ExplanationView


def explanation_html(view: ExplanationView) -> Document:
    """Render `templates/explanation.html.j2` with its style inside."""
    style = own_file("report.css") + own_file("explanation.css")
    page = html_environment().get_template("explanation.html.j2")
    return document(page.render(view=view, style=style, style_hash=csp_hash(style)), "text/html; charset=utf-8")
