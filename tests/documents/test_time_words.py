"""Instants and lengths are told unambiguously."""

import pytest

from engine.documents.time_words import iso, moment, span
from engine.model.durations import DAY, HOUR, MINUTE, SECOND
from engine.reports.instants import Instant, Length

JUNE = Instant(1_780_903_800_000_000, "Europe/Berlin")


def test_an_instant_is_told_with_weekday_date_time_and_zone():
    assert moment(JUNE) == "Mon 8 Jun 2026, 09:30 CEST"
    assert iso(JUNE) == "2026-06-08T09:30:00+02:00"


def test_seconds_are_told_only_where_there_are_any():
    assert moment(Instant(JUNE.at + 5 * SECOND, JUNE.zone)) == "Mon 8 Jun 2026, 09:30:05 CEST"


def test_the_hour_that_a_clock_change_repeats_is_told_apart():
    second = Instant(1_792_890_000_000_000, "Europe/Berlin")
    assert moment(Instant(second.at - HOUR, second.zone)) == "Sun 25 Oct 2026, 02:00 CEST"
    assert moment(second) == "Sun 25 Oct 2026, 02:00 CET"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (Length(3 * HOUR + 20 * MINUTE, working=True), "3 business hours 20 min"),
        (Length(HOUR, working=True), "1 business hour"),
        (Length(27 * HOUR, working=True), "27 business hours"),
        (Length(MINUTE, working=True), "1 business minute"),
        (Length(2 * DAY + 3 * HOUR), "2 days 3 h"),
        (Length(DAY), "1 day"),
        (Length(90 * SECOND), "1 min 30 s"),
        (Length(SECOND // 2), "less than 1 s"),
        (Length(0), "0 s"),
        (None, "—"),
    ],
)
def test_a_length_is_told_with_its_two_largest_units(length, words):
    assert span(length) == words
