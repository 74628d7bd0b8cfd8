"""`leadpact validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, UNDECIDABLE, USAGE, give_up, instant, stop, tell
from engine.commands.options import AsOf, FailOn, Fails, Form, Format, Policies
from engine.commands.reports import Reports, wishes, write
from engine.diagnostics import Validation, as_json, in_words, visible


def validate(  # noqa: PLR0913, PLR0917 - one parameter an option
    context: typer.Context,
    policies: Policies = Path("policies"),
    as_of: AsOf = "",
    base: Annotated[
        str, typer.Option("--base", metavar="REV", help="Versions in force must be as they are there.")
    ] = "",
    ledger: Annotated[
        Path | None, typer.Option("--ledger", metavar="DIR", help="Runs noted there must have judged by these terms.")
    ] = None,
    form: Form = Format.TEXT,
    fail_on: Fails = FailOn.ERROR,
    report: Reports = None,
) -> None:
    """Check a policies folder: every fault at once, with file, line and a way out."""
    wished = wishes(report or [], stdout_is_taken=form is Format.JSON)
    before = _base(base, policies, form)
    try:
        loaded, faults = pipeline.validate_policies(policies, context.obj or {}, instant(as_of), before, ledger)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't read the ledger `{visible(str(ledger))}`: {visible(fault.strerror or str(fault))}")
    except pipeline.BrokenLedgerError as fault:
        stop(UNDECIDABLE, f"the ledger can't be used: {visible(str(fault))}\n  help: leadpact ledger verify")
    counts = (loaded is None and fail_on is not FailOn.NEVER) or (bool(faults) and fail_on is FailOn.WARNING)
    code = NEGATIVE if counts else FINE
    files, titles = pipeline.policy_files(policies), pipeline.code_titles(fault.code for fault in faults)
    changed = pipeline.changed_lines(base, policies) if base and wished else frozenset()
    on_stdout = write(wished, Validation(faults, files, code, fail_on is FailOn.WARNING, titles, changed))
    if form is Format.JSON:
        typer.echo(as_json(faults, code, "valid" if loaded else in_words(faults)))
    else:
        tell(faults)
        told = pipeline.policies_in_words(loaded) if loaded else in_words(faults)
        typer.echo(told, err=on_stdout or loaded is None)
    raise typer.Exit(code)


def _base(revision: str, policies: Path, form: Format) -> pipeline.PolicySet | None:
    """The policies as a revision holds them; none if none is asked for. Ends the run where they can't be read."""
    if not revision:
        return None
    try:
        found, faults = pipeline.side(revision, policies)
    except pipeline.NoSideError as fault:
        stop(USAGE, f"{visible(str(fault))}\n  help: {visible(fault.way_out)}")
    if found is None:
        tell(faults)
        give_up(UNDECIDABLE, faults, in_words(faults), form)
    if not found.policies.agreements:
        typer.echo(f"`{visible(revision)}` has no agreement yet: nothing was in force there", err=True)
    return found.policies
