"""`leadpact explain`."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine import pipeline
from engine.commands.answers import NOTHING, USAGE, give_up, instant, judged, loaded, stop
from engine.commands.options import AsOf, Data, Page, Policies, Quiet, Signatures, SourceName, Strict
from engine.commands.standing import signatures_read
from engine.diagnostics import printable_json, visible

CODE = re.compile(r"LP\d{3}", re.IGNORECASE)
SCHEMA = "https://leadpact.example/schemas/code/v1"


def explain(  # noqa: PLR0913, PLR0917 - one parameter an option
    asked: Annotated[str, typer.Argument(metavar="LEAD|CODE", help="A lead's id, or a code such as LP304.")],
    policies: Policies = Path("policies"),
    data: Data = Path(),
    as_of: AsOf = "",
    source: SourceName = "",
    form: Annotated[Page, typer.Option("--format", help="What stdout gets.")] = "text",
    strict_history: Strict = False,  # noqa: FBT002 - a switch on the command line
    is_lead: Annotated[bool, typer.Option("--lead", help="It is a lead, though its id looks like a code.")] = False,  # noqa: FBT002 - a switch on the command line
    signatures: Signatures = Path("signatures"),
    quiet: Quiet = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Tell why a lead got its verdicts: clocks, rows that matched, what was missing. Or what a code means."""
    if CODE.fullmatch(asked) and not is_lead:
        _explain_code(asked.upper(), form)
        return
    ask = partial(pipeline.Question, data=data, as_of=instant(as_of), source=source, strict_history=strict_history)
    results = judged(loaded(policies, form), ask, form, quiet=quiet)
    view = pipeline.explain(results, asked)
    if view is None:
        give_up(NOTHING, (), f"no lead `{visible(asked)}`", form, "\n  help: ids are compared exactly")
    with signatures_read(signatures, form):
        view = pipeline.with_waivers_signed(results, view, signatures)
    typer.echo(pipeline.explanation_as(view, form), nl=False)


def _explain_code(code: str, form: Page) -> None:
    page = pipeline.code_page(code)
    if page is None:
        way_out = "write it as a message shows it in brackets; for a lead of this id add --lead"
        stop(USAGE, f"no diagnostic has the code {code}\n  help: {way_out}")
    if form == "html":
        stop(USAGE, f"the page of {code} is text\n  help: leave --format out, or write --format json")
    if form == "json":
        title = pipeline.code_titles([code])[code]
        body = {
            "$schema": SCHEMA,
            "exit_code": 0,
            "exit_reason": "explained",
            "code": code,
            "title": title,
            "page": page,
        }
        page = printable_json(json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1)) + "\n"
    typer.echo(page, nl=False)
