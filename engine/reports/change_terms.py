"""Which differences change the terms of an agreement, and through which documents: as the digest decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from engine.model.agreements import Agreement
from engine.model.people import Membership
from engine.model.policy_set import PolicySet
from engine.reports.differences import Difference
from engine.terms.canonical import is_editorial, order_counts, plain


def is_normative(found: Difference) -> bool:
    """Tell whether a clause says something else, or a verdict may come out otherwise.

    Everything counts but what is said beside the terms, the names of people, and an order that means nothing.
    """
    if any(is_editorial(step.owner, step.field) for step in found.steps):
        return False
    last = found.steps[-1]
    if found.order:
        return order_counts(last.owner, last.field)
    return (last.owner, last.field) != (Membership, "name")


def says_the_same(before: Agreement, after: Agreement) -> bool:
    """Tell whether two versions have the same terms; if their numbers differ, those and their starts don't count."""
    if before.version != after.version:
        before = replace(before, version=after.version, starts=after.starts)
    return bool(_plain(before) == _plain(after))


def same_document(before: Any, after: Any) -> bool:
    """Tell whether a document that agreements use has the same terms on both sides; None is no document."""
    return before is not None and after is not None and bool(_plain(before) == _plain(after))


def used_by(policies: PolicySet, agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Name, by kind, the documents that hold terms of an agreement, as `terms_of` lays them out."""
    yield from (use for use in _named(agreement) if use[1])
    yield from (("calendar", name) for name in policies.calendars_of(agreement))
    yield from (("roster", name) for name in policies.rosters)
    yield from (("source", s.name) for s in policies.sources.values() if s.lead_schema == agreement.lead_schema)


def changed_through(
    before: tuple[PolicySet, Agreement], after: tuple[PolicySet, Agreement], changed: Collection[tuple[str, str]]
) -> tuple[str, ...]:
    """Name the documents by which the terms of a version change; `changed` are those whose terms are others.

    One that only one side uses counts unless the version names it itself, which is a change of its own text.
    """
    ours, theirs = (dict.fromkeys(used_by(*side)) for side in (before, after))
    named = {*_named(before[1]), *_named(after[1])}
    return tuple(
        f"{kind} {name}"
        for kind, name in {**ours, **theirs}
        if (((kind, name) in changed) if (kind, name) in ours.keys() & theirs.keys() else (kind, name) not in named)
    )


def _named(agreement: Agreement) -> Iterator[tuple[str, str]]:
    yield from (("calendar", name) for name in agreement.calendars_used)
    yield "lead schema", agreement.lead_schema
    yield "glossary", agreement.glossary or ""


def _plain(value: Any) -> Any:
    """The terms as plain values; what a check would refuse (two entries of one name) is compared as it was loaded."""
    try:
        return plain(value)
    except ValueError:
        return value
