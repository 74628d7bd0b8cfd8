"""Runs, their files and the ledger for a terminal and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from engine.diagnostics import printable_json, visible
from engine.documents.report_json import plain_data
from engine.documents.time_words import iso
from engine.documents.words import noun
from engine.reports.runs import FilesView, LedgerView, RunView

SCHEMA = "https://leadpact.example/schemas/runs/v1"
MOST_SHOWN = 20


def ledger_text(view: LedgerView) -> str:
    """Tell each entry in a line, then what is wrong with the chain."""
    return "\n".join(map(visible, _ledger(view)))


def ledger_json(view: LedgerView, exit_code: int, exit_reason: str) -> str:
    """The same for machines: sorted keys, instants in ISO 8601, digests as SHA-256 in hex."""
    rows = [{**_run(run), "line": digest} for run, digest in zip(view.runs, view.digests, strict=True)]
    return _json(
        {"folder": view.folder, "runs": rows, "faults": view.faults, "sound": view.sound}, exit_code, exit_reason
    )


def ledger_conclusion(view: LedgerView) -> str:
    """What a ledger comes to."""
    if not view.runs and not view.faults:
        return f"there is no run in {view.folder}"
    facts = [
        *view.faults[:MOST_SHOWN],
        f"the head {view.pinned} stands nowhere in it: it was cut off, or written anew" * view.head_is_missing,
        f"{_places('signature', view.void)} void" if view.void else "",
        f"{_places('run', view.unsigned)} unsigned" if view.unsigned else "",
    ]
    said = "; ".join(fact for fact in facts if fact)
    whole = f"{noun(len(view.runs), 'run')} in an unbroken chain, each signed"
    return said or f"{whole}, up to the head {view.digests[-1]}"


def files_text(view: FilesView) -> str:
    """Tell who signed which files of a run, and which of them are not what was signed."""
    return "\n".join(map(visible, _files(view)))


def files_json(view: FilesView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    body = {
        "attestation": view.attestation,
        "run": _run(view.run) if view.run else None,
        "files": view.asked,
        "changed": view.changed,
        "strangers": view.strangers,
        "terms_changed_since": view.parted,
        "sound": view.sound,
    }
    return _json(body, exit_code, exit_reason)


def files_conclusion(view: FilesView) -> str:
    """What a run's files come to."""
    if view.run is None:
        return view.unreadable or f"nobody signed this: there is no {view.attestation}"
    if view.run.void_because:
        return f"the signature is void: {view.run.void_because}"
    if view.changed:
        return f"not as the run wrote {_them(view.changed)}: {', '.join(view.changed)}"
    if not view.asked:
        return f"this run did not write {_some(view.strangers)}" if view.strangers else "the run wrote nothing here"
    whole = f"{noun(len(view.asked), 'file')} as the run wrote {_them(view.asked)}, signed by {view.run.name}"
    return f"{whole}; beside {_them(view.asked)}, not of this run: {_some(view.strangers)}" if view.strangers else whole


def _ledger(view: LedgerView) -> Iterator[str]:
    for place, (run, digest) in enumerate(zip(view.runs, view.digests, strict=True), 1):
        who = "unsigned" if not run.is_signed else f"void, {run.void_because}" if run.void_because else run.name
        yield f"{place:>5}  as of {iso(run.as_of)}  made {iso(run.made_at)}  exit {run.exit_code}  {digest[:12]}  {who}"
    yield from (f"fault  {fault}" for fault in view.faults)


def _files(view: FilesView) -> Iterator[str]:
    yield view.attestation
    if view.run is not None:
        run = view.run
        yield f"  {'void' if run.void_because else 'valid':<8}  {run.name or 'somebody'}, {iso(run.made_at)}"
        yield f"            key {run.keyid}"
        commit = f", commit {run.commit}" if run.commit else ""
        yield f"  run       as of {iso(run.as_of)}, exit {run.exit_code}{commit}"
        for of, digest in run.terms.items():
            note = ", which have changed since" if of in view.parted else ""
            yield f"  terms     {of} sha256 {digest}{note}"
        for name in view.asked:
            yield f"  {'CHANGED' if name in view.changed else 'same':<8}  {name}"
        for name in view.strangers[:MOST_SHOWN]:
            yield f"  stranger  {name}, which this run did not write"
        if len(view.strangers) > MOST_SHOWN:
            yield f"  and {len(view.strangers) - MOST_SHOWN:,} more that it did not write"


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _them(names: tuple[str, ...]) -> str:
    return "it" if len(names) == 1 else "them"


def _run(run: RunView) -> Any:
    return {**plain_data(run), "signed": run.counts}


def _places(what: str, places: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, places[:MOST_SHOWN])) + ", …" * (len(places) > MOST_SHOWN)
    return f"{what}s {shown} are" if len(places) > 1 else f"{what} {shown} is"


def _json(body: dict[str, Any], exit_code: int, exit_reason: str) -> str:
    whole = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason, **plain_data(body)}
    return printable_json(json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False))
