"""A plan as text for a terminal, as Markdown that fits a comment on a pull request, and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.diagnostics import printable_json
from engine.documents import plan_words, work_words
from engine.documents.changes import WORDS as OF_CHANGES
from engine.documents.columns import Columns, aligned, wrapped
from engine.documents.document import Document, document
from engine.documents.environment import markdown_environment, plain_environment
from engine.documents.report_json import plain_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reports.plan_view import PlanView, ReplayedCommitment, ReplayedVersion

SCHEMA = "https://leadpact.example/schemas/plan/v1"
WIDTH = 100
MOST = 3
LARGEST_COMMENT = 65_536
"""What GitHub takes, in characters; bytes are counted here, which are never fewer."""
CUTS = (50, 20, 10, 5, 2, 0)
WORDS = {
    name: getattr(plan_words, name)
    for name in (
        "sentences", "standing", "promised", "periods", "met", "comes_to", "why", "part", "as_if", "owing",
        "signing", "notice", "volume_period", "shown_versions", "stands", "of",
    )
} | {name: getattr(work_words, name) for name in ("work", "adds_work", "hours", "tells_work")}  # fmt: skip


def plan_text(view: PlanView, exit_code: int, exit_reason: str) -> str:
    """Render `templates/plan.txt.j2`."""
    told = f"exit {exit_code}: {exit_reason}"
    words: dict[str, Any] = {
        **OF_CHANGES,
        **WORDS,
        "shares": _shares,
        "trials": _trials,
        "wrap": _wrap,
        "most": MOST,
        "exit": told,
    }
    return plain_environment().get_template("plan.txt.j2").render(view=view, **words)


def plan_markdown(view: PlanView, largest: int = LARGEST_COMMENT) -> Document:
    """Render `templates/plan.md.j2` with as many rows of each list as fit."""
    template = markdown_environment().get_template("plan.md.j2")
    text = ""
    for most in CUTS:
        text = template.render(view=view, most=most, **OF_CHANGES, **WORDS)
        if len(text.encode()) <= largest:
            break
    else:
        text = _cut_off(text, largest)
    return document(text, "text/markdown; charset=utf-8")


def plan_json(view: PlanView, exit_code: int, exit_reason: str) -> Document:
    """Give the plan with sorted keys: all that was counted, and of what turned the latest of each sort."""
    body = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": exit_reason, **plain_data(view)}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return document(printable_json(text) + "\n", "application/json")


def _cut_off(text: str, largest: int) -> str:
    """Keep whole lines; what no list can be cut from is a plan of very many promises."""
    told = "\n\nCut here: a comment holds no more. The whole plan is what `--out FILE` writes.\n"
    kept = text.encode()[: largest - len(told.encode())].decode(errors="ignore")
    return kept[: kept.rfind("\n")] + told


def _table(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[str]:
    return aligned(rows, WIDTH, Columns(may_be_cut=(0,), numbers=tuple(numbers)))


def _shares(version: ReplayedVersion) -> list[str]:
    """The promises of both parties, and what each party comes to."""
    rows = [["", "kept before", "kept after", "promised", "turned"]]
    for party in version.parties:
        rows.append([party.name, plan_words.of(party.before), plan_words.of(party.after), "", ""])
        owed = [c for c in version.commitments if party.name == plan_words.owing(c)]
        rows += [[f"  {c.title}", *_figures(c), f"{c.turned:,}" if c.turned else "—"] for c in owed]
    return _table(rows, (1, 2, 4))


def _figures(c: ReplayedCommitment) -> list[str]:
    return [plan_words.standing(c.before), plan_words.standing(c.after), plan_words.promised(c)]


def _trials(commitment: ReplayedCommitment) -> list[str]:
    """A row for each number that was tried."""
    head = ["", "kept", *(f"at {at.objective}" for at in commitment.trials[0].at)]
    rows = [
        [f"{t.number}{plan_words.stands(t.stands)}", plan_words.of(t.share), *map(plan_words.met, t.at)]
        for t in commitment.trials
    ]
    return _table([head, *rows], range(1, len(head)))


def _wrap(text: str, indent: str = "") -> list[str]:
    return [indent + line for line in wrapped(text, WIDTH - len(indent))]
