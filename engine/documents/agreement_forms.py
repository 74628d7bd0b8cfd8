"""The agreement as a document: one Markdown text, and the page and the paper typeset from it: a clause exists once."""

from __future__ import annotations

from pathlib import Path

from engine.diagnostics import Diagnostics, Location, error
from engine.documents.agreement_words import mermaid
from engine.documents.document import Document, document
from engine.documents.filling import OutOfBoundsError, filled
from engine.documents.life import life_drawn, life_picture, life_told
from engine.documents.page_files import csp_hash, own_file
from engine.documents.paper import Running, paper
from engine.documents.paper_nodes import PaperPicture
from engine.documents.template_faults import FailedTemplateError
from engine.documents.typeset import typeset
from engine.documents.units import with_units
from engine.reports.agreement_view import AgreementDocumentView

FAILED, TOO_MUCH = "LP713", "LP745"
PAGE = "agreement.html.j2"
TEXT = "agreement.md.j2"


def agreement_document(view: AgreementDocumentView, form: str, own: Path | None) -> tuple[Document | None, Diagnostics]:
    """Render the form `md`, `html` or `pdf`; None and the fault if a template of the folder `own` fails."""
    try:
        text = with_units(filled(own, TEXT, {"view": view}))
        if form == "md":
            return document(text, "text/markdown; charset=utf-8"), ()
        if form == "pdf":
            return _paper(view, text), ()
        return document(_page(view, text, own), "text/html; charset=utf-8"), ()
    except OutOfBoundsError as fault:
        shown = own.as_posix() if own else ""
        message = f"a template of your own {fault}"
        return None, (error(TOO_MUCH, Location(shown, 1, 1), message, "look for loops inside loops, and long repeats"),)
    except FailedTemplateError as fault:
        place = Location(Path(fault.file or own or "").as_posix(), fault.line, 1)
        message = f"a template fails: {fault.message}"
        return None, (error(FAILED, place, message, "see what the shipped template names"),)


def _page(view: AgreementDocumentView, text: str, own: Path | None) -> str:
    body, contents = typeset(text, {mermaid(view.stages): life_picture(view.stages)})
    style = own_file("report.css") + own_file("agreement.css")
    values = {"view": view, "body": body, "contents": contents, "style": style, "style_hash": csp_hash(style)}
    return filled(own, PAGE, values)


def _paper(view: AgreementDocumentView, text: str) -> Document:
    running = Running(
        title=view.title,
        above=f"{view.name} {view.version}",
        below=f"{view.name}@{view.version}, terms SHA-256 {view.terms_digest}",
        at=view.in_force_from.at,
    )
    life = PaperPicture(life_drawn(view.stages), life_told(view.stages))
    return paper(text, {mermaid(view.stages): [life]}, running, {f"{view.name}-{view.version}.md": text.encode()})
