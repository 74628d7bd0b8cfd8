"""`--report KIND[=PATH]`: the outcome once more, for the machine that runs leadpact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.commands.answers import UNDECIDABLE, USAGE, stop
from engine.diagnostics import Validation, did_you_mean, visible


class Kind(StrEnum):
    """What a report is read by."""

    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Wish:
    """A report, and the file it is for; None is stdout."""

    kind: Kind
    path: Path | None


Reports = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="KIND[=PATH]", help=f"Also as {', '.join(Kind)}; stdout without PATH."),
]


def wishes(texts: Sequence[str], *, stdout_is_taken: bool) -> tuple[Wish, ...]:
    """Read the wishes; ends the run where one can't be meant, or two of them are for one place."""
    found = tuple(map(_wish, texts))
    places = [wish.path for wish in found] + [None] * stdout_is_taken
    for wish in found:
        if places.count(wish.path) > 1:
            place = visible(str(wish.path)) if wish.path else "stdout"
            stop(USAGE, f"two outputs for {place}\n  help: give one a file of its own: --report {wish.kind}=PATH")
    return found


def write(wished: Sequence[Wish], validation: Validation) -> bool:
    """Write every report; tells whether one went to stdout."""
    for wish in wished:
        text = _form(wish.kind)(validation)
        if wish.path is None:
            typer.echo(text, nl=False)
            continue
        try:
            wish.path.parent.mkdir(parents=True, exist_ok=True)
            wish.path.write_text(text, encoding="utf-8")
        except OSError as fault:
            stop(UNDECIDABLE, f"can't write to `{visible(str(wish.path))}`: {visible(fault.strerror or str(fault))}")
    return any(wish.path is None for wish in wished)


def _wish(text: str) -> Wish:
    kind, given, path = text.partition("=")
    if kind not in list(Kind):
        near = did_you_mean(kind, Kind)
        way_out = f"did you mean `{near}`?" if near else f"write one of {', '.join(Kind)}, and =PATH for a file"
        stop(USAGE, f"no report `{visible(kind)}`\n  help: {way_out}")
    if given and not path:
        stop(USAGE, f"`--report {kind}=` names no file\n  help: is a variable empty? `{kind}` alone is stdout")
    return Wish(Kind(kind), Path(path) if path not in {"", "-"} else None)


def _form(kind: Kind) -> Callable[[Validation], str]:
    match kind:
        case Kind.JUNIT:
            from engine.diagnostics.junit import as_junit

            return as_junit
        case Kind.SARIF:
            from engine.diagnostics.sarif import as_sarif

            return as_sarif
        case Kind.GITHUB:
            from engine.diagnostics.github import as_github

            return as_github
        case Kind.MARKDOWN:
            from engine.diagnostics.markdown import as_markdown

            return as_markdown
