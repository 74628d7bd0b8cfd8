"""`leadpact verify`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from engine import pipeline
from engine.commands.answers import (
    FINE,
    NEGATIVE,
    NOTHING,
    UNDECIDABLE,
    USAGE,
    conclude,
    give_up,
    instant,
    loaded,
    tell,
)
from engine.commands.options import Form, Format, Policies, Signatures
from engine.commands.standing import signatures_read
from engine.diagnostics import Diagnostic, in_words, visible

WHAT = "The version or waiver, default all; a signed PDF of a version; or a run's folder, report or attestation."


def verify(
    what: Annotated[str, typer.Argument(metavar="AGREEMENT@VERSION|WAIVER|PATH", help=WHAT)] = "",
    policies: Policies = Path("policies"),
    document: Annotated[Path | None, typer.Option(help="A document that must have been signed as well.")] = None,
    signatures: Signatures = Path("signatures"),
    form: Form = Format.TEXT,
) -> None:
    """Tell who signed which terms, when, what of it counts, and what voided the rest."""
    held = loaded(policies, form)
    if pipeline.names_a_file(held, what):
        if document is not None:
            reason = f"`--document` goes with a version or a waiver, and `{visible(what)}` is a file of its own"
            give_up(USAGE, (), reason, form, "\n  help: leave it out")
        _verify_file(held, Path(what), policies, form)
        return
    wish = pipeline.VerifyingWish(held, what, signatures, document, instant(""))
    with signatures_read(signatures, form):
        views, faults = pipeline.verify(wish)
    _conclude(views, faults, form)


def _conclude(
    views: tuple[pipeline.SignaturesView, ...] | None, faults: tuple[Diagnostic, ...], form: Format
) -> NoReturn:
    tell(faults)
    if views is None:
        code = USAGE if faults[0].code == "LP730" else UNDECIDABLE
        give_up(code, faults, in_words(faults), form)
    if not views:
        give_up(NOTHING, faults, "the policies hold no agreement", form)
    sound = all(v.signed for v in views) and not faults
    code = UNDECIDABLE if any(v.unreadable for v in views) else FINE if sound else NEGATIVE
    reason = visible("; ".join([pipeline.conclusion(views), *(fault.message for fault in faults)]))
    as_json, words = partial(pipeline.verification_as_json, views), partial(pipeline.verification_in_words, views)
    conclude(code, reason, form, as_json, words)
    raise typer.Exit(code)


def _verify_file(held: pipeline.PolicySet, target: Path, policies: Path, form: Format) -> None:
    """Judge a PDF that is signed inside, or a run's folder, report or attestation."""
    templates = pipeline.templates_beside(policies)
    try:
        if pipeline.is_signed_paper(target):
            end = partial(_conclude, *pipeline.verify_paper(held, target, instant(""), templates), form)
        else:
            end = partial(_conclude_files, pipeline.verify_files(held, target, instant("")), form)
    except OSError as fault:
        give_up(UNDECIDABLE, (), f"can't read `{visible(str(fault.filename or target))}`: {fault.strerror}", form)
    end()


def _conclude_files(view: pipeline.FilesView, form: Format) -> NoReturn:
    code = UNDECIDABLE if view.unreadable else FINE if view.sound else NEGATIVE
    reason = visible(pipeline.files_conclusion(view))
    as_json, words = partial(pipeline.files_as_json, view), partial(pipeline.files_in_words, view)
    conclude(code, reason, form, as_json, words)
    raise typer.Exit(code)
