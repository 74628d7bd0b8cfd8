"""A list of signers with one letter changed, of a key, a role or a date: nobody's signature is taken for more."""

from __future__ import annotations

from datetime import date

import pytest

from engine import pipeline
from engine.diagnostics import as_text, has_errors
from engine.signing.statements import FIRST_YEAR, LAST_YEAR

SIGNED_ON = date(2026, 6, 30)
PLACE = "signers.yaml"


@pytest.fixture
def listed(desk):
    """The list as it is, and how the version stands by another: None where that can't be loaded."""
    path = desk.folder / "policies" / PLACE
    desk.sign_both()
    text = path.read_text(encoding="utf-8")

    def signed(other):
        path.write_text(other, encoding="utf-8")
        held, faults = pipeline.load_policies(desk.folder / "policies")
        path.write_text(text, encoding="utf-8")
        if held is None or has_errors(faults):
            assert PLACE in as_text(faults)
            return None
        return desk.verify(held).signed

    assert signed(text)
    return text, signed


def others(text, index):
    """The text with another letter there; where it is a digit, both of its neighbours."""
    letter = text[index]
    instead = [str((int(letter) + by) % 10) for by in (1, 9)] if letter.isdigit() else [chr(ord(letter) ^ 1)]
    return [text[:index] + one + text[index + 1 :] for one in instead]


def day_of(said, term):
    """The date that a line tells, None where it tells none that a list may have."""
    name, _, day = said.partition(": ")
    try:
        found = date.fromisoformat(day) if name == term else None
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def test_every_letter_of_a_key_and_of_a_role_counts(desk, listed):
    text, signed = listed
    for said in (desk.lines["kim"], "role: cmo"):
        start = text.index(said)
        for index in range(start, start + len(said)):
            for other in others(text, index):
                assert not signed(other), other[index - 20 : index + 20]
    assert signed(text.replace("kim@example.com", "jo@example.com")), "a comment is no part of a key"


@pytest.mark.parametrize(("term", "counts"), [("until", SIGNED_ON.__le__), ("from", SIGNED_ON.__ge__)])
def test_every_digit_of_a_date_is_read_as_the_date_that_it_makes(desk, listed, term, counts):
    text, signed = listed
    line, said = desk.lines["jo"], f"{term}: {SIGNED_ON.isoformat()}"
    assert signed(text.replace(line, f"{line}\n        {said}"))
    for index in range(len(said)):
        for other in others(said, index):
            day = day_of(other, term)
            assert signed(text.replace(line, f"{line}\n        {other}")) is (counts(day) if day else None), other


def test_a_revoked_key_is_void_whatever_digit_of_the_day_is_another(desk, listed):
    text, signed = listed
    line, said = desk.lines["jo"], "revoked: {on: 2026-08-01, reason: Stolen}"
    assert signed(text.replace(line, f"{line}\n        {said}")) is False
    for index in range(len(said)):
        for other in others(said, index):
            assert not signed(text.replace(line, f"{line}\n        {other}")), other
