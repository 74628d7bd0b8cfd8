"""`leadpact explain`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import NOTHING, give_up, instant, judged
from engine.commands.options import AsOf, Data, Page, Policies, Quiet, SourceName, Strict
from engine.diagnostics import visible


def explain(  # noqa: PLR0913, PLR0917 - one parameter an option
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="The lead's id, as in the lead records.")],
    policies: Policies = Path("policies"),
    data: Data = Path(),
    as_of: AsOf = "",
    source: SourceName = "",
    form: Annotated[Page, typer.Option("--format", help="What stdout gets.")] = "text",
    strict_history: Strict = False,  # noqa: FBT002 - a switch on the command line
    quiet: Quiet = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Tell why one lead got its verdicts: clocks, the rows that matched, criteria and what was missing."""
    ask = partial(pipeline.Question, data=data, as_of=instant(as_of), source=source, strict_history=strict_history)
    view = pipeline.explain(judged(policies, ask, form, quiet=quiet), lead)
    if view is None:
        give_up(NOTHING, (), f"no lead `{visible(lead)}`", form, "\n  help: ids are compared exactly")
    typer.echo(pipeline.explanation_as(view, form), nl=False)
