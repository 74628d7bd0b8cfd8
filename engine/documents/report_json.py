"""The compliance report for machines: sorted keys, a versioned schema, the same bytes for the same run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from engine.diagnostics import printable_json
from engine.documents.document import Document, document
from engine.documents.time_words import iso
from engine.evaluation.results import RunIdentity
from engine.reports.compliance import ComplianceView
from engine.reports.findings import FindingsView
from engine.reports.instants import Instant, Length

SCHEMA = "https://leadpact.example/schemas/report/v1"


def report_json(view: ComplianceView, exit_code: int, exit_reason: str) -> Document:
    """Give the report as JSON: instants in ISO 8601 with the policy's offset, lengths in whole microseconds.

    Rows of input files are counted by reason and not named, so that the way in which an export was cut into files
    changes nothing.
    """
    body = {
        "$schema": SCHEMA,
        "as_of": view.as_of,
        "exit_code": exit_code,
        "exit_reason": exit_reason,
        "run": _run(view.identity),
        "agreements": view.agreements,
        "data": _data(view.data),
        "restated": view.restated,
    }
    text = json.dumps(plain_data(body), ensure_ascii=False, sort_keys=True, separators=(",\n", ": "), allow_nan=False)
    return document(printable_json(text) + "\n", "application/json")


def plain_data(value: Any) -> Any:
    """Turn views into what JSON holds; a fraction is an exact text such as `5/11`.

    Raises TypeError for a value that has no place in a report.
    """
    if value is None or isinstance(value, str | int):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Instant | Fraction):
        return iso(value) if isinstance(value, Instant) else str(value)
    if isinstance(value, Length):
        return {"microseconds": value.microseconds, "measured": "business" if value.working else "wall"}
    if isinstance(value, Mapping):
        return {key: plain_data(found) for key, found in value.items()}
    if isinstance(value, tuple | list):
        return [plain_data(found) for found in value]
    if is_dataclass(value):
        return {f.name: plain_data(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"no JSON for {type(value).__name__}")


def _run(identity: RunIdentity) -> dict[str, Any]:
    return {
        "policies": identity.policies,
        "inputs": identity.inputs,
        "versions": identity.versions,
        "signatures": identity.signatures,
    }


def _data(data: FindingsView) -> dict[str, Any]:
    return {
        "quarantined": data.quarantined,
        "quarantine": dict(data.quarantine_reasons),
        "set_aside": dict(data.set_aside),
        "findings": data.findings,
        "finding_kinds": dict(data.finding_kinds),
        "coverage": data.coverage,
    }
