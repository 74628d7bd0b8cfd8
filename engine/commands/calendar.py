"""`leadpact calendar`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, UNDECIDABLE, USAGE, loaded, stop
from engine.commands.options import Policies
from engine.diagnostics import visible


def calendar(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Annotated[str, typer.Argument(help="The calendar's name; `always` runs day and night.")] = "",
    policies: Policies = Path("policies"),
    start_at: Annotated[str, typer.Option("--from", metavar="INSTANT", help="When a clock starts.")] = "",
    within: Annotated[str, typer.Option(metavar="TIME", help="When is it due: `4 business hours`.")] = "",
    until: Annotated[str, typer.Option(metavar="INSTANT", help="How much working time lies between.")] = "",
    weeks: Annotated[int, typer.Option(min=1, max=53, help="How many weeks to show.")] = 2,
    questions: Annotated[Path | None, typer.Option(help="JSON Lines of questions; `-` is stdin.")] = None,
) -> None:
    """Show a calendar's weeks and holidays, or tell when something is due: one question, or many."""
    held = loaded(policies)
    if questions is not None:
        raise typer.Exit(NEGATIVE if _answer_many(held, questions) else FINE)
    if start_at:
        asked = {"calendar": name, "from": start_at, "within": within, "until": until}
        found = pipeline.answer_one(held, {key: text for key, text in asked.items() if text})
        typer.echo("\n".join(f"{key}: {visible(str(value))}" for key, value in found.items()), err="error" in found)
        raise typer.Exit(USAGE if "error" in found else FINE)
    shown = pipeline.calendar_as_text(held, name, datetime.now(UTC).date(), weeks)
    if shown is None:
        names = ", ".join(sorted(held.calendars)) or "none"
        stop(USAGE, f"no calendar `{visible(name)}`\n  help: the policies hold {names}")
    typer.echo(shown)


def _answer_many(policies: pipeline.PolicySet, questions: Path) -> int:
    try:
        with sys.stdin.buffer if str(questions) == "-" else questions.open("rb") as lines:
            return pipeline.answer_many(policies, lines, sys.stdout.buffer)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't read `{visible(str(questions))}`: {fault.strerror}")
