"""The command line: options in, a call of the pipeline, text and an exit code out."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from engine import pipeline
from engine.diagnostics import Diagnostics, as_json, as_text, has_errors, in_words, visible

FINE, NEGATIVE, USAGE, UNDECIDABLE, NOTHING, INTERNAL = 0, 1, 2, 3, 5, 70
WIDEST = 100  # columns of the summary, also where there is no terminal or one that doesn't know its size

app = typer.Typer(
    name="leadpact",
    help="Marketing and sales service-level agreements as code: judge real leads by the policies both sides signed.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Format(StrEnum):
    """What stdout gets."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """What turns the exit code: errors, warnings too, or findings never (a run that can't decide still does)."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


Policies = Annotated[Path, typer.Option("--policies", help="Folder with the policies.", show_default=True)]
Data = Annotated[Path, typer.Option("--data", help="Folder that the files of a source map are relative to.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="INSTANT", help="Judge as it was then; default now.")]
SourceName = Annotated[str, typer.Option("--source", metavar="NAME", help="The source map to read; default all.")]
Page = Literal["text", "json", "html"]
Form = Annotated[Format, typer.Option("--format", help="What stdout gets.")]
Fails = Annotated[FailOn, typer.Option("--fail-on", help="What a finding does to the exit code.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no summary.")]
Strict = Annotated[bool, typer.Option("--strict-history", help="Fields without history are unknown before --as-of.")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads of the engine; default all cores.")]


@app.callback()
def start(context: typer.Context) -> None:
    """Read the settings of the working directory; an option given on the command line wins over them."""
    found, faults = pipeline.settings(Path.cwd())
    _tell(faults)
    if has_errors(faults):
        raise typer.Exit(USAGE)
    context.default_map = {verb: dict(found) for verb in ("validate", "check", "explain", "calendar")}


@app.command()
def validate(policies: Policies = Path("policies"), form: Form = Format.TEXT, fail_on: Fails = FailOn.ERROR) -> None:
    """Check a policies folder: every fault at once, with file, line and a way out."""
    loaded, faults = pipeline.load_policies(policies)
    counts = (loaded is None and fail_on is not FailOn.NEVER) or (bool(faults) and fail_on is FailOn.WARNING)
    code = NEGATIVE if counts else FINE
    if form is Format.JSON:
        typer.echo(as_json(faults, code, "valid" if loaded else in_words(faults)))
    else:
        _tell(faults)
        typer.echo(pipeline.policies_in_words(loaded) if loaded else in_words(faults), err=loaded is None)
    raise typer.Exit(code)


@app.command()
def check(  # noqa: PLR0913, PLR0917 - one parameter an option
    policies: Policies = Path("policies"),
    data: Data = Path(),
    as_of: AsOf = "",
    source: SourceName = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for the report and the results.")] = Path("out"),
    period: Annotated[list[str] | None, typer.Option("--period", help="Judge this period instead: 2026-06.")] = None,
    max_unknown: Annotated[int, typer.Option(min=0, help="Unknown clocks allowed in the judged periods.")] = 0,
    max_quarantined: Annotated[int, typer.Option(min=0, help="Rows that may be quarantined.")] = 0,
    form: Form = Format.TEXT,
    fail_on: Fails = FailOn.ERROR,
    threads: Threads = None,
    strict_history: Strict = False,  # noqa: FBT002 - a switch on the command line
    quiet: Quiet = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Judge the leads: write the report and the results, say what was kept and what was not."""
    if wrong := [text for text in period or [] if not pipeline.is_period(text)]:
        _stop(USAGE, f"`{visible(wrong[0])}` is no period\n  help: write it like 2026-06, 2026-Q2 or 2026")
    ask = partial(pipeline.Question, data=data, as_of=_instant(as_of), source=source, strict_history=strict_history)
    results = _judged(policies, partial(ask, threads=threads), form, quiet=quiet)
    view, verdict = pipeline.report(results, period or [], pipeline.allowance(max_unknown, max_quarantined))
    forgiven = fail_on is FailOn.NEVER and verdict.code in {1, 4}
    try:
        written = pipeline.write_report(results, view, verdict, out)
    except OSError as fault:
        _stop(UNDECIDABLE, f"can't write to `{visible(str(out))}`: {visible(fault.strerror or str(fault))}")
    if form is Format.JSON:
        typer.echo(pipeline.report_as_json(view, verdict), nl=False)
    elif not quiet:
        width = min(WIDEST, shutil.get_terminal_size((WIDEST, 0)).columns)
        typer.echo(pipeline.summary(view, width, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ), nl=False)
        typer.echo("\nwritten: " + ", ".join(visible(str(path)) for path in written) + f", {out / 'results'}")
        typer.echo(f"exit {int(verdict.code)}{' (forgiven)' * forgiven}: {visible(verdict.reason)}")
    raise typer.Exit(FINE if forgiven else int(verdict.code))


@app.command()
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
    ask = partial(pipeline.Question, data=data, as_of=_instant(as_of), source=source, strict_history=strict_history)
    view = pipeline.explain(_judged(policies, ask, form, quiet=quiet), lead)
    if view is None:
        _give_up(NOTHING, (), f"no lead `{visible(lead)}`", form, "\n  help: ids are compared exactly")
    typer.echo(pipeline.explanation_as(view, form), nl=False)


@app.command()
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
    loaded = _loaded(policies)
    if questions is not None:
        raise typer.Exit(NEGATIVE if _answer_many(loaded, questions) else FINE)
    if start_at:
        asked = {"calendar": name, "from": start_at, "within": within, "until": until}
        found = pipeline.answer_one(loaded, {key: text for key, text in asked.items() if text})
        typer.echo("\n".join(f"{key}: {visible(str(value))}" for key, value in found.items()), err="error" in found)
        raise typer.Exit(USAGE if "error" in found else FINE)
    shown = pipeline.calendar_as_text(loaded, name, datetime.now(UTC).date(), weeks)
    if shown is None:
        names = ", ".join(sorted(loaded.calendars)) or "none"
        _stop(USAGE, f"no calendar `{visible(name)}`\n  help: the policies hold {names}")
    typer.echo(shown)


def _answer_many(policies: pipeline.PolicySet, questions: Path) -> int:
    try:
        with sys.stdin.buffer if str(questions) == "-" else questions.open("rb") as lines:
            return pipeline.answer_many(policies, lines, sys.stdout.buffer)
    except OSError as fault:
        _stop(UNDECIDABLE, f"can't read `{visible(str(questions))}`: {fault.strerror}")


def _judged(policies: Path, ask: partial[pipeline.Question], form: Format | Page, *, quiet: bool) -> pipeline.Results:
    question = ask(_loaded(policies, form))
    with _progress(quiet=quiet) as on_step:
        results, faults = pipeline.judge(question, on_step)
    _tell(faults)
    if results is None:
        _give_up(UNDECIDABLE, faults, in_words(faults), form)
    return results


def _loaded(folder: Path, form: Format | Page = Format.TEXT) -> pipeline.PolicySet:
    loaded, faults = pipeline.load_policies(folder)
    if loaded is None:
        _tell(faults)
        _give_up(UNDECIDABLE, faults, in_words(faults), form)
    return loaded


def _give_up(code: int, faults: Diagnostics, reason: str, form: Format | Page, way_out: str = "") -> NoReturn:
    """Whoever reads JSON is told on stdout too, in the same form as of `validate`."""
    if form == Format.JSON:
        typer.echo(as_json(faults, code, reason))
    _stop(code, reason + way_out)


def _stop(code: int, message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code) from None


def _instant(text: str) -> int:
    """µs UTC of an instant with an offset; the machine's clock where none is given."""
    at = pipeline.instant(text) if text else int(datetime.now(UTC).timestamp() * 1_000_000)
    if at is None:
        _stop(USAGE, f"`{visible(text)}` is no instant\n  help: write it like 2026-07-01T09:00:00+02:00")
    return at


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console  # 0.1 s that only a person at a terminal should pay
    from rich.markup import escape

    with Console(stderr=True).status("starting") as status:
        yield lambda step: status.update(escape(visible(step)))


def _tell(faults: Diagnostics) -> None:
    if faults:
        typer.echo(as_text(faults), err=True)


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
