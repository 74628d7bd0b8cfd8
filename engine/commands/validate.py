"""`leadpact validate`."""

from __future__ import annotations

from pathlib import Path

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, tell
from engine.commands.options import FailOn, Fails, Form, Format, Policies
from engine.commands.reports import Reports, wishes, write
from engine.diagnostics import Validation, as_json, in_words


def validate(
    context: typer.Context,
    policies: Policies = Path("policies"),
    form: Form = Format.TEXT,
    fail_on: Fails = FailOn.ERROR,
    report: Reports = None,
) -> None:
    """Check a policies folder: every fault at once, with file, line and a way out."""
    wished = wishes(report or [], stdout_is_taken=form is Format.JSON)
    loaded, faults = pipeline.validate_policies(policies, context.obj or {})
    counts = (loaded is None and fail_on is not FailOn.NEVER) or (bool(faults) and fail_on is FailOn.WARNING)
    code = NEGATIVE if counts else FINE
    files, titles = pipeline.policy_files(policies), pipeline.code_titles(fault.code for fault in faults)
    on_stdout = write(wished, Validation(faults, files, code, fail_on is FailOn.WARNING, titles))
    if form is Format.JSON:
        typer.echo(as_json(faults, code, "valid" if loaded else in_words(faults)))
    else:
        tell(faults)
        told = pipeline.policies_in_words(loaded) if loaded else in_words(faults)
        typer.echo(told, err=on_stdout or loaded is None)
    raise typer.Exit(code)
