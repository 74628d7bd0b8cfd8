"""SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from engine.diagnostics.diagnostic import Diagnostic, Location, in_order
from engine.diagnostics.escapes import printable_json, visible
from engine.diagnostics.validation import Validation

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(validation: Validation) -> str:
    """Give one run with a result for each fault; columns count characters, as in every other form."""
    faults = in_order(validation.faults)
    codes = sorted({fault.code for fault in faults})
    driver = {
        "name": "leadpact",
        "version": version("leadpact"),
        "rules": [_rule(code, validation.titles.get(code, code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "exitCode": validation.exit_code}],
        "results": [_result(fault, codes.index(fault.code)) for fault in faults],
    }
    body = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)) + "\n"


def _rule(code: str, title: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": _message(title)},
        "help": {"text": f"leadpact explain {code}"},
    }


def _result(fault: Diagnostic, rule: int) -> dict[str, Any]:
    told = f"{fault.message}\nhelp: {fault.help}" if fault.help else fault.message
    result = {
        "ruleId": fault.code,
        "ruleIndex": rule,
        "level": fault.severity.value,
        "message": {"text": _message(told)},
    }
    return result | ({"locations": [_place(fault.location)]} if fault.location else {})


def _place(at: Location) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.width}
    if at.text:
        region["snippet"] = {"text": visible(at.text)}
    path = PurePath(at.file)
    uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(at.file))  # a name may be no UTF-8
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _message(text: str) -> str:
    """A message with no embedded link: `[words](target)` would be one, whoever wrote it."""
    return "\n".join(visible(line) for line in text.split("\n")).replace("](", "] (")
