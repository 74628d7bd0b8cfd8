"""Verdicts that became others between two runs, for a terminal and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engine.diagnostics import printable_json, visible
from engine.documents.report_json import plain_data
from engine.documents.restated_promises_text import promise_after, promise_before, promise_version
from engine.documents.runs_text import SCHEMA
from engine.documents.time_words import moment
from engine.documents.words import noun, reason, state
from engine.reports.causes import DATA, ENGINE, OPTIONS, POLICY, TIME
from engine.reports.restatements import Restated, RestatementView

CAUSES = {
    POLICY: "another policy",
    DATA: "other data",
    TIME: "a later look at the same data",
    ENGINE: "other versions",
    OPTIONS: "other options",
}


def cause(causes: tuple[str, ...]) -> str:
    """Say what made a verdict another, or between what that can't be told."""
    return " or ".join(CAUSES[one] for one in causes) or "nothing that went in"


def verdict_before(told: Restated) -> str:
    """What the earlier run said of a clock."""
    return _verdict(told.was, told.was_because)


def verdict_after(told: Restated) -> str:
    """What the later run says; with both due instants where one has moved, and whether a breach is none any longer."""
    moved = told.due_before and told.due_after and told.due_before.at != told.due_after.at
    due = f"; due {moment(told.due_after)}, not {moment(told.due_before)}" if moved else ""
    return _verdict(told.becomes, told.because) + due + ("; the breach is withdrawn" if told.withdrawn else "")


def restatement_text(view: RestatementView) -> str:
    """Tell what went in and differs, then each verdict, on promises first, with its cause."""
    return "\n".join(map(visible, _lines(view)))


def restatement_json(view: RestatementView, exit_code: int, exit_reason: str) -> str:
    """The same for machines."""
    body = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason, **plain_data(view)}
    return printable_json(json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False))


def restatement_conclusion(view: RestatementView) -> str:
    """What two runs come to."""
    causes = ", ".join(f"{count:,} by {cause(causes)}" for causes, count in view.by_cause)
    told = f"{noun(view.count, 'verdict')} became another" if view.count else "no verdict became another"
    on_promises = f" ({len(view.promises):,} on {'promises' if len(view.promises) > 1 else 'a promise'})"
    unknown = "".join(f"; the ledger keeps no promises of {label}" for label in view.promises_not_kept)
    return f"{told}{on_promises if view.promises else ''}{f': {causes}' if causes else ''}; {_by_time(view)}{unknown}"


def _by_time(view: RestatementView) -> str:
    """Count what became of clocks and promises without anybody restating them."""
    if view.after_as_of.at < view.before_as_of.at:
        further = f"{noun(view.decided, 'clock')} still open then, {view.new:,} not yet begun"
    else:
        further = f"{noun(view.decided, 'open clock')} decided since, {view.new:,} new"
    return further + (f", {noun(view.went_on, 'promise')} of a period that went on" if view.went_on else "")


def _verdict(code: str, because: str) -> str:
    return "no clock" if code == "none" else f"{state(code)} ({reason(because)})"


def _lines(view: RestatementView) -> Iterator[str]:
    apart = view.differing
    yield f"{view.before}  as of {moment(view.before_as_of)}"
    yield f"{view.after}  as of {moment(view.after_as_of)}"
    if not apart.causes:
        yield "  nothing that went in differs"
    yield from (f"  policy   {name}" for name in apart.policies)
    yield from (f"  data     {name}" for name in apart.data)
    yield from (f"  version  {name} {then or 'not noted'} → {now or 'not noted'}" for name, then, now in apart.versions)
    if OPTIONS in apart.causes:
        yield "  options  fields without history were taken otherwise"
    if view.untold:
        yield f"  policies can't be told from all else: {view.untold}"
    yield from (
        f"  the ledger keeps no promises of {label}: only clocks are compared" for label in view.promises_not_kept
    )
    for promise in view.promises:
        yield ""
        yield f"{promise.agreement} {promise_version(promise)}  {promise.commitment}  {promise.words}"
        yield f"  {promise_before(promise)} → {promise_after(promise)}"
        yield f"  by {cause(promise.causes)}"
    for told in view.verdicts:
        yield ""
        yield f"{told.agreement} {told.version}  {told.commitment}  {told.lead_id}  started {moment(told.started)}"
        yield f"  {verdict_before(told)} → {verdict_after(told)}"
        yield f"  by {cause(told.causes)}"
