"""`leadpact check`."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, UNDECIDABLE, USAGE, instant, judged, loaded, stop
from engine.commands.attesting import Attesting, places, restated
from engine.commands.options import (
    AsOf,
    AttestWith,
    Data,
    FailOn,
    Fails,
    Form,
    Format,
    Ledger,
    OnlySigned,
    Policies,
    Quiet,
    Signatures,
    SourceName,
    Strict,
    Threads,
)
from engine.commands.standing import marked, refuse_unsigned
from engine.diagnostics import visible

WIDEST = 100  # columns of the summary, also where there is no terminal or one that doesn't know its size


def check(  # noqa: PLR0913, PLR0917 - one parameter an option
    policies: Policies = Path("policies"),
    data: Data = Path(),
    as_of: AsOf = "",
    source: SourceName = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for the report and the results.")] = Path("out"),
    period: Annotated[list[str] | None, typer.Option("--period", help="Judge this period instead: 2026-06.")] = None,
    max_unknown: Annotated[int, typer.Option(min=0, help="Unknown clocks allowed in the judged periods.")] = 0,
    max_quarantined: Annotated[int, typer.Option(min=0, help="Rows that may be quarantined.")] = 0,
    form: Form = Format.TEXT,
    fail_on: Fails = FailOn.ERROR,
    threads: Threads = None,
    strict_history: Strict = False,  # noqa: FBT002 - a switch on the command line
    signatures: Signatures = Path("signatures"),
    attest_with: AttestWith = None,
    ledger: Ledger = None,
    require_signed: OnlySigned = False,  # noqa: FBT002 - a switch on the command line
    quiet: Quiet = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Judge the leads: write the report and the results, say what was kept and what was not."""
    if wrong := [text for text in period or [] if not pipeline.is_period(text)]:
        stop(USAGE, f"`{visible(wrong[0])}` is no period\n  help: write it like 2026-06, 2026-Q2 or 2026")
    ask = partial(pipeline.Question, data=data, as_of=instant(as_of), source=source, strict_history=strict_history)
    held = loaded(policies, form)
    attest = Attesting(attest_with, ledger, places(policies, data, signatures, source))
    attest.ready(held, form)
    results = judged(held, partial(ask, threads=threads), form, quiet=quiet)
    view, verdict = pipeline.report(results, period or [], pipeline.allowance(max_unknown, max_quarantined), source)
    view = marked(view, results, signatures, form)
    if require_signed:
        refuse_unsigned(view, results, signatures, form)
    view = restated(results, view, ledger)
    forgiven = fail_on is FailOn.NEVER and verdict.code in {1, 4}
    try:
        written = pipeline.write_report(results, view, verdict, out)
        attested = attest.done(results, out, lambda: pipeline.run_made(view, int(verdict.code), out, written))
    except OSError as fault:
        stop(UNDECIDABLE, f"can't write to `{visible(str(out))}`: {visible(fault.strerror or str(fault))}")
    if form is Format.JSON:
        typer.echo(pipeline.report_as_json(view, verdict), nl=False)
    elif not quiet:
        width = min(WIDEST, shutil.get_terminal_size((WIDEST, 0)).columns)
        typer.echo(pipeline.summary(view, width, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ), nl=False)
        shown = [*(path for path in (*written, *attested) if path.parent != out / "results"), out / "results"]
        typer.echo("\nwritten: " + ", ".join(visible(str(path)) for path in shown))
        typer.echo(f"exit {int(verdict.code)}{' (forgiven)' * forgiven}: {visible(verdict.reason)}")
    raise typer.Exit(FINE if forgiven else int(verdict.code))
