"""The numbers of clauses, which stay with them across versions, and what changed from one version to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from engine.model.agreements import Agreement, Review
from engine.model.commitments import Commitment
from engine.model.volumes import Volume
from engine.reports.clauses import plain
from engine.reports.instants import Instant
from engine.reports.moment_words import listed

Owed = Commitment | Volume
IN_WORDS = {
    "rows": "allowed time",
    "owed_by": "who owes it",
    "starts": "what starts it",
    "kept_by": "what keeps it",
    "cancelled_by": "what cancels it",
    "released_by": "what releases it",
    "warn_at": "set of warnings",
    "tells": "who is told",
    "again": "further starts",
    "log_within": "time to record what was done",
    "looks_back": "how far back outreach counts",
    "settles_within": "time for facts to settle",
    "every": "time from one stop to the next",
    "accept": "what accepts",
    "reject": "what rejects",
    "if_silent": "what silence means",
    "from_stage": "where it begins",
    "to_stage": "where it leads",
    "then": "what follows it",
    "finds_out": "fact to find out",
    "stage": "the stage to enter",
    "only_met": "which leads count",
}


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version, when it came into force, and its differences from the one before, in sentences."""

    version: str
    in_force_from: Instant
    policy_line: str
    changes: tuple[str, ...]


def owed_in(agreement: Agreement) -> tuple[Owed, ...]:
    """Everything that a version's parties owe: commitments that run clocks, then volumes."""
    return (*agreement.commitments, *agreement.volumes)


def clause_numbers(versions: Sequence[Agreement]) -> Mapping[tuple[str, str], str]:
    """Number each party's clauses (`S1`) in order of their first appearance; by party and id.

    A number is never used again, so the same clause has the same number in every later version.
    """
    numbers: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for version in versions:
        for owed in owed_in(version):
            if (owed.owed_by, owed.name) not in numbers:
                counts[owed.owed_by] = counts.get(owed.owed_by, 0) + 1
                numbers[owed.owed_by, owed.name] = f"{owed.owed_by[:1].upper()}{counts[owed.owed_by]}"
    return numbers


def version_views(versions: Sequence[Agreement]) -> tuple[VersionView, ...]:
    """Tell the versions, the latest first, each with what it changed."""
    numbers = clause_numbers(versions)
    pairs = zip((None, *versions[:-1]), versions, strict=True)
    views = [
        VersionView(
            version.version,
            Instant(version.starts, version.zone),
            version.at.line_reference if version.at else "",
            tuple(_changes(before, version, numbers)) if before else ("The first version.",),
        )
        for before, version in pairs
    ]
    return tuple(reversed(views))


def _changes(before: Agreement, after: Agreement, numbers: Mapping[tuple[str, str], str]) -> Iterator[str]:
    old, new = ({(o.owed_by, o.name): o for o in owed_in(version)} for version in (before, after))
    for key in sorted({*old, *new}, key=lambda key: list(numbers).index(key)):
        clause = f"{numbers[key]} ({plain(key[1])})"
        if key not in old:
            yield f"{clause} is new."
        elif key not in new:
            yield f"{clause} is gone."
        elif old[key] != new[key]:
            yield f"{clause} has another {listed(_parts_changed(old[key], new[key]), 'and another')}."
    parts = (
        ("the parties", before.parties != after.parties),
        ("the scope", before.scope != after.scope),
        ("the stages", before.stages != after.stages),
        ("the criteria", before.criteria != after.criteria),
        ("the scorecards", before.scorecards != after.scorecards),
        ("the revenue plan", before.revenue_plan != after.revenue_plan),
        ("the capacity", before.capacities != after.capacities),
        ("the review", _agreed(before.review) != _agreed(after.review)),
    )
    changed = [part for part, differs in parts if differs]
    if changed:
        yield f"Changed as well: {listed(changed, 'and')}."


def _agreed(review: Review | None) -> Review | None:
    """Leave out when a review was last held: nobody agreed to that."""
    return replace(review, reviewed=None) if review else None


def _parts_changed(old: Owed, new: Owed) -> list[str]:
    if type(old) is not type(new):
        return ["kind"]
    names = [field.name for field in fields(new) if field.compare]
    return [IN_WORDS.get(name, plain(name)) for name in names if getattr(old, name) != getattr(new, name)]
