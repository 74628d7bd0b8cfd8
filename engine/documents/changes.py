"""Changes of policies as text for a terminal, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections import Counter

from engine.diagnostics import printable_json
from engine.documents.environment import markdown_environment, plain_environment
from engine.documents.report_json import plain_data
from engine.reports.changes import Change, ChangesView, Compared
from engine.reports.directions import Direction, Effect
from engine.reports.version_bumps import Bump

SCHEMA = "https://leadpact.example/schemas/changes/v1"
LONGEST = 300


def changes_text(view: ChangesView) -> str:
    """Render `templates/changes.txt.j2`."""
    return plain_environment().get_template("changes.txt.j2").render(view=view, **WORDS)


def changes_markdown(view: ChangesView) -> str:
    """Render `templates/changes.md.j2`."""
    return markdown_environment().get_template("changes.md.j2").render(view=view, **WORDS)


def changes_json(view: ChangesView, exit_code: int) -> str:
    """Give the changes with sorted keys; `exit_reason` is `same` or how many changes there are."""
    reason = "same" if view.same else tally(view)
    body = {"$schema": SCHEMA, "exit_code": exit_code, "exit_reason": reason, **plain_data(view)}
    return printable_json(json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1)) + "\n"


def heading(compared: Compared) -> str:
    """`agreement inbound 1.0.0 → 2.0.0`, or what came or went."""
    named = f"{compared.kind} {compared.name}"
    versions = (compared.before, compared.after) if compared.kind == "agreement" else (None, None)
    if compared.before is None:
        return f"{named}{f' {versions[1]}' if versions[1] else ''} is new"
    if compared.after is None:
        return f"{named}{f' {versions[0]}' if versions[0] else ''} is gone"
    if versions[0] == versions[1]:
        return f"{named}{f' {versions[1]}' if versions[1] else ''}"
    told = f"{named} {versions[0]} → {versions[1]}"
    return f"{named} {versions[1]} is new, against {versions[0]} before it" if compared.follows else told


def step(change: Change) -> str:
    """`4 business hours → 2 business hours`, `added: …`, `removed: …`; what takes no line is cut, but not in JSON."""
    before, after = (textwrap.shorten(text or "", LONGEST, placeholder=" …") for text in (change.before, change.after))
    if change.order:
        return f"in another order: {after}"
    if change.before is None:
        return f"added: {after}"
    return f"removed: {before}" if change.after is None else f"{before} → {after}"


def effects(change: Change) -> str:
    """`tightens for sales`, that it does neither, or that nobody can tell; `editorial` where no term changed."""
    return ", ".join(map(_effect, change.effects)) if change.normative else "editorial"


def line(change: Change) -> str:
    """`file:line` of what stands there now, else of what stood there."""
    return change.before_line if change.after is None else change.after_line or change.before_line


def outcome(change: Change) -> str:
    """The effects, and where they come from."""
    return f"{effects(change)}  ({line(change)})" if line(change) else effects(change)


def _effect(one: Effect) -> str:
    if one.direction is Direction.NEITHER:
        return "neither tightens nor loosens"
    if one.direction is Direction.UNKNOWN:
        return f"can't be told for {one.party}" if one.party else "tightens or loosens: can't be told from the text"
    return f"{one.direction.value} for {one.party}"


def bump(compared: Compared) -> str:
    """Say which version is needed and whether it is there; empty where none is asked for."""
    found = compared.bump
    if found is None:
        return ""
    if found.needed is Bump.NONE:
        return "needs no new version"
    made = f"{found.before} → {found.after}" if found.before != found.after else f"still {found.after}"
    if found.needed is Bump.PATCH:
        fell = "" if found.made else ": it fell"
        return f"needs a patch version at most, as the terms stay the same{fell} ({made})"
    why = f", through {', '.join(compared.through)}" if compared.through else ""
    return f"needs a major version, as the terms changed{why}: {'made' if found.made else 'not made'} ({made})"


def tally(view: ChangesView) -> str:
    """`3 changes: 2 tighten for sales, 1 editorial`; documents that came or went as a whole are counted apart."""
    changes = [change for compared in view.compared for change in compared.changes]
    effects = [one for change in changes if change.normative for one in change.effects]
    told_for = [one for one in effects if one.party and one.direction is not Direction.UNKNOWN]
    bound = Counter((one.direction.value, one.party) for one in told_for)
    parts = [f"{number} {word[: None if number == 1 else -1]} for {party}" for (word, party), number in bound.items()]
    untold = sum(one.direction is Direction.UNKNOWN for one in effects)
    editorial = sum(not change.normative for change in changes)
    moved = sum(compared.before is None or compared.after is None for compared in view.compared)
    told = ((untold, "can't be told"), (editorial, "editorial"), (moved, "new or gone as a whole"))
    parts += [f"{number} {words}" for number, words in told if number]
    many = f"{len(changes)} change{'s' * (len(changes) != 1)}"
    return f"{many}: {', '.join(parts)}" if parts else many


WORDS = {
    "heading": heading,
    "step": step,
    "effects": effects,
    "line": line,
    "outcome": outcome,
    "bump": bump,
    "tally": tally,
}
