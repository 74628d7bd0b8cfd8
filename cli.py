"""The command line: the verbs of `engine.commands` under one name."""

from __future__ import annotations

import signal
import sys
import traceback
from itertools import pairwise
from pathlib import Path

import typer
from typer.core import TyperGroup

from engine import pipeline
from engine.commands.answers import INTERNAL, USAGE, stop, tell
from engine.commands.calendar import calendar
from engine.commands.check import check
from engine.commands.diff import diff
from engine.commands.explain import explain
from engine.commands.fmt import fmt
from engine.commands.init import init
from engine.commands.ledger import ledger
from engine.commands.lock import lock
from engine.commands.plan import plan
from engine.commands.render import render
from engine.commands.report import report
from engine.commands.schema import schema
from engine.commands.sign import sign
from engine.commands.test import test
from engine.commands.validate import validate
from engine.commands.verify import verify
from engine.diagnostics import has_errors, visible

VERBS = (init, validate, fmt, test, diff, plan, check, explain, calendar, schema, lock, render, report, sign, verify)


class Verbs(TyperGroup):
    """The verbs; what they are given may not be empty, as a check must not be off because a variable is not set."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # typer's own class
        """Read the command line; ends the run where a part of it is empty."""
        for before, part in pairwise(["", *args]):
            name, given, value = part.partition("=")
            if not part or (part.startswith("--") and given and not value):
                named = name or before if (name or before).startswith("-") else "an argument"
                help_ = "is a variable empty? leave it out if none is meant"
                stop(USAGE, f"{visible(named)} names nothing\n  help: {help_}")
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Verbs,
    name="leadpact",
    help="Marketing and sales service-level agreements as code: judge real leads by the policies both sides signed.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def start(context: typer.Context) -> None:
    """Read the settings of the working directory; an option given on the command line wins over them."""
    found, faults = pipeline.settings(Path.cwd())
    tell(faults)
    if has_errors(faults):
        raise typer.Exit(USAGE)
    context.obj = found.get("lint")
    of_ledger = {str(command.name): dict(found) for command in ledger.registered_commands}
    today = {name: value for name, value in found.items() if name != "as_of"}  # what is in force, or ends soon, is now
    of_verbs = {verb.__name__: dict(found) for verb in VERBS} | {validate.__name__: today}
    context.default_map = of_verbs | {"ledger": of_ledger}


for verb in VERBS:
    app.command()(verb)
app.add_typer(ledger, name="ledger")


def main() -> None:
    """Run the command line; a crash is exit 70 and never looks like a finding."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that what lies on disk is removed
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that left early, `| head`, is no finding either
    try:
        app([argument for argument in sys.argv[1:] if argument != "--debug"])
    except Exception as fault:  # noqa: BLE001 - the one place that does: nothing else knows every crash
        told = f"internal error: {type(fault).__name__}: {visible(str(fault))}\n  help: --debug shows where"
        shown = traceback.format_exc() if "--debug" in sys.argv else told
        typer.echo("\n".join(map(visible, shown.splitlines())), err=True)
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
