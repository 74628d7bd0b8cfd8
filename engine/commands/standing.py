"""Reports that say whether what judged is signed; and the end of a run that may report by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import pipeline
from engine.commands.answers import NEGATIVE, UNDECIDABLE, give_up
from engine.commands.options import Format, Page
from engine.diagnostics import visible


@contextmanager
def signatures_read(signatures: Path, form: Format | Page) -> Iterator[None]:
    """End the run where what is done with the folder of signatures can't read it."""
    try:
        yield
    except OSError as fault:
        reason = f"can't read `{visible(str(signatures))}`: {fault.strerror}"
        give_up(UNDECIDABLE, (), reason, form, "\n  help: name the folder by --signatures")


def marked(
    view: pipeline.ComplianceView, results: pipeline.Results, signatures: Path, form: Format | Page
) -> pipeline.ComplianceView:
    """The report that tells on every figure what is not signed; ends the run where signatures can't be read."""
    with signatures_read(signatures, form):
        return pipeline.with_standings(results, view, signatures)


def refuse_unsigned(view: pipeline.ComplianceView, results: pipeline.Results, signatures: Path, form: Format) -> None:
    """End the run where a version or a waiver that isn't signed stands behind a judged figure."""
    if missing := pipeline.not_signed(view):
        code = UNDECIDABLE if any(found.unreadable for found in missing) else NEGATIVE
        way_out = "\n  help: `leadpact verify` tells what is missing; without --require-signed the figures are marked"
        give_up(code, (), visible(pipeline.refusal(missing, results, signatures)), form, way_out)
