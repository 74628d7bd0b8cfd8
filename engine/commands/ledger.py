"""`leadpact ledger`: what runs there were, and whether anybody changed that since."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, NOTHING, UNDECIDABLE, give_up, instant, loaded
from engine.commands.options import Form, Format, Policies
from engine.diagnostics import visible

Folder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="Folder of the ledger.")]
Head = Annotated[str, typer.Option("--head", metavar="SHA256", help="The head that you noted: it must be in there.")]
Unsigned = Annotated[bool, typer.Option("--allow-unsigned", help="Runs that nobody signed are no finding.")]

ledger = typer.Typer(help="Tell what runs there were, and whether anybody changed that since.", no_args_is_help=True)


@ledger.command("list")
def list_runs(ledger: Folder = Path("ledger"), policies: Policies = Path("policies"), form: Form = Format.TEXT) -> None:
    """List the runs of the ledger: when, as of when, what came out, and who signed."""
    view = _read(ledger, policies, "", form)
    if form is Format.JSON:
        typer.echo(pipeline.ledger_as_json(view, FINE, "listed, not verified"))
    else:
        typer.echo(pipeline.ledger_in_words(view))


@ledger.command("verify")
def verify_runs(
    ledger: Folder = Path("ledger"),
    policies: Policies = Path("policies"),
    head: Head = "",
    allow_unsigned: Unsigned = False,  # noqa: FBT002 - a switch on the command line
    form: Form = Format.TEXT,
) -> None:
    """Find what was edited, removed, moved or added; what is cut off at the end is found only by --head."""
    view = _read(ledger, policies, head, form)
    forgiven = allow_unsigned and not (view.faults or view.head_is_missing or view.void)
    code = FINE if view.sound or forgiven else NEGATIVE
    reason = visible(pipeline.ledger_conclusion(view))
    if form is Format.JSON:
        typer.echo(pipeline.ledger_as_json(view, code, reason))
    else:
        typer.echo(f"{pipeline.ledger_in_words(view)}\n\nexit {code}: {reason}")
        if view.digests:
            typer.echo(f"head {view.digests[-1]}: note it elsewhere, and give it as --head next time")
    raise typer.Exit(code)


def _read(folder: Path, policies: Path, head: str, form: Format) -> pipeline.LedgerView:
    held = loaded(policies, form)
    try:
        view = pipeline.verify_ledger(pipeline.LedgerWish(held, folder, head, instant("")))
    except OSError as fault:
        give_up(UNDECIDABLE, (), f"can't read `{visible(str(folder))}`: {fault.strerror}", form)
    if not view.runs and not view.faults:
        way_out = "\n  help: name the folder by --ledger; `leadpact check --ledger DIR` begins one"
        give_up(NOTHING, (), visible(pipeline.ledger_conclusion(view)), form, way_out)
    return view
