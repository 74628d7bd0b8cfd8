"""How every verb ends and tells: exit codes, faults, a way out, progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from engine import pipeline
from engine.commands.options import Format, Page
from engine.diagnostics import Diagnostics, as_json, as_text, in_words, visible

FINE, NEGATIVE, USAGE, UNDECIDABLE, NOTHING, INTERNAL = 0, 1, 2, 3, 5, 70

if TYPE_CHECKING:
    Load = Callable[[Path], tuple[pipeline.PolicySet | None, Diagnostics]]


def judged(
    policies: pipeline.PolicySet, ask: partial[pipeline.Question], form: Format | Page, *, quiet: bool
) -> pipeline.Results:
    """The leads judged, with progress shown; ends the run where a source can't be read."""
    question = ask(policies)
    with progress(quiet=quiet) as on_step:
        results, faults = pipeline.judge(question, on_step)
    tell(faults)
    if results is None:
        give_up(UNDECIDABLE, faults, in_words(faults), form)
    return results


def loaded(folder: Path, form: Format | Page = Format.TEXT, load: Load = pipeline.load_policies) -> pipeline.PolicySet:
    """The policies of a folder; ends the run with every fault told if there is an error among them."""
    policies, faults = load(folder)
    if policies is None:
        tell(faults)
        give_up(UNDECIDABLE, faults, in_words(faults), form)
    return policies


def give_up(code: int, faults: Diagnostics, reason: str, form: Format | Page, way_out: str = "") -> NoReturn:
    """End without an answer: whoever reads JSON is told on stdout too, in the same form as of `validate`."""
    if form == Format.JSON:
        typer.echo(as_json(faults, code, reason))
    stop(code, reason + way_out)


def conclude(
    code: int, reason: str, form: Format, as_json: Callable[[int, str], str], words: Callable[[], str]
) -> None:
    """Tell an answer: as JSON with the code and its reason inside, or in words with both below."""
    typer.echo(as_json(code, reason) if form is Format.JSON else f"{words()}\n\nexit {code}: {reason}")


def stop(code: int, message: str) -> NoReturn:
    """Tell on stderr and end with that code."""
    typer.echo(message, err=True)
    raise typer.Exit(code) from None


def instant(text: str) -> int:
    """µs UTC of an instant with an offset; the machine's clock where none is given."""
    at = pipeline.instant(text) if text else int(datetime.now(UTC).timestamp() * 1_000_000)
    if at is None:
        stop(USAGE, f"`{visible(text)}` is no instant\n  help: write it like 2026-07-01T09:00:00+02:00")
    return at


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console  # 0.1 s that only a person at a terminal should pay
    from rich.markup import escape

    with Console(stderr=True).status("starting") as status:
        yield lambda step: status.update(escape(visible(step)))


def tell(faults: Diagnostics) -> None:
    """Faults on stderr, each with its place and a way out."""
    if faults:
        typer.echo(as_text(faults), err=True)
