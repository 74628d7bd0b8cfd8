"""Diagnostics as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable

from engine.diagnostics.diagnostic import Diagnostic, in_order
from engine.diagnostics.escapes import printable_json

SCHEMA = "https://leadpact.example/schemas/diagnostics/v1"


def as_json(diagnostics: Iterable[Diagnostic], exit_code: int, exit_reason: str) -> str:
    """Give a JSON object: `diagnostics` are objects with code, severity, message, help, file, line, column, width."""
    rows = [
        {
            "code": d.code,
            "severity": d.severity.value,
            "message": d.message,
            "help": d.help,
            "file": d.location.file if d.location else None,
            "line": d.location.line if d.location else None,
            "column": d.location.column if d.location else None,
            "width": d.location.width if d.location else None,
        }
        for d in in_order(diagnostics)
    ]
    body = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason, "diagnostics": rows}
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False))
