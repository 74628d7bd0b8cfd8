"""A run made again, for a terminal and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engine.diagnostics import printable_json, visible
from engine.documents.report_json import plain_data
from engine.documents.runs_text import SCHEMA
from engine.documents.time_words import iso
from engine.documents.words import noun
from engine.reports.recomputations import RecomputationView


def recomputation_text(view: RecomputationView) -> str:
    """Tell who had signed the run, and each file that didn't come out again."""
    return "\n".join(map(visible, _lines(view)))


def recomputation_json(view: RecomputationView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    body = {
        "$schema": SCHEMA,
        "exit_code": exit_code,
        "exit_reason": exit_reason,
        "reproduced": view.reproduced,
        **plain_data(view),
    }
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False))


def recomputation_conclusion(view: RecomputationView) -> str:
    """What a run made again comes to."""
    if view.run.is_signed and view.run.void_because:
        return f"the signature of entry {view.number} is void: {view.run.void_because}"
    if view.reproduced:
        return f"entry {view.number} made again: {noun(len(view.same), 'file')}, byte for byte"
    differing = len(view.changed) + len(view.missing) + len(view.further)
    told = f"entry {view.number} made again is not the same: {noun(differing, 'file')} of {_total(view)}"
    return f"{told}, by other versions than then" if view.versions else told


def _total(view: RecomputationView) -> int:
    return len(view.same) + len(view.changed) + len(view.missing) + len(view.further)


def _lines(view: RecomputationView) -> Iterator[str]:
    run = view.run
    who = "unsigned" if not run.is_signed else f"void, {run.void_because}" if run.void_because else run.name
    yield f"entry {view.number}  as of {iso(run.as_of)}  made {iso(run.made_at)}  {who}"
    for name, then, now in view.versions:
        yield f"  version   {name} was {then or 'not noted'}, is {now}"
    if view.exit_codes[0] != view.exit_codes[1]:
        yield f"  exit      was {view.exit_codes[0]}, is {view.exit_codes[1]}"
    for what, names in (("CHANGED", view.changed), ("not made", view.missing), ("made anew", view.further)):
        for name in names:
            yield f"  {what:<9} {name}"
    if view.verdicts is not None and not view.reproduced:
        yield f"  verdicts  {noun(view.verdicts, 'clock')} told otherwise"
    if view.same:
        yield f"  same      {noun(len(view.same), 'file')}"
