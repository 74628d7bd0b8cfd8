"""`leadpact fmt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, NOTHING, UNDECIDABLE, USAGE, stop, tell
from engine.commands.options import Policies
from engine.diagnostics import Diagnostics, visible


def fmt(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders; default the policies folder.")] = None,
    policies: Policies = Path("policies"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a file differs.")] = False,  # noqa: FBT002 - a switch on the command line
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,  # noqa: FBT002 - same
) -> None:
    """Lay policies out alike; comments, words and what they mean stay as they are."""
    named = paths or [policies]
    if gone := [path for path in named if not path.exists()]:
        stop(USAGE, f"no file or folder `{visible(str(gone[0]))}`\n  help: without a name, --policies is laid out")
    found = pipeline.laid_out(named)
    if not found:
        stop(NOTHING, f"no policies in `{visible(str(named[0]))}`\n  help: they end in .yaml or .yml")
    for one in (one for one in found if one.differs):
        if diff:
            typer.echo("\n".join(map(visible, pipeline.layout_changes(one).splitlines())))
        elif not check:
            _write(one)
        if not diff:
            typer.echo(f"{'differs' if check else 'laid out'}: {visible(one.file)}")
    _end(found, check=check, writes=not (check or diff))


def _write(one: pipeline.Formatted) -> None:
    try:
        pipeline.write_laid_out(one)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't write to `{visible(one.file)}`: {visible(fault.strerror or str(fault))}")


def _end(found: tuple[pipeline.Formatted, ...], *, check: bool, writes: bool) -> None:
    faults: Diagnostics = tuple(fault for one in found for fault in one.faults)
    tell(faults)
    for one in (one for one in found if one.why_not):
        typer.echo(f"{visible(one.file)}: left as it is, for it has {visible(one.why_not)}", err=True)
    differing = sum(one.differs for one in found)
    untouched = sum(one.after is None for one in found)
    said = (
        (differing, "laid out" if writes else "to lay out"),
        (len(found) - differing - untouched, "as they should be"),
        (untouched, "that can't be laid out"),
    )
    typer.echo(", ".join(f"{number} {words}" for number, words in said if number), err=True)
    raise typer.Exit(UNDECIDABLE if untouched else NEGATIVE if check and differing else FINE)
