"""Workflow commands: GitHub shows each as an annotation beside the line it is about."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Severity, in_order, in_words
from engine.diagnostics.escapes import visible
from engine.diagnostics.validation import Validation

MOST = 10  # of each severity in one step: GitHub drops what comes after without a word
PERCENT_FIRST = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
OF_A_PROPERTY = ((":", "%3A"), (",", "%2C"))


def as_github(validation: Validation) -> str:
    """Give a line each for the first ten errors and the first ten warnings, then how many more there are.

    What lies on changed lines comes first, as a reviewer looks there, and what comes last may be left out.
    """
    faults = sorted(in_order(validation.faults), key=lambda fault: not validation.is_changed(fault))
    shown = [f for severity in Severity for f in [f for f in faults if f.severity is severity][:MOST]]
    shown.sort(key=lambda fault: not validation.is_changed(fault))
    lines = [_annotation(fault) for fault in shown]
    if left := [fault for fault in faults if fault not in shown]:
        lines.append(f"::notice title=leadpact::and {in_words(left)} more; the step's log has them all")
    return "".join(f"{line}\n" for line in lines)


def _annotation(fault: Diagnostic) -> str:
    at = fault.location
    told = visible(fault.message) + (f"\nhelp: {visible(fault.help)}" if fault.help else "")
    span = f"line={at.line},endLine={at.line},col={at.column},endColumn={at.column + at.width}," if at else ""
    file = f"file={_escaped(visible(at.file), of_a_property=True)}," if at else ""
    return f"::{fault.severity.value} {file}{span}title=leadpact {fault.code}::{_escaped(told)}"


def _escaped(text: str, *, of_a_property: bool = False) -> str:
    for character, code in (*PERCENT_FIRST, *(OF_A_PROPERTY if of_a_property else ())):
        text = text.replace(character, code)
    return text
