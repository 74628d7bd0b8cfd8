"""`leadpact lock`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, NOTHING, UNDECIDABLE, USAGE, loaded, stop, tell
from engine.commands.options import Policies
from engine.diagnostics import visible


def lock(
    version: Annotated[str, typer.Argument(metavar="AGREEMENT@VERSION", help="The version; default all.")] = "",
    policies: Policies = Path("policies"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if one is absent or stale.")] = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Pin what a version uses beside it: calendars, lead schema, glossary, teams, source maps, by digest."""
    held = loaded(policies, load=pipeline.load_unlocked)
    try:
        found, faults = pipeline.locks(held, version)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't read `{visible(str(fault.filename))}`: {visible(fault.strerror or str(fault))}")
    tell(faults)
    if found is None:
        raise typer.Exit(USAGE)
    if not found:
        stop(NOTHING, "the policies hold no agreement")
    differing = [one for one in found if one.before != "same"]
    for one in found:
        typer.echo(f"{visible(str(one.file))}: {_said(one, check=check)}")
    raise typer.Exit(NEGATIVE if check and differing else FINE)


def _said(one: pipeline.Locked, *, check: bool) -> str:
    if check or one.before == "same":
        return {"same": "as it should be"}.get(one.before, one.before)
    try:
        pipeline.write_lock(one)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't write to `{visible(str(one.file))}`: {visible(fault.strerror or str(fault))}")
    return "locked" if one.before == "absent" else "locked anew"
