"""`leadpact report`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from engine import pipeline
from engine.commands.answers import FINE, NOTHING, UNDECIDABLE, USAGE, instant, judged, loaded, stop
from engine.commands.attesting import Attesting, places, restated
from engine.commands.options import (
    AsOf,
    AttestWith,
    Data,
    Format,
    Ledger,
    Policies,
    Quiet,
    Signatures,
    SourceName,
    Strict,
    Threads,
)
from engine.commands.standing import marked
from engine.diagnostics import visible

Paper = Literal["md", "html", "pdf"]
SUFFIXES: dict[str, Paper] = {".html": "html", ".htm": "html", ".pdf": "pdf"}


def report(  # noqa: PLR0913, PLR0917 - one parameter an option
    period: Annotated[str, typer.Option("--period", help="Which: 2026-06, 2026-Q2 or 2026; default the last.")] = "",
    policies: Policies = Path("policies"),
    data: Data = Path(),
    as_of: AsOf = "",
    source: SourceName = "",
    form: Annotated[Paper | None, typer.Option("--format", help="Default: what the file is called, else md.")] = None,
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to; `-` is stdout.")] = Path("-"),
    sample: Annotated[int, typer.Option("--sample", min=0, help="So many cases for an auditor, explained.")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="The number that draws the sample.")] = 1,
    threads: Threads = None,
    strict_history: Strict = False,  # noqa: FBT002 - a switch on the command line
    ledger: Ledger = None,
    attester: AttestWith = None,
    signatures: Signatures = Path("signatures"),
    quiet: Quiet = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Print the compliance report of a period, as Markdown, as a page of HTML or as a PDF.

    What was missed is no failure here: `leadpact check` tells it by its exit code.
    """
    if period and not pipeline.is_period(period):
        stop(USAGE, f"`{visible(period)}` is no period\n  help: write it like 2026-06, 2026-Q2 or 2026")
    ask = partial(pipeline.Question, data=data, as_of=instant(as_of), source=source, strict_history=strict_history)
    if attester and str(file) == "-":
        stop(USAGE, "what goes to stdout has no place for a signature beside it\n  help: name a file by `--out`")
    held = loaded(policies)
    attest = Attesting(attester, None, places(policies, data, signatures, source))
    attest.ready(held, Format.TEXT)
    results = judged(held, partial(ask, threads=threads), "text", quiet=quiet)
    chosen = form or SUFFIXES.get(file.suffix.lower(), "md")
    wish = pipeline.ReportWish(period, chosen, pipeline.SampleWish(sample, seed), source)

    def beside(view: pipeline.ComplianceView) -> pipeline.ComplianceView:
        return restated(results, marked(view, results, signatures, "text"), ledger)

    made = pipeline.report_of(results, wish, beside)
    if made is None:
        stop(NOTHING, f"no case started in {visible(period)}\n  help: name another period, or another `--as-of`")
    view, content = made
    if str(file) == "-":
        sys.stdout.buffer.write(content)
        raise typer.Exit(FINE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        pipeline.write_whole(file, content)
        asked = {"periods": [period] * bool(period), "form": chosen, "sample": sample, "seed": seed}
        signed = attest.done(results, file, lambda: pipeline.report_made(view, file, asked))
    except OSError as fault:
        stop(UNDECIDABLE, f"can't write `{visible(str(file))}`: {visible(fault.strerror or str(fault))}")
    typer.echo("written: " + ", ".join(visible(str(path)) for path in (file, *signed)))
