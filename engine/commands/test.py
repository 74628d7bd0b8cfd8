"""`leadpact test`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import USAGE, loaded, stop
from engine.commands.options import Policies
from engine.diagnostics import visible


def test(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Annotated[list[Path] | None, typer.Argument(help="Feature and policy files, folders; default all.")] = None,
    policies: Policies = Path("policies"),
    features: Annotated[Path | None, typer.Option(help="Scenarios; default `features` beside the policies.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Also as JUnit XML.")] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="List what no scenario shows, with stubs.")] = False,  # noqa: FBT002 - a switch
    threshold: Annotated[int, typer.Option(min=0, max=100, metavar="PERCENT", help="Fail if less is shown.")] = 0,
    steps: Annotated[bool, typer.Option("--steps", help="List every step that a scenario may use.")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Run the scenarios of `features/` and the examples of policies: all must hold, none be empty or forgotten."""
    if gone := [path for path in paths or () if not path.exists()]:
        stop(USAGE, f"no file or folder `{visible(str(gone[0]))}`\n  help: without a name, all of `features` is run")
    examples = () if steps else pipeline.files_with_examples(loaded(policies))
    beside = features or policies.parent / "features"
    wish = pipeline.TestWish(policies, beside, examples, paths or (), junit, steps, coverage, threshold)
    raise typer.Exit(pipeline.run_tests(wish))
