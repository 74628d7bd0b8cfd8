"""`leadpact validate`."""

from __future__ import annotations

from pathlib import Path

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, tell
from engine.commands.options import FailOn, Fails, Form, Format, Policies
from engine.diagnostics import as_json, in_words


def validate(policies: Policies = Path("policies"), form: Form = Format.TEXT, fail_on: Fails = FailOn.ERROR) -> None:
    """Check a policies folder: every fault at once, with file, line and a way out."""
    loaded, faults = pipeline.load_policies(policies)
    counts = (loaded is None and fail_on is not FailOn.NEVER) or (bool(faults) and fail_on is FailOn.WARNING)
    code = NEGATIVE if counts else FINE
    if form is Format.JSON:
        typer.echo(as_json(faults, code, "valid" if loaded else in_words(faults)))
    else:
        tell(faults)
        typer.echo(pipeline.policies_in_words(loaded) if loaded else in_words(faults), err=loaded is None)
    raise typer.Exit(code)
