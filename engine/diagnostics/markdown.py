"""Diagnostics as Markdown, for the summary of a CI job or a comment on a pull request."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, has_errors, in_order, in_words
from engine.diagnostics.escapes import md
from engine.diagnostics.validation import Validation

MOST = 200  # a job summary takes a MiB; nobody reads further


def as_markdown(validation: Validation) -> str:
    """Give a heading with the outcome and a table of the faults; no text of a policy is markup in it."""
    faults = in_order(validation.faults)
    bad = has_errors(faults) or bool(faults and validation.warnings_count)
    files = f"{len(validation.files)} file{'s' * (len(validation.files) != 1)}"
    lines = [f"## leadpact validate: {'invalid' if bad else 'valid'}", "", f"{files}, {in_words(faults)}.", ""]
    if faults:
        lines += ["| place | code | what is wrong | way out |", "|---|---|---|---|", *map(_row, faults[:MOST])]
    if len(faults) > MOST:
        lines += ["", f"And {in_words(faults[MOST:])} more, which the log has."]
    return "\n".join(lines).rstrip() + "\n"


def _row(fault: Diagnostic) -> str:
    place = str(fault.location) if fault.location else ""
    cells = (place, f"{fault.severity.value} {fault.code}", fault.message, fault.help)
    return f"| {' | '.join(map(md, cells))} |"
