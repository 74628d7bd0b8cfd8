"""`leadpact render`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from engine import pipeline
from engine.commands.answers import FINE, NEGATIVE, NOTHING, UNDECIDABLE, USAGE, instant, loaded, stop, tell
from engine.commands.options import AsOf, Policies
from engine.diagnostics import visible

Paper = Literal["md", "html", "pdf"]
SUFFIXES: dict[str, Paper] = {".html": "html", ".htm": "html", ".pdf": "pdf"}


def render(  # noqa: PLR0913, PLR0917 - one parameter an option
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT[@VERSION]", help="Default: what is in force.")] = "",
    policies: Policies = Path("policies"),
    as_of: AsOf = "",
    form: Annotated[Paper | None, typer.Option("--format", help="Default: what the file is called, else md.")] = None,
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to; `-` is stdout.")] = Path("-"),
    templates: Annotated[
        Path | None, typer.Option(help="Your own templates; default the folder beside the policies.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if the file is stale.")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Print the agreement that both heads sign, as Markdown, as a page of HTML or as a PDF."""
    if check and str(file) == "-":
        stop(USAGE, "`--check` needs a file\n  help: name it by `--out FILE`")
    held = loaded(policies)
    chosen = _one(held, agreement, instant(as_of))
    content = _content(held, chosen, form or SUFFIXES.get(file.suffix.lower(), "md"), policies, templates)
    if str(file) == "-":
        sys.stdout.buffer.write(content)
    elif check:
        _compare(file, content, chosen.id)
    else:
        _write(file, content, chosen.id)
    raise typer.Exit(FINE)


def _one(policies: pipeline.PolicySet, wish: str, as_of: int) -> pipeline.Agreement:
    found = pipeline.chosen_agreements(policies, wish, as_of)
    known = ", ".join(a.id for a in policies.agreements) or "none"
    if len(found) > 1:
        stop(USAGE, f"several agreements are in force\n  help: name one of {', '.join(a.name for a in found)}")
    if not found and wish and not any(wish in {a.name, a.id} for a in policies.agreements):
        stop(USAGE, f"no agreement `{visible(wish)}`\n  help: the policies hold {known}")
    if not found:
        stop(NOTHING, f"no version is in force then\n  help: name one of {known}, or another instant by `--as-of`")
    return found[0]


def _content(
    policies: pipeline.PolicySet, agreement: pipeline.Agreement, form: str, folder: Path, templates: Path | None
) -> bytes:
    if templates is not None and not templates.is_dir():
        stop(USAGE, f"no folder `{visible(str(templates))}`\n  help: `--templates DIR` names your own templates")
    content, faults = pipeline.rendered(policies, agreement, form, templates or pipeline.templates_beside(folder))
    tell(faults)
    if content is None:
        stop(UNDECIDABLE, "a template can't be used")
    return content


def _compare(file: Path, content: bytes, agreement: str) -> None:
    try:
        stale = file.read_bytes() != content
    except FileNotFoundError:
        stop(NEGATIVE, f"`{visible(str(file))}` is not there\n  help: `leadpact render {agreement}` writes it")
    except OSError as fault:
        _unusable("read", file, fault)
    if stale:
        stop(NEGATIVE, f"`{visible(str(file))}` is stale\n  help: `leadpact render {agreement}` writes it anew")
    typer.echo(f"{visible(str(file))} is what {agreement} says")


def _write(file: Path, content: bytes, agreement: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        pipeline.write_whole(file, content)
    except OSError as fault:
        _unusable("write", file, fault)
    typer.echo(f"written: {visible(str(file))}, agreement {agreement}")


def _unusable(deed: str, file: Path, fault: OSError) -> NoReturn:
    stop(UNDECIDABLE, f"can't {deed} `{visible(str(file))}`: {visible(fault.strerror or str(fault))}")
