"""History rewritten: versions that were in force, held against what they were at a git base, or as runs judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostic, Diagnostics, error, in_order
from engine.terms.differences import differences
from engine.terms.version_terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.model.policy_set import PolicySet


RESTORE = "bring them back, and let a new version start later"
LATER = "let it start later"


@dataclass(frozen=True, slots=True)
class NotedRun:
    """A run as a ledger notes it: how it is called, its moment (µs UTC), and the digests of the terms, by version."""

    called: str
    as_of: int
    terms: Mapping[str, str]


def rewritten(before: PolicySet, now: PolicySet, as_of: int) -> Diagnostics:
    """Tell what would judge the past otherwise than the base did, as of an instant (µs UTC)."""
    return in_order((*terms_that_changed(before, now, as_of), *versions_in_the_past(before, now, as_of)))


def terms_that_changed(before: PolicySet, now: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Tell versions that were in force and whose terms are others now, or which are gone."""
    there = {version.id: version for version in now.agreements}
    for old in (version for version in before.agreements if version.starts <= as_of):
        new = there.get(old.id)
        if new is None:
            place = next((v.at for v in now.versions_of(old.name)), None) or old.at
            yield error("LP950", place, f"`{old.id}` was in force and is gone", "bring its file back")
        elif terms_of(before, old).digest != terms_of(now, new).digest:
            told = differences(terms_of(before, old).content, terms_of(now, new).content)
            places = [line.partition(": ")[0] for line in told]
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            message = f"the terms of `{new.id}`, which was in force, were changed: `{places[0]}`{more}"
            yield error("LP950", new.at, message, RESTORE)


def terms_since_runs(runs: Sequence[NotedRun], now: PolicySet, as_of: int) -> Diagnostics:
    """Tell versions that would judge otherwise what noted runs judged.

    Those are versions whose terms are others than those by which the last run judged for which they were in force, and
    versions that no run knows and that start before the last run of their agreement.
    """
    found = []
    for version in now.agreements:
        of_it = [run for run in runs if version.id in run.terms and version.starts <= min(run.as_of, as_of)]
        if of_it and of_it[-1].terms[version.id] != terms_of(now, version).digest:
            message = f"the terms of `{version.id}` are not those by which {of_it[-1].called} judged"
            found.append(error("LP950", version.at, message, RESTORE))
        others = [run for run in runs if any(of.rpartition("@")[0] == version.name for of in run.terms)]
        if others and version.id not in others[-1].terms and version.starts < others[-1].as_of:
            message = f"`{version.id}` is new and starts before {others[-1].called}, which judged by another version"
            found.append(error("LP951", version.at, message, LATER))
    return in_order(found)


def versions_in_the_past(before: PolicySet, now: PolicySet, as_of: int) -> Iterator[Diagnostic]:
    """Tell versions that start before today and had not, of an agreement known to the base: they take others' clocks.

    Those are new ones, and ones that were to start later.
    """
    known = {version.id: version for version in before.agreements}
    for new in (version for version in now.agreements if version.starts < as_of):
        old = known.get(new.id)
        others = [version for version in before.versions_of(new.name) if version is not old]
        if others and (old is None or old.starts > as_of):
            how = "is new and starts in the past" if old is None else "was to start later and starts in the past now"
            message = f"`{new.id}` {how}: it would judge anew what another version judged"
            yield error("LP951", new.at, message, LATER)
