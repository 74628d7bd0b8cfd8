"""The compliance report as one HTML file: nothing is loaded, nothing but its own few lines of script runs."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from engine.documents.charts import chart_svg
from engine.documents.document import Document, document
from engine.documents.environment import html_environment
from engine.documents.page_files import csp_hash, own_file
from engine.documents.pictures import Picture, funnel_picture
from engine.documents.samples import printed_sample
from engine.documents.units import page_with_units
from engine.documents.week_picture import pictures_by_commitment
from engine.reports.audit_samples import AuditSample
from engine.reports.compliance import AgreementView, ComplianceView

MOST_ROWS = 200
MOST_CASES = 20_000
"""So many cases of a kind are listed: with more, a browser takes long to lay the page out and nobody reads it."""


def report_html(view: ComplianceView, sample: AuditSample | None = None) -> Document:
    """Render `templates/report.html.j2` with its style, script and pictures inside."""
    style, script = own_file("report.css"), own_file("report.js")
    text = (
        html_environment()
        .get_template("report.html.j2")
        .render(
            view=view,
            sample=printed_sample(sample),
            limit=MOST_ROWS,
            most_cases=MOST_CASES,
            svgs={a.name: _figures(a, f"a{i}") for i, a in enumerate(view.agreements, 1)},
            style=style,
            script=script,
            style_hash=csp_hash(style),
            script_hash=csp_hash(script),
        )
    )
    return document(page_with_units(text), "text/html; charset=utf-8")


def _figures(agreement: AgreementView, prefix: str) -> dict[str, Any]:
    drawn = pictures_by_commitment(agreement)
    return {
        "commitments": {
            c.name: [_figure(p, f"{prefix}-{i}-{j}") for j, p in enumerate(drawn[c.name])]
            for i, c in enumerate(agreement.commitments)
        },
        "funnel": _figure(funnel_picture(agreement.funnel.main), f"{prefix}-f") if agreement.funnel.main else "",
    }


def _figure(picture: Picture, prefix: str) -> Markup:
    drawn = chart_svg(picture.chart, picture.data, picture.params, prefix)
    labelled = drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(picture.alt)}" ', 1)
    page = html_environment().get_template("picture.html.j2")
    text = page.render(picture=picture, svg=Markup(labelled))  # noqa: S704 - drawn by the renderer, which escapes
    return Markup(text)  # noqa: S704 - rendered with escaping
