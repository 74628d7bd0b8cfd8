"""Why one lead got its verdicts, as plain text for a terminal, and as JSON."""

from __future__ import annotations

import json

from engine.diagnostics import printable_json
from engine.documents.document import Document, document
from engine.documents.environment import plain_environment
from engine.documents.report_json import plain_data
from engine.reports.explanations import ExplanationView

SCHEMA = "https://leadpact.example/schemas/explanation/v1"


def explanation_text(view: ExplanationView) -> str:
    """Render `templates/explanation.txt.j2`; no text of the lead can steer the terminal."""
    return plain_environment().get_template("explanation.txt.j2").render(view=view)


def explanation_json(view: ExplanationView) -> Document:
    """Give the explanation as JSON with sorted keys; that a lead could be explained is always fine."""
    body = {"$schema": SCHEMA, "exit_code": 0, "exit_reason": "explained", **plain_data(view)}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return document(printable_json(text) + "\n", "application/json")
