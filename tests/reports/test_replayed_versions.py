"""Which version stands for which in a replay, and from when on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.reports.replayed_versions import as_if_in_force, pairs
from tests.fake_policies import agreement, policies


def versions(*said):
    """Versions by number and start."""
    return replace(policies(), agreements=tuple(agreement(*one) for one in said))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([("1.0.0", 1)], [("1.0.0", 1)], [("1.0.0", "1.0.0", 1, ())]),
        ([("1.0.0", 1)], [("1.0.0", 1), ("2.0.0", 9)], [("1.0.0", "2.0.0", 1, ())]),
        ([("1.0.0", 1)], [("1.0.0", 1), ("2.0.0", 9), ("3.0.0", 12)], [("1.0.0", "3.0.0", 1, ("2.0.0",))]),
        (
            [("1.0.0", 1), ("2.0.0", 5)],
            [("1.0.0", 1), ("1.5.0", 3), ("2.0.0", 5)],
            [("1.0.0", "1.5.0", 1, ()), ("2.0.0", "2.0.0", 5, ())],
        ),
        (
            [("1.0.0", 1), ("2.0.0", 5)],
            [("1.0.0", 1), ("3.0.0", 7)],
            [("1.0.0", "1.0.0", 1, ()), ("2.0.0", "3.0.0", 5, ())],
        ),
        ([("1.0.0", 1)], [("1.0.0", 4)], [("1.0.0", "1.0.0", 4, ())]),
        ([("1.0.0", 1), ("2.0.0", 5)], [("1.0.0", 1)], [("1.0.0", "1.0.0", 1, ()), ("2.0.0", None, 5, ())]),
        ([], [("1.0.0", 1)], [(None, "1.0.0", 1, ())]),
        ([("2.0.0", 5)], [("1.0.0", 1), ("2.0.0", 5)], [(None, "1.0.0", 1, ()), ("2.0.0", "2.0.0", 5, ())]),
    ],
)
def test_a_new_version_takes_the_place_of_the_one_that_it_follows(before, after, expected):
    found = pairs(versions(*before), versions(*after))
    told = [(p.before and p.before.version, p.after and p.after.version, p.starts, p.passed_over) for p in found]
    assert told == expected


def test_the_policies_after_begin_when_those_before_did():
    before, after = versions(("1.0.0", 1)), versions(("1.0.0", 1), ("2.0.0", 9))
    paired = pairs(before, after)
    assert [(a.version, a.starts) for a in as_if_in_force(after, paired).agreements] == [("2.0.0", 1)]
    assert paired[0].as_if
    assert not pairs(before, before)[0].as_if
