"""Conversion: of the entries of one stage, those that reach another, or one beyond it, in time."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.commitments import Conversion

from .cycles import Close, Cycle, Ending
from .moments import Entry, Log, entries_of
from .rows import LogEvent, Row
from .sources import stages_reached
from .worlds import Verdict, World


def members_of(logs: Sequence[Log], name: str) -> list[Cycle]:
    """Each entry of `from` under the version then in force; closed by the first target before the next entry."""
    members = []
    for log in logs:
        commitment = log.reign.commitments.get(name)
        if not isinstance(commitment, Conversion):
            continue
        entries = entries_of(log)
        cohort = [e.event for e in entries if e.stage.name == commitment.from_stage]
        for start, following in zip(cohort, [*cohort[1:], None], strict=False):
            if log.reign.governs(start.at):
                target = first_target(log, commitment, entries, start, following)
                close = None if target is None else Close(Ending.STOPPED, target)
                members.append(Cycle(log, commitment, start, close))
    return members


def first_target(
    log: Log, commitment: Conversion, entries: Sequence[Entry], start: LogEvent, following: LogEvent | None
) -> LogEvent | None:
    reached = stages_reached(log.reign.agreement, commitment)
    found = [
        e.event
        for e in entries
        if e.stage.name in reached and e.event.until >= start.at and (following is None or e.event.until < following.at)
    ]
    return min(found, key=lambda e: (e.until, e.ord), default=None)


def verdict(cycle: Cycle, world: World, as_of: int, *, unanswered: bool) -> Verdict:
    """A target after the window is none; a member too young to tell is immature, one that waits for an answer open."""
    if is_converted(cycle, world):
        return ("kept", "in_time")
    if as_of <= world.due:
        return "running", "immature"
    return ("unknown", "undecided") if unanswered else ("breached", "not_done")


def is_converted(cycle: Cycle, world: World) -> bool:
    return cycle.close is not None and world.taken_at(cycle.close.event) <= world.due


def early_target(logs: Sequence[Log], name: str) -> tuple[Log, LogEvent] | None:
    """The first target before the lead's first entry ever of `from`: a finding, not a conversion."""
    members = members_of(logs, name)
    if not members:
        return None
    log, first = members[0].log, members[0].start
    commitment = log.reign.commitments[name]
    if not isinstance(commitment, Conversion):
        return None
    reached = stages_reached(log.reign.agreement, commitment)
    found = [e.event for e in entries_of(log) if e.stage.name in reached and e.event.until < first.at]
    return min(((log, e) for e in found), key=lambda f: (f[1].at, f[1].ord), default=None)


def finding_rows(logs: Sequence[Log], lead_id: str, names: Sequence[str]) -> list[Row]:
    """Each conversion whose target came before the lead ever entered the stage that it counts from."""
    found = [(name, early_target(logs, name)) for name in names]
    return [
        {
            "kind": "converted_before_entry",
            "policy": target[0].reign.agreement.name,
            "lead_id": lead_id,
            "stage_or_commitment": name,
            "at": target[1].at,
        }
        for name, target in found
        if target is not None
    ]
