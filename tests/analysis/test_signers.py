"""One person signs in one role, however the name is written."""

import pytest

from engine.analysis.signers import people_sign_once
from engine.model.policy_set import PolicySet
from engine.model.signers import Signer, Signers


def told(first, second):
    people = (Signer("kim", first, "cmo", ()), Signer("other", second, "cro", ()))
    listed = Signers("heads", "UTC", people)
    return [fault.code for fault in people_sign_once(PolicySet((), {}, {}, {}, {}, {}, {}, signers={"heads": listed}))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kim Berg", "kim  berg"),
        ("Kim Berg", " KIM\u00a0BERG "),
        ("Zo\u00eb Str\u00f6m", "Zoe\u0308 Stro\u0308m"),
        ("Kim Berg", "\uff2bim Berg"),
        ("Jo Stra\u00dfe", "Jo STRASSE"),
    ],
)
def test_another_spelling_of_a_name_is_the_same_person(first, second):
    assert told(first, second) == ["LP722"]


def test_another_name_is_another_person():
    assert told("Kim Berg", "Kim Borg") == []
