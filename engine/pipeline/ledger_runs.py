"""Runs of a ledger made again, and held against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.attesting import ATTESTATION
from engine.pipeline.kept_runs import (
    CLOCKS,
    NoEntryError,
    kept,
    names_kept,
    promises_kept,
    promises_made,
    turned_between,
)
from engine.pipeline.ledger_files import LINES, chain, keep_verdicts
from engine.pipeline.recomputing import NotAtHandError, Recipe, recomputed
from engine.pipeline.verifying_runs import run_read

if TYPE_CHECKING:
    from engine.model.policy_set import PolicySet
    from engine.reports.causes import RunSeen
    from engine.reports.recomputations import RecomputationView
    from engine.reports.restatements import RestatementView
    from engine.signing.chains import Entry
    from engine.signing.run_statements import RunStatement

SINCE = "restated_since"


@dataclass(frozen=True, slots=True)
class ReplayWish:
    """Make entry `number` of a ledger again, on the records in `data` (None: where they lay); `now` is µs UTC."""

    policies: PolicySet
    folder: Path
    number: int
    data: Path | None
    now: int


def replay_entry(wish: ReplayWish) -> RecomputationView:
    """Make a noted run again and hold every file that it wrote against what is made now.

    Raises:
        NoEntryError: there is none of that number.
        NotAtHandError: what went into it can't be found as it was.
        OSError: something can't be read, or written where temporary files lie.
    """
    from engine.evaluation.run import versions
    from engine.reports.recomputations import RunLeft, recomputation
    from engine.reports.runs import run_view

    entry = entry_of(wish.folder, wish.number)
    said = entry.statement
    looked_back = partial(_ledger_then, wish.folder, said) if SINCE in said.options else None
    recipe = Recipe(said, said, wish.data, looked_back)
    with recomputed(recipe) as again:
        made = {name: digest for name, digest in again.made.items() if name != ATTESTATION}
        run = run_view(wish.policies, run_read(wish.policies, entry.envelope, said), wish.now)
        then = RunLeft(said.made, said.went_in.get("versions", {}), said.exit_code)
        now = RunLeft(made, versions(), again.exit_code)
        return recomputation(wish.number, run, then, now, _verdicts_turned(wish.folder, said, again.folder))


def compare_entries(wish: ReplayWish, other: int) -> RestatementView:
    """Tell which verdicts entry `other` tells otherwise than entry `number`, and why.

    Where policies and something else have changed, the policies of the first judge the records of the second: what
    that run tells otherwise than the first is of the one cause, and the rest of the other.

    Raises:
        NoEntryError, OSError: an entry or its verdicts can't be found or read.
    """
    from engine.reports.causes import POLICY, differing
    from engine.reports.restated_promises import PromisesKept
    from engine.reports.restatements import restatements

    before, after = (entry_of(wish.folder, number).statement for number in (wish.number, other))
    ours, theirs = run_seen(before, f"entry {wish.number}"), run_seen(after, f"entry {other}")
    sides = {side: kept(wish.folder, run) for side, run in (("before", before), ("after", after))}
    seen = {"before": before.as_of, "after": after.as_of}
    causes = differing(ours, theirs).causes
    rows, untold = turned_between(sides, seen), ""
    promises = PromisesKept(promises_kept(wish.folder, before), promises_kept(wish.folder, after))
    if POLICY in causes and len(causes) > 1 and (rows or promises.before != promises.after):
        try:
            with recomputed(Recipe(before, after, wish.data)) as between:
                rows = turned_between(sides | {"between": between.folder / CLOCKS}, seen)
                promises = replace(promises, between=promises_made(between.folder))
        except NotAtHandError as fault:
            untold = str(fault)
    return restatements(ours, theirs, rows, promises, wish.policies.agreements, untold)


def entry_of(folder: Path, number: int) -> Entry:
    """The entry of a number. Raises NoEntryError, OSError."""
    found = chain(folder).entries
    for entry in found:
        if entry.statement.link is not None and entry.statement.link.number == number:
            return entry
    raise NoEntryError(f"the ledger `{folder}` has no entry {number}, but {len(found)} that can be read")


def run_seen(run: RunStatement, label: str) -> RunSeen:
    """A run as far as it decides verdicts."""
    from engine.reports.causes import RunSeen

    return RunSeen(label, run.as_of, run.went_in, bool(run.options.get("strict_history")))


def _verdicts_turned(folder: Path, said: RunStatement, again: Path) -> int | None:
    """Count the verdicts that are told otherwise now; None where those of then aren't kept."""
    try:
        sides = {"before": kept(folder, said), "after": again / CLOCKS}
    except NoEntryError:
        return None
    return len(turned_between(sides, {"before": said.as_of, "after": said.as_of}))


def _ledger_then(folder: Path, said: RunStatement, room: Path) -> None:
    """Copy the ledger up to the entry that the run's report looked back to, with the verdicts of that entry."""
    since = said.options.get(SINCE)
    lines = (folder / LINES).read_bytes().splitlines(keepends=True)
    room.mkdir()
    for entry in chain(folder).entries:
        if since and entry.digest == since:
            (room / LINES).write_bytes(b"".join(lines[: entry.place]))
            for name in names_kept(entry.statement):
                keep_verdicts(room, entry.statement.made[name], kept(folder, entry.statement, name))
