"""Where a fault lies, how bad it is, and the forms in which people and machines read it, a file each.

A stage never prints and never exits: it returns its result together with `Diagnostics`, all faults
at once. Only the command line turns them into text and an exit code.
"""

from engine.diagnostics.diagnostic import (
    Diagnostic,
    Diagnostics,
    Location,
    Severity,
    did_you_mean,
    error,
    has_errors,
    in_order,
    in_words,
    warning,
)
from engine.diagnostics.escapes import md, printable_json, visible
from engine.diagnostics.json_object import as_json
from engine.diagnostics.levels import Level, Levels, at_levels
from engine.diagnostics.terminal import as_text
from engine.diagnostics.validation import Validation

__all__ = [
    "Diagnostic",
    "Diagnostics",
    "Level",
    "Levels",
    "Location",
    "Severity",
    "Validation",
    "as_json",
    "as_text",
    "at_levels",
    "did_you_mean",
    "error",
    "has_errors",
    "in_order",
    "in_words",
    "md",
    "printable_json",
    "visible",
    "warning",
]
