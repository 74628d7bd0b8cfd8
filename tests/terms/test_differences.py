"""Where two terms part is told by the place and both values, so that whoever signed sees what became of it."""

from __future__ import annotations

import json

import pytest

from engine.terms.differences import differences

BEFORE = {"a": {"b": [1, {"c": "x"}]}, "d": True, "e": None}


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (BEFORE, []),
        (BEFORE | {"d": False}, ["d: true was signed, false is written"]),
        (BEFORE | {"d": 1}, ["d: true was signed, 1 is written"]),
        (BEFORE | {"a": {"b": [1, {"c": "y"}]}}, ['a.b[1].c: "x" was signed, "y" is written']),
        (BEFORE | {"a": {"b": [1]}}, ['a.b: [1, {"c": "x"}] was signed, [1] is written']),
        (BEFORE | {"f": 0}, ["f: nothing was signed, 0 is written"]),
        ({"a": BEFORE["a"], "d": True}, ["e: null was signed, nothing is written"]),
        (BEFORE | {"d": "y" * 99}, [f'd: true was signed, "{"y" * 59}… is written']),
    ],
)
def test_each_difference_is_named_once(today, told):
    assert list(differences(json.dumps(BEFORE).encode(), json.dumps(today).encode())) == told
