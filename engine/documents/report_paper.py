"""The compliance report on paper: its Markdown, with the pictures of the page where the Markdown names them."""

from __future__ import annotations

from collections import defaultdict

from engine.documents.charts import chart_svg
from engine.documents.document import Document
from engine.documents.paper import Running, paper
from engine.documents.paper_nodes import PaperPicture
from engine.documents.pictures import Picture, funnel_picture
from engine.documents.report_markdown import report_markdown
from engine.documents.time_words import iso
from engine.documents.week_picture import pictures_by_commitment
from engine.reports.audit_samples import AuditSample
from engine.reports.compliance import ComplianceView


def report_paper(view: ComplianceView, sample: AuditSample | None) -> Document:
    """Typeset the report; its first page is the one for the meeting."""
    text = report_markdown(view, sample).content.decode()
    known: dict[str, list[PaperPicture]] = defaultdict(list)
    for n, picture in enumerate(_pictures(view)):
        svg = chart_svg(picture.chart, picture.data, picture.params, f"p{n}")
        known[picture.title].append(PaperPicture(svg, picture.alt, picture.note))
    title = ", ".join(agreement.title for agreement in view.agreements) or "No agreement"
    running = Running(
        title=f"{title}: compliance report",
        above=f"as of {iso(view.as_of)}",
        below=", ".join(f"{a.name}@{a.version}" for a in view.agreements),
        at=view.as_of.at,
        front=1,
    )
    return paper(text, known, running, {"report.md": text.encode()})


def _pictures(view: ComplianceView) -> list[Picture]:
    """In the order of the text: headings that read alike have their pictures in turn."""
    found: list[Picture] = []
    for agreement in view.agreements:
        drawn = pictures_by_commitment(agreement)
        found += [picture for commitment in agreement.commitments for picture in drawn[commitment.name]]
        found += [funnel_picture(agreement.funnel.main)] if agreement.funnel.main else []
    return found
