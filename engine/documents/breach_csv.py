"""Breaches as a table for spreadsheets; no cell of it is ever run as a formula."""

from __future__ import annotations

from engine.documents.document import Document, document
from engine.documents.escapes import csv_cell
from engine.documents.time_words import iso, lateness
from engine.reports.compliance import AgreementView, ComplianceView

COLUMNS = (
    "agreement", "version", "commitment", "owed by", "lead", "owner", "team", "state", "reason",
    "started", "due", "done", "how late", "late µs", "attempts", "policy line", "clock",
)  # fmt: skip


def breach_csv(view: ComplianceView) -> Document:
    """Give one line a breach, in the report's order; instants in ISO 8601, lines end with CR LF."""
    lines = [COLUMNS, *(row for agreement in view.agreements for row in _rows(agreement))]
    text = "".join(",".join(map(csv_cell, line)) + "\r\n" for line in lines)
    return document(text, "text/csv; charset=utf-8")


def _rows(agreement: AgreementView) -> list[tuple[object, ...]]:
    return [
        (
            agreement.name, case.version, case.commitment, commitment.owed_by, case.lead_id, case.owner, case.team,
            case.state, case.reason, iso(case.started), iso(case.due), iso(case.done), lateness(case),
            case.late_on_the_wall.microseconds if case.late_on_the_wall else None, case.attempts,
            case.policy_line, case.clock_id,
        )
        for commitment in agreement.commitments
        for case in commitment.breaches
    ]  # fmt: skip
