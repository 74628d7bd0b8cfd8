"""What one run says otherwise than an earlier one: which verdicts became others, and what could have made them so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.model.agreements import Agreement
from engine.reports.clauses import plain, title_of
from engine.reports.instants import Instant, instant

POLICY, DATA, TIME, ENGINE, OPTIONS = "policy", "data", "time", "engine", "options"
CHANGED = ("restated", "gone", "late")
BROKEN = ("late", "breached")


@dataclass(frozen=True, slots=True)
class RunSeen:
    """A run as far as it decides verdicts: all that went in, by group and name, and as of when it looked (µs UTC)."""

    label: str
    as_of: int
    went_in: Mapping[str, Mapping[str, str]]
    strict_history: bool = False


@dataclass(frozen=True, slots=True)
class Differing:
    """What went into two runs and isn't the same: the causes that there can be, with the names of what differs."""

    causes: tuple[str, ...]
    policies: tuple[str, ...]
    data: tuple[str, ...]
    versions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Restated:
    """A verdict of another state, reason or due time: `what` is `restated`, `gone` or `late`; `none` where no clock is.

    `causes` are those of which it can be one or all; one alone is it. `withdrawn` tells that what the
    earlier run announced as a breach, by this id, is none any longer.
    """

    what: str
    agreement: str
    commitment: str
    title: str
    lead_id: str
    clock_id: str
    version: str
    started: Instant
    was: str
    was_because: str
    becomes: str
    because: str
    due_before: Instant | None
    due_after: Instant | None
    causes: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class RestatementView:
    """Two runs held against each other; `decided` and `new` count clocks that time decided or brought.

    Time is what lies between the two looks, whichever was the earlier. `untold` says why causes could not be told
    apart, where they could not.
    """

    before: str
    after: str
    before_as_of: Instant
    after_as_of: Instant
    differing: Differing
    verdicts: tuple[Restated, ...]
    decided: int
    new: int
    untold: str = ""

    @property
    def by_cause(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        """How many verdicts each cause, or doubt between causes, accounts for; most first."""
        return tuple(Counter(v.causes for v in self.verdicts).most_common())


def differing(before: RunSeen, after: RunSeen) -> Differing:
    """Tell what went into two runs and isn't the same."""
    policies = _names(before, after, "policies")
    terms = _names(before, after, "terms")
    data = _names(before, after, "inputs")
    ours, theirs = (run.went_in.get("versions", {}) for run in (before, after))
    versions = tuple(
        (name, ours.get(name, ""), theirs.get(name, "")) for name in sorted({*ours, *theirs})
        if ours.get(name) != theirs.get(name)
    )  # fmt: skip
    found = {
        POLICY: bool(policies or terms),
        DATA: bool(data),
        TIME: before.as_of != after.as_of and not data,
        ENGINE: bool(versions),
        OPTIONS: before.strict_history != after.strict_history,
    }
    return Differing(tuple(cause for cause, there in found.items() if there), policies, data, versions)


def restatements(
    before: RunSeen, after: RunSeen, rows: Sequence[Row], known: Sequence[Agreement], untold: str = ""
) -> RestatementView:
    """Arrange what two runs tell otherwise; `known` versions give zones to times and titles to promises."""
    apart = differing(before, after)
    zones, titles = (
        {a.name: a.zone for a in known},
        {(a.name, c.name): title_of(c) for a in known for c in a.commitments},
    )
    zone = next(iter(zones.values()), "UTC")
    return RestatementView(
        before=before.label,
        after=after.label,
        before_as_of=Instant(before.as_of, zone),
        after_as_of=Instant(after.as_of, zone),
        differing=apart,
        verdicts=tuple(
            _restated(row, zones.get(row["policy"], "UTC"), titles, _causes(row, apart))
            for row in rows
            if row["what"] in CHANGED
        ),
        decided=sum(row["what"] == "decided" for row in rows),
        new=sum(row["what"] == "new" for row in rows),
        untold=untold,
    )


def _names(before: RunSeen, after: RunSeen, group: str) -> tuple[str, ...]:
    ours, theirs = before.went_in.get(group, {}), after.went_in.get(group, {})
    return tuple(name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name))


def _causes(row: Row, apart: Differing) -> tuple[str, ...]:
    """What can have made a verdict another; a run between, by the policies before, tells policy from all else."""
    if row["between_as_before"] is None:
        return apart.causes
    others = tuple(cause for cause in apart.causes if cause != POLICY)
    return (*(() if row["between_as_after"] else (POLICY,)), *(() if row["between_as_before"] else others))


def _restated(row: Row, zone: str, titles: Mapping[tuple[str, str], str], causes: tuple[str, ...]) -> Restated:
    started = row["started_at_before"] if row["started_at_after"] is None else row["started_at_after"]
    return Restated(
        what=row["what"],
        agreement=row["policy"],
        commitment=row["commitment"],
        title=titles.get((row["policy"], row["commitment"]), plain(row["commitment"])),
        lead_id=row["lead_id"],
        clock_id=row["clock_id"],
        version=row["version_after"] or row["version_before"],
        started=Instant(started, zone),
        was=row["state_before"] or "none",
        was_because=row["reason_before"] or "",
        becomes=row["state_after"] or "none",
        because=row["reason_after"] or "",
        due_before=instant(row["due_at_before"], zone),
        due_after=instant(row["due_at_after"], zone),
        causes=causes,
        withdrawn=row["state_before"] in BROKEN and row["state_after"] not in BROKEN,
    )
