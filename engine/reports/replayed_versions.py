"""Which version stands for which when a change is replayed, and the policies as if the change had been made before.

A new version begins later than the leads that there are. So it takes the place of the version that it follows, from
that one's start on: what would have become of the same leads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class Pair:
    """A version before and what stands in its place after, None where there is nothing; `after` as it is written.

    `starts` (µs UTC) is when both are taken to begin; `passed_over` are further new versions that yet another one
    follows at once and that are not replayed.
    """

    agreement: str
    before: Agreement | None
    after: Agreement | None
    starts: int
    passed_over: tuple[str, ...] = ()

    @property
    def as_if(self) -> bool:
        """True where the version after is judged from another start than its own."""
        return self.after is not None and self.after.starts != self.starts

    @property
    def head(self) -> Agreement:
        """The version to name things by: the one after, else the one before."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a pair holds at least one version")
        return found


def pairs(before: PolicySet, after: PolicySet) -> tuple[Pair, ...]:
    """Pair the versions of every agreement, by agreement and start."""
    names = sorted({a.name for a in (*before.agreements, *after.agreements)})
    return tuple(pair for name in names for pair in _pairs(before.versions_of(name), after.versions_of(name)))


def as_if_in_force(after: PolicySet, paired: tuple[Pair, ...]) -> PolicySet:
    """The policies after the change, each new version in force since the one that it replaces was."""
    agreements = tuple(
        pair.after if pair.after.starts == pair.starts else replace(pair.after, starts=pair.starts)
        for pair in paired
        if pair.after is not None
    )
    return replace(after, agreements=agreements)


def _pairs(ours: tuple[Agreement, ...], theirs: tuple[Agreement, ...]) -> Iterator[Pair]:
    known = {a.version: a for a in ours}
    gone = [a for a in ours if a.version not in {b.version for b in theirs}]
    come = [b for b in theirs if b.version not in known]
    renamed = {come[0].version: gone[0]} if len(gone) == len(come) == 1 else {}
    waiting: Pair | None = None
    for version in theirs:
        if version.version in known:
            yield from [waiting] if waiting else []
            waiting = Pair(version.name, known[version.version], version, version.starts)
        elif version.version in renamed:
            yield from [waiting] if waiting else []
            was = renamed[version.version]
            waiting = Pair(version.name, was, version, was.starts)
        elif waiting is None:
            waiting = Pair(version.name, None, version, version.starts)
        else:
            over = waiting.passed_over
            replaced = waiting.after
            if replaced is not None and replaced.version not in known:
                over = (*over, replaced.version)
            waiting = replace(waiting, after=version, passed_over=over)
    yield from [waiting] if waiting else []
    yield from (Pair(a.name, a, None, a.starts) for a in gone if a not in renamed.values())
