"""The sample's terms, leaf by leaf of the model: whatever a dataclass holds is a term unless it is named as none."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest

from engine.diagnostics import Location
from engine.loading.policy_files import load
from engine.model.conditions import All, AnyOf
from engine.terms import version_terms
from engine.terms.canonical import plain
from engine.terms.version_terms import terms_of
from tests import fake_policies

ROOT = Path(__file__).parents[2]
NO_TERMS = {
    ("Criterion", "implies"),
    *(
        ("Agreement", "title"),
        ("Response", "title"),
        ("Cadence", "title"),
        ("Acceptance", "title"),
        ("Volume", "title"),
    ),
    *(("Conversion", "title"), ("FitAtHandOver", "title")),
    *(("Scorecard", "title"), ("Calendar", "title"), ("LeadField", "title")),
    *(
        ("EventType", "title"),
        ("Team", "name"),
        ("Membership", "person"),
        ("Membership", "name"),
        ("Membership", "team"),
    ),
    *(("Membership", "first"), ("Membership", "last"), ("Table", "files"), ("Table", "format"), ("Table", "delimiter")),
    *(("Table", "encoding"), ("Table", "table"), ("EventsMap", "complete_from"), ("EventsMap", "complete_until")),
    *(("HistoryMap", "complete_from"), ("HistoryMap", "complete_until"), ("Roster", "memberships")),
}


def other(value):
    """Another value of the same sort."""
    match value:
        case Enum():
            return next(member for member in type(value) if member is not value)
        case bool():
            return not value
        case int() | Fraction() | Decimal():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case str():
            return f"{value} "
        case _:
            raise TypeError(type(value))


def changes(value, owner=("", "")):
    """Every version of a value with one leaf changed or one entry gone, with the class and field of that leaf."""
    if dataclasses.is_dataclass(value):
        for field in () if isinstance(value, Location) else dataclasses.fields(value):
            inside = (type(value).__name__, field.name)
            for leaf, changed in changes(getattr(value, field.name), inside):
                yield leaf, dataclasses.replace(value, **{field.name: changed})
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield owner, (*value[:index], *value[index + 1 :])
            for leaf, changed in changes(entry, owner):
                yield leaf, (*value[:index], changed, *value[index + 1 :])
    elif isinstance(value, dict):
        yield from ((leaf, {**value, k: changed}) for k, entry in value.items() for leaf, changed in changes(entry))
    elif value is not None:
        yield owner, other(value)


@pytest.fixture(scope="module")
def sample():
    policies, _ = load(ROOT / "policies")
    return policies


@pytest.fixture(autouse=True)
def holidays_by_their_text(monkeypatch):
    """A country of another name has no holidays to lay out; what counts here is that it was another."""
    laid_out = functools.cache(lambda countries, first, last: {first: ""} if countries else {last: ""})
    monkeypatch.setattr(version_terms, "holiday_names", laid_out)


def test_each_leaf_of_an_agreement_is_a_term_or_named_as_none(sample):
    agreement = sample.agreements[-1]
    before, leaves = terms_of(sample, agreement).digest, set()
    assert agreement.examples
    bare = dataclasses.replace(agreement, examples=())
    assert terms_of(sample, bare).digest == before  # what binds nobody is no term, whatever it holds
    for leaf, changed in changes(bare):
        if leaf in {("Agreement", name) for name in ("lead_schema", "glossary")}:
            continue  # another name would name another document
        leaves.add(leaf)
        assert (terms_of(sample, changed).digest != before) == (leaf not in NO_TERMS), leaf
    assert len(leaves) > 50


@pytest.mark.parametrize("kind", ["calendars", "lead_schemas", "glossaries", "rosters", "sources"])
def test_each_leaf_of_what_it_uses_is_a_term_or_named_as_none(sample, kind):
    agreement, leaves = sample.agreements[-1], set()
    before = terms_of(sample, agreement).digest
    for leaf, changed in changes(getattr(sample, kind)):
        if leaf == ("Source", "lead_schema"):
            continue
        leaves.add(leaf)
        after = terms_of(dataclasses.replace(sample, **{kind: changed}), agreement).digest
        assert (after != before) == (leaf not in NO_TERMS), leaf
    assert len(leaves) > 1


def test_a_calendar_that_the_version_does_not_use_is_no_term(sample):
    agreement = next(a for a in sample.agreements if a.version == "2.0.0")
    other = {**sample.calendars, "spare": dataclasses.replace(sample.calendars["emea"], name="spare")}
    assert terms_of(dataclasses.replace(sample, calendars=other), agreement) == terms_of(sample, agreement)


def test_a_holiday_that_a_new_law_moves_is_a_term(sample, monkeypatch):
    agreement = sample.agreements[-1]
    before = terms_of(sample, agreement).digest
    monkeypatch.setattr(version_terms, "holiday_names", lambda *_: {date(2026, 7, 1): "moved"})
    assert terms_of(sample, agreement).digest != before


def test_the_order_of_a_mapping_is_no_term_and_the_order_of_a_list_is_one(sample):
    agreement = sample.agreements[-1]
    before = terms_of(sample, agreement).digest
    turned = dataclasses.replace(agreement, criteria=agreement.criteria[::-1], commitments=agreement.commitments[::-1])
    assert terms_of(sample, turned).digest == before
    assert terms_of(sample, dataclasses.replace(agreement, stages=agreement.stages[::-1])).digest != before


def test_all_and_any_of_the_same_parts_are_other_terms():
    assert plain(All(())) != plain(AnyOf(()))


@pytest.mark.parametrize(("one", "same"), [(Decimal(10), Decimal("10.00")), (Fraction(1, 2), Fraction(2, 4))])
def test_equal_numbers_are_equal_terms(one, same):
    assert plain(one) == plain(same)


def test_a_value_that_nobody_taught_to_write_is_refused():
    """A float would be another text on another machine; a set has no order."""
    for strange in (0.5, {1}, b"x", object()):
        with pytest.raises(TypeError):
            plain(strange)


def test_two_entries_of_one_name_are_refused(sample):
    agreement = sample.agreements[-1]
    with pytest.raises(ValueError, match="one name"):
        plain(dataclasses.replace(agreement, criteria=(agreement.criteria[0], agreement.criteria[0])))


def test_the_digest_is_that_of_the_text_and_the_text_is_json(sample):
    terms = terms_of(sample, sample.agreements[-1])
    assert hashlib.sha256(terms.content).hexdigest() == terms.digest
    assert json.loads(terms.content)["agreement"]["version"] == sample.agreements[-1].version
    assert terms.content.endswith(b"}\n")


def test_the_terms_of_a_version_stay_the_same_text_from_release_to_release():
    """If this digest changes, every signature out in the world is void: leave out what is new, or say so aloud."""
    agreement = fake_policies.agreement("2.0.0", fake_policies.V2_STARTS)
    text = json.dumps(plain(agreement), sort_keys=True)
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "400be9558469b6e2202fe0d4d5dec35ba6f1d79c8fa0214f32dbcfb324f1623d"
    )
