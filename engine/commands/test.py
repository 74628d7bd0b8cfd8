"""`leadpact test`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import USAGE, loaded, stop
from engine.commands.options import Policies
from engine.diagnostics import visible


def test(
    paths: Annotated[list[Path] | None, typer.Argument(help="Feature files and folders; default all.")] = None,
    policies: Policies = Path("policies"),
    features: Annotated[Path | None, typer.Option(help="Scenarios; default `features` beside the policies.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Also as JUnit XML.")] = None,
    steps: Annotated[bool, typer.Option("--steps", help="List every step that a scenario may use.")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Run the scenarios of `features/`: every one must hold, and none may be empty, misread or forgotten."""
    if gone := [path for path in paths or () if not path.exists()]:
        stop(USAGE, f"no file or folder `{visible(str(gone[0]))}`\n  help: without a name, all of `features` is run")
    if not steps:
        loaded(policies)
    beside = features or policies.parent / "features"
    raise typer.Exit(pipeline.run_tests(pipeline.TestWish(policies, beside, paths or (), junit, list_steps=steps)))
