"""What a fact was at an instant, worked out by hand."""

from __future__ import annotations

import pytest

from engine.model.conditions import FieldTest, Not, Operator
from tests.reference.criteria import Asked, ask, standing
from tests.reference.field_history import Past
from tests.reference.rows import FieldChange, FieldHistory, LeadRecord
from tests.reference.small_policies import ZONE, complete, lasting, wall

LARGE = FieldTest("segment", Operator.IS, ("large",))
KNOWN = FieldTest("segment", Operator.KNOWN, ())
FRESH = FieldTest("segment", Operator.IS, ("large",), lasting("24 hours"))
AS_OF = wall("2026-03-10 12:00")
TODAY = LeadRecord("a", {"segment": "large"}, {"segment": wall("2026-03-03 10:00")})


def changed(*lines, before=None, tells_before=True):
    """Each line: when, the value from then on (None cleared, `?` unreadable), and until when that may have been."""
    changes = tuple(
        FieldChange(str(n), wall(when), wall(rest[0]) if rest else wall(when), None if to == "?" else to, to != "?")
        for n, (when, to, *rest) in enumerate(lines)
    )
    return FieldHistory("a", "segment", changes, before, tells_before)


def at(when, condition, *histories, record=TODAY, strict=False):
    facts = Asked(record, (), complete(), {}, ZONE, wall(when), past=Past(histories, strict, AS_OF))
    truth = ask(condition, facts)
    return truth.value, truth.why


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-03-01 10:00", (False, "")),  # small was there before
        ("2026-03-02 09:59:59.999999", (False, "")),
        ("2026-03-02 10:00", (True, "")),  # large at the very instant
        ("2026-03-04 10:00", (None, "segment")),  # cleared
        ("2026-03-05 10:00", (None, "segment")),  # unreadable
        ("2026-03-06 10:00", (True, "")),
    ],
)
def test_a_field_is_what_its_last_change_made_it(when, expected):
    moves = changed(
        ("2026-03-02 10:00", "large"),
        ("2026-03-04 10:00", None),
        ("2026-03-05 10:00", "?"),
        ("2026-03-06 10:00", "large"),
        before="small",
    )
    assert at(when, LARGE, moves) == expected


def test_nothing_tells_what_was_before_a_first_change_without_its_old_value():
    moves = changed(("2026-03-02 10:00", "large"), tells_before=False)
    assert at("2026-03-01 10:00", LARGE, moves) == (None, "segment")
    assert at("2026-03-01 10:00", KNOWN, moves) == (None, "segment")
    assert at("2026-03-02 10:00", Not(KNOWN), moves) == (False, "")


def test_an_empty_old_value_is_told():
    moves = changed(("2026-03-02 10:00", "large"), before=None)
    assert at("2026-03-01 10:00", KNOWN, moves) == (False, "")


def test_of_two_changes_at_one_instant_the_last_holds():
    moves = changed(("2026-03-02 10:00", "large"), ("2026-03-02 10:00", "small"))
    assert at("2026-03-02 10:00", LARGE, moves) == (False, "")


def test_a_day_without_a_time_tells_nothing_before_it_is_over():
    moves = changed(("2026-03-02 00:00", "large", "2026-03-02 23:59:59.999999"), before="small")
    assert at("2026-03-01 23:59", LARGE, moves) == (False, "")
    assert at("2026-03-02 23:59:59.999998", LARGE, moves) == (None, "segment")
    assert at("2026-03-02 23:59:59.999999", LARGE, moves) == (True, "")


def test_a_value_is_as_old_as_the_later_of_its_change_and_its_confirmation():
    """Set on the 2nd at 10:00, confirmed on the 3rd at 10:00: good until the 4th, 10:00, included."""
    moves = changed(("2026-03-02 10:00", "large"))
    assert at("2026-03-03 09:00", FRESH, moves) == (True, "")  # the confirmation is still to come
    assert at("2026-03-04 10:00", FRESH, moves) == (True, "")
    assert at("2026-03-04 10:00:00.000001", FRESH, moves) == (None, "segment (stale)")
    later = changed(("2026-03-03 11:00", "large"))
    assert at("2026-03-04 11:00", FRESH, later) == (True, "")


def test_what_was_there_before_the_history_is_of_unknown_age():
    moves = changed(("2026-03-09 10:00", "small"), before="large")
    unconfirmed = LeadRecord("a", {"segment": "small"})
    assert at("2026-03-08 10:00", FRESH, moves, record=unconfirmed) == (None, "segment (stale)")


def test_without_history_todays_value_stands_and_is_marked():
    facts = Asked(TODAY, (), complete(), {}, ZONE, wall("2026-03-01 10:00"), past=Past((), strict=False, as_of=AS_OF))
    assert ask(LARGE, facts).value is True
    assert standing(LARGE, facts) == {"segment"}


@pytest.mark.parametrize("condition", [LARGE, KNOWN, Not(KNOWN)])
def test_a_strict_run_takes_todays_value_for_no_earlier_day(condition):
    assert at("2026-03-01 10:00", condition, strict=True) == (None, "segment (as it stands)")
    assert at("2026-03-10 12:00", KNOWN, strict=True) == (True, "")
    assert at("2026-03-02 10:00", LARGE, changed(("2026-03-02 10:00", "large")), strict=True) == (True, "")
