"""`leadpact ledger`: what runs there were, and whether anybody changed that since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, NOTHING, UNDECIDABLE, conclude, give_up, instant, loaded, progress
from engine.commands.options import Form, Format, Policies
from engine.diagnostics import visible

Folder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="Folder of the ledger.")]
Head = Annotated[str, typer.Option("--head", metavar="SHA256", help="The head that you noted: it must be in there.")]
Unsigned = Annotated[bool, typer.Option("--allow-unsigned", help="Runs that nobody signed are no finding.")]

Number = Annotated[int, typer.Argument(min=1, help="Number of an entry, as `leadpact ledger list` tells it.")]
Records = Annotated[Path | None, typer.Option("--data", help="Where the records of that day lie; default: as then.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="A verdict that became another makes exit 1.")]

ledger = typer.Typer(help="Tell what runs there were, and whether anybody changed that since.", no_args_is_help=True)


@ledger.command("list")
def list_runs(ledger: Folder = Path("ledger"), policies: Policies = Path("policies"), form: Form = Format.TEXT) -> None:
    """List the runs of the ledger: when, as of when, what came out, and who signed."""
    view = _read(ledger, policies, "", form, kept_too=False)
    if form is Format.JSON:
        typer.echo(pipeline.ledger_as_json(view, FINE, "listed, not verified"))
    else:
        typer.echo(pipeline.ledger_in_words(view))


@ledger.command("verify")
def verify_runs(
    ledger: Folder = Path("ledger"),
    policies: Policies = Path("policies"),
    head: Head = "",
    allow_unsigned: Unsigned = False,  # noqa: FBT002 - a switch on the command line
    form: Form = Format.TEXT,
) -> None:
    """Find what was edited, removed, moved or added; what is cut off at the end is found only by --head."""
    view = _read(ledger, policies, head, form)
    forgiven = allow_unsigned and not (view.faults or view.head_is_missing or view.void)
    code = FINE if view.sound or forgiven else NEGATIVE
    reason = visible(pipeline.ledger_conclusion(view))
    as_json, words = partial(pipeline.ledger_as_json, view), partial(pipeline.ledger_in_words, view)
    conclude(code, reason, form, as_json, words)
    if view.digests and form is not Format.JSON:
        typer.echo(f"head {view.digests[-1]}: note it elsewhere, and give it as --head next time")
    raise typer.Exit(code)


@ledger.command("replay")
def replay_run(
    number: Number,
    ledger: Folder = Path("ledger"),
    policies: Policies = Path("policies"),
    data: Records = None,
    form: Form = Format.TEXT,
) -> None:
    """Make a noted run again, from git and its records, and compare every file that it wrote, byte for byte."""
    wish = pipeline.ReplayWish(loaded(policies, form), ledger, number, data, instant(""))
    with _told(form), progress(quiet=form is Format.JSON) as on_step:
        on_step(f"making entry {number} again")
        view = pipeline.replay_entry(wish)
    code = FINE if view.sound else NEGATIVE
    reason = visible(pipeline.recomputation_conclusion(view))
    as_json, words = partial(pipeline.recomputation_as_json, view), partial(pipeline.recomputation_in_words, view)
    conclude(code, reason, form, as_json, words)
    raise typer.Exit(code)


@ledger.command("diff")
def diff_runs(  # noqa: PLR0913, PLR0917 - one parameter an option
    before: Number,
    after: Number,
    ledger: Folder = Path("ledger"),
    policies: Policies = Path("policies"),
    data: Records = None,
    exit_code: ExitCode = False,  # noqa: FBT002 - a switch on the command line
    form: Form = Format.TEXT,
) -> None:
    """Name the verdicts that two noted runs tell otherwise, and why: data, policy or versions."""
    wish = pipeline.ReplayWish(loaded(policies, form), ledger, before, data, instant(""))
    with _told(form), progress(quiet=form is Format.JSON) as on_step:
        on_step(f"comparing entries {before} and {after}")
        view = pipeline.compare_entries(wish, after)
    code = NEGATIVE if exit_code and view.count else FINE
    reason = visible(pipeline.restatement_conclusion(view))
    as_json, words = partial(pipeline.restatement_as_json, view), partial(pipeline.restatement_in_words, view)
    conclude(code, reason, form, as_json, words)
    raise typer.Exit(code)


@contextmanager
def _told(form: Format) -> Iterator[None]:
    """End the run where an entry can't be found, or what went into it isn't at hand."""
    try:
        yield
    except pipeline.NoEntryError as fault:
        give_up(UNDECIDABLE, (), visible(str(fault)), form, "\n  help: `leadpact ledger list` tells the entries")
    except pipeline.NotAtHandError as fault:
        give_up(UNDECIDABLE, (), visible(str(fault)), form, f"\n  help: {visible(fault.way_out)}")
    except OSError as fault:
        give_up(UNDECIDABLE, (), f"can't read `{visible(str(fault.filename))}`: {fault.strerror}", form)


def _read(folder: Path, policies: Path, head: str, form: Format, *, kept_too: bool = True) -> pipeline.LedgerView:
    held = loaded(policies, form)
    try:
        view = pipeline.verify_ledger(pipeline.LedgerWish(held, folder, head, instant(""), kept_too=kept_too))
    except OSError as fault:
        give_up(UNDECIDABLE, (), f"can't read `{visible(str(folder))}`: {fault.strerror}", form)
    if not view.runs and not view.faults:
        way_out = "\n  help: name the folder by --ledger; `leadpact check --ledger DIR` begins one"
        give_up(NOTHING, (), visible(pipeline.ledger_conclusion(view)), form, way_out)
    return view
