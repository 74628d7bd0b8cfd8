"""`leadpact init`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import UNDECIDABLE, USAGE, stop
from engine.diagnostics import visible


def init(
    folder: Annotated[Path, typer.Argument(help="Where to; it is made if it isn't there.")] = Path(),
) -> None:
    """Lay out a policy repository that works at once: an agreement, scenarios, sample leads, CI. Overwrites nothing."""
    if pipeline.holds_policies(folder):
        way_out = "name an empty folder; `leadpact validate` checks the policies that there are"
        stop(USAGE, f"`{visible(str(folder / 'policies'))}` is there already\n  help: {way_out}")
    try:
        started = pipeline.start(folder)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't write to `{visible(str(folder))}`: {visible(fault.strerror or str(fault))}")
    typer.echo(f"written: {len(started.written)} files in `{visible(str(folder))}`; README.md tells what each is for")
    for path in started.kept:
        typer.echo(f"kept as it was: {visible(str(path))}")
    typer.echo("\nnext:")
    away = [f"cd {shlex.quote(str(folder))}"] if folder.absolute() != Path.cwd() else []
    for step in (*away, *started.next_steps):
        typer.echo(f"  {visible(step)}")
