"""`leadpact schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import USAGE, stop
from engine.diagnostics import did_you_mean, visible


def schema(
    kind: Annotated[str, typer.Argument(help="Agreement, Calendar, …; without it the kinds are listed.")] = "",
) -> None:
    """Print the JSON Schema of a kind of document, for editors that complete and check while one writes."""
    kinds = pipeline.schema_kinds()
    named = {known.casefold(): known for known in kinds}.get(kind.casefold())
    if kind and named is None:
        near = did_you_mean(kind, kinds)
        way_out = f"did you mean `{near}`?" if near else f"known are {', '.join(kinds)}"
        stop(USAGE, f"no kind `{visible(kind)}`\n  help: {way_out}")
    typer.echo(pipeline.schema_text(named) if named else "".join(f"{known}\n" for known in kinds), nl=False)
