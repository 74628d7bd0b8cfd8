"""Shares tell the truth: counts add up, and no rounding hides a miss."""

from fractions import Fraction

import pytest

from engine.reports.shares import Tally, percent, promised, share_kept, share_with, share_without, tally_of, wilson


def test_both_ends_of_a_range_have_the_same_decimals():
    """`72.04 % to 84.4 %` read as if the second were less exact than the first."""
    tally = Tally(clocks=25_000, kept=18_001, late=3_899, running=3_100)
    share = share_kept(tally, Fraction(72, 100), verdict="open")
    assert (share.low, share.high) == ("72.004 %", "84.404 %")
    assert share_kept(Tally(clocks=3, kept=1, unknown=2), None, verdict="unknown").high == "100 %"


def row(**counts: int) -> dict[str, int]:
    states = dict.fromkeys(Tally.__dataclass_fields__, 0) | counts
    return states | {"clocks": sum(v for k, v in states.items() if k != "clocks")}


def test_a_missed_share_is_never_printed_equal_to_its_objective():
    assert percent(9499, 10000, Fraction(95, 100)) == "94.99 %"
    assert percent(949_999, 1_000_000, Fraction(95, 100)) == "94.9999 %"


def test_a_share_that_is_exactly_the_objective_is_printed_as_such():
    assert percent(95, 100, Fraction(95, 100)) == "95.0 %"


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 7, "0 %"), (7, 7, "100 %"), (9999, 10000, "99.99 %"), (1, 30000, "0.003 %")]
)
def test_none_and_all_look_different_from_almost(part, whole, text):
    assert percent(part, whole) == text


def test_an_objective_is_printed_as_it_was_written():
    assert [promised(Fraction(n, 1000)) for n in (950, 975, 1000)] == ["95 %", "97.5 %", "100 %"]


def test_the_range_counts_open_and_unknown_as_broken_and_as_kept():
    tally = tally_of(row(kept=90, breached=4, unknown=20))
    share = share_kept(tally, Fraction(95, 100), verdict="unknown")
    assert (share.low, share.high) == ("78.9 %", "96.5 %")
    assert share.text == "95.7 %"


def test_cancelled_exempt_and_not_applicable_cases_are_in_no_share():
    tally = tally_of(row(kept=1, cancelled=5, exempt=5, not_applicable=5))
    assert (tally.counted, tally.decided, tally.clocks) == (1, 1, 16)


def test_too_few_cases_give_words_and_no_percentage():
    assert share_kept(tally_of(row(kept=1, late=1)), Fraction(1, 2), verdict="too_few").text == "too few"


def test_nothing_decided_is_not_nought_percent():
    assert share_kept(tally_of(row(running=3)), None, verdict="open").text == "none decided"


def test_counts_that_do_not_add_up_stop_the_report():
    with pytest.raises(ValueError, match="do not add up"):
        tally_of(row(kept=2) | {"clocks": 3})


def test_wilson_gives_the_published_interval():
    assert wilson(9, 10) == ("59.6 %", "98.2 %")


def test_a_share_without_some_cases_leaves_them_out_of_both_its_numbers():
    tally = tally_of(row(kept=95, breached=5, running=2))
    share = share_without(tally, 15, 0, Fraction(95, 100))
    assert share is not None
    assert (share.part, share.whole, share.text) == (80, 85, "94.1 %")
    assert share_without(tally, 0, 0, None) is None
    none_left = share_without(tally, 95, 5, None)
    assert none_left is not None
    assert none_left.text == "none decided"


def test_a_share_with_the_waived_cases_adds_them_to_both_its_numbers():
    tally = Tally(clocks=106, kept=95, late=5, waived=6)
    share = share_with(tally, 1, 4, Fraction(95, 100))
    assert (share.part, share.whole, share.text) == (96, 105, "91.4 %")
    assert share_with(tally, 0, 0, None) is None


def test_waived_cases_are_in_no_share():
    tally = Tally(clocks=106, kept=95, late=5, waived=6)
    assert (tally.decided, tally.counted) == (100, 100)
