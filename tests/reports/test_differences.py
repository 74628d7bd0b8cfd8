"""Nothing that a policy says can change without being told: every value of a whole set is changed, one at a time."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest

from engine.loading.policy_files import load
from engine.model.policy_set import PolicySet
from engine.reports.changes import changes_between
from engine.reports.differences import differences
from engine.reports.version_bumps import Bump
from engine.terms.version_terms import terms_of

SMALL = Path(__file__).parents[1] / "fixtures" / "policies_small"
POLICIES = load(SMALL)[0]
INSTANTS = {"ends", "binding_from", "complete_from", "complete_until"}
KINDS = ("agreements", *(f.name for f in dataclasses.fields(PolicySet) if f.name not in {"agreements", "digests"}))


def variants(value, field=""):
    """Values of the same sort that are not equal to it."""
    if dataclasses.is_dataclass(value):
        for part in (f for f in dataclasses.fields(value) if f.compare):
            for other in variants(getattr(value, part.name), part.name):
                yield dataclasses.replace(value, **{part.name: other})
    elif isinstance(value, tuple):
        for at, part in enumerate(value):
            if field != "weekly":
                yield (*value[:at], *value[at + 1 :])
            yield from ((*value[:at], other, *value[at + 1 :]) for other in variants(part))
        if len(value) > 1 and value[0] != value[1]:
            yield (value[1], value[0], *value[2:])
    else:
        yield other_than(value, field)


def other_than(value, field):
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, int | Decimal):
        return value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    if value is None:
        return 1_800_000_000_000_000 if field in INSTANTS else "something"
    return value / 2 if isinstance(value, Fraction) else f"{value}x"


DOCUMENTS = [*POLICIES.agreements, *(held for kind in KINDS[1:] for held in getattr(POLICIES, kind).values())]


def named(document):
    return f"{type(document).__name__}-{document.name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_whatever_changes_is_told(document):
    made = [other for other in variants(document) if other != document]
    assert len(made) > 2
    missed = [other for other in made if not list(differences(document, other))]
    assert missed == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_difference_can_be_said(document):
    """With its words and whom it binds, as a part of a whole set."""
    for other in (
        one for one in variants(document) if (one.name, version_of(one)) == (document.name, version_of(document))
    ):
        after = replaced(document, other)
        assert [c for found in changes_between(POLICIES, after) for c in found.changes if c.effects and c.place], other


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_major_version_is_asked_for_where_the_digest_of_the_terms_is_another_one_and_nowhere_else(document):
    """What `plan` and `validate --base` go by; a change told as no term changes no digest, one that does is told."""
    tried = 0
    for other in (
        one for one in variants(document) if (one.name, version_of(one)) == (document.name, version_of(document))
    ):
        after = replaced(document, other)
        compared = {(c.name, c.after): c for c in changes_between(POLICIES, after) if c.kind == "agreement"}
        for before, now in zip(POLICIES.agreements, after.agreements, strict=True):
            try:
                same = terms_of(POLICIES, before).digest == terms_of(after, now).digest
            except (KeyError, ValueError, NotImplementedError):
                continue  # no policies that a check would let through
            found = compared.get((now.name, now.version))
            assert (found is not None and found.bump is not None and found.bump.needed is Bump.MAJOR) != same, other
            assert same or found.through or any(change.normative for change in found.changes), other
            tried += 1
    assert tried


def version_of(document):
    return getattr(document, "version", "")


def replaced(document, other):
    """The set with one document in another's place."""
    if document in POLICIES.agreements:
        agreements = tuple(other if one is document else one for one in POLICIES.agreements)
        return dataclasses.replace(POLICIES, agreements=agreements)
    kind = next(kind for kind in KINDS[1:] if document in getattr(POLICIES, kind).values())
    return dataclasses.replace(POLICIES, **{kind: {**getattr(POLICIES, kind), document.name: other}})


def test_every_kind_of_document_is_compared():
    assert {type(document).__name__ for document in DOCUMENTS} >= {"Agreement", "Calendar", "Glossary", "Roster"}
    assert all(getattr(POLICIES, kind) for kind in KINDS), "the small set lacks a kind of document"


def test_equal_sets_have_no_difference():
    assert changes_between(POLICIES, load(SMALL)[0]) == ()
