"""`leadpact plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from engine import pipeline
from engine.commands.answers import UNDECIDABLE, USAGE, give_up, instant, progress, stop, tell
from engine.commands.options import AsOf, Data, Format, Policies, Quiet, SourceName, Strict, Threads
from engine.diagnostics import Diagnostics, has_errors, in_words, visible

WHAT = "The policies as they were: a folder, or REV or REV:path of git."
Written = Literal["text", "json", "markdown"]
Times = Annotated[list[str] | None, typer.Option("--window", metavar="TIME", help="Try this time: 2 business hours.")]
Shares = Annotated[list[str] | None, typer.Option("--objective", metavar="SHARE", help="Try this objective: 90%.")]
Names = Annotated[list[str] | None, typer.Option("--what-if", metavar="NAME", help="Try numbers for this commitment.")]


def plan(  # noqa: PLR0913, PLR0917 - one parameter an option
    base: Annotated[str, typer.Argument(metavar="BASE", help=WHAT)],
    policies: Policies = Path("policies"),
    data: Data = Path(),
    as_of: AsOf = "",
    source: SourceName = "",
    signatures: Annotated[Path, typer.Option("--signatures", help="Folder of the signatures.")] = Path("signatures"),
    what_if: Names = None,
    windows: Times = None,
    objectives: Shares = None,
    form: Annotated[Written, typer.Option("--format", help="What stdout gets.")] = "text",
    whole: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Also write all of it as JSON.")] = None,
    fail_on_worse: Annotated[bool, typer.Option("--fail-on-worse", help="Exit 1 if anything gets worse.")] = False,  # noqa: FBT002 - a switch on the command line
    max_unknown: Annotated[int, typer.Option(min=0, help="Clocks that may become unknown.")] = 0,
    threads: Threads = None,
    strict_history: Strict = False,  # noqa: FBT002 - a switch on the command line
    quiet: Quiet = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Tell what a change of the policies would have done to the leads that there are."""
    try:
        before, after = (_side(text, policies, form) for text in (base, str(policies)))
        question = pipeline.Question(after.policies, data, instant(as_of), source, threads, strict_history)
        numbers = pipeline.numbers_to_try(what_if or (), windows or (), objectives or ())
        with progress(quiet=quiet) as on_step:
            view, faults = pipeline.plan(pipeline.PlanWish(before, after, question, signatures, numbers), on_step)
    except pipeline.NoSideError as fault:
        stop(USAGE, f"{visible(str(fault))}\n  help: {visible(fault.way_out)}")
    if view is None:
        _give_up(faults, form)
    tell(faults)
    weigh = pipeline.guarded if fail_on_worse else pipeline.informed
    verdict = weigh(view, max_unknown)
    if whole is not None:
        _write(view, verdict, whole)
    typer.echo(pipeline.plan_as(view, form, verdict), nl=False)
    raise typer.Exit(int(verdict.code))


def _side(text: str, policies: Path, form: Written) -> pipeline.Side:
    found, faults = pipeline.side(text, policies)
    faults = (*faults, *(pipeline.fit_to_judge(found) if found else ()))
    if found is None or has_errors(faults):
        _give_up(faults, form)
    return found


def _give_up(faults: Diagnostics, form: Written) -> NoReturn:
    tell(faults)
    give_up(UNDECIDABLE, faults, in_words(faults), _form(form))


def _form(form: Written) -> Format:
    return Format.JSON if form == "json" else Format.TEXT


def _write(view: pipeline.PlanView, verdict: pipeline.Outcome, out: Path) -> None:
    try:
        pipeline.write_plan(view, verdict, out)
    except OSError as fault:
        stop(UNDECIDABLE, f"can't write to `{visible(str(out))}`: {visible(fault.strerror or str(fault))}")
