"""`leadpact diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, UNDECIDABLE, USAGE, give_up, stop, tell
from engine.commands.options import Format, Policies
from engine.diagnostics import in_words, visible

WHAT = "A folder, REV or REV:path of git, agreement@version, or an agreement's file."
Written = Literal["text", "json", "markdown"]


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=WHAT)],
    after: Annotated[str, typer.Argument(metavar="B", help="The same; default the policies at hand.")] = "",
    policies: Policies = Path("policies"),
    form: Annotated[Written, typer.Option("--format", help="What stdout gets.")] = "text",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if there is a difference.")] = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Tell what a change of the policies means: what tightens or loosens, for whom, and which version it needs."""
    try:
        ours, theirs = (_side(text, policies, form) for text in (before, after or str(policies)))
        view = pipeline.compare(ours, theirs)
    except pipeline.NoSideError as fault:
        stop(USAGE, f"{visible(str(fault))}\n  help: {visible(fault.way_out)}")
    code = NEGATIVE if exit_code and not view.same else FINE
    typer.echo(pipeline.changes_as(view, form, code), nl=False)
    raise typer.Exit(code)


def _side(text: str, policies: Path, form: Written) -> pipeline.Side:
    found, faults = pipeline.side(text, policies)
    if found is None:
        tell(faults)
        give_up(UNDECIDABLE, faults, in_words(faults), Format.JSON if form == "json" else Format.TEXT)
    return found
