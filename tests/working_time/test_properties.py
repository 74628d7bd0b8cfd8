"""What holds for every calendar, zone and instant; hundreds of questions in each run of SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.model.calendars import Calendar, Override
from engine.model.durations import Unit
from tests.reference import calendar as reference
from tests.working_time.calendars import calendars, interesting_instants
from tests.working_time.lookups import Lookups

LENGTHS = [unit for unit in Unit if unit is not Unit.NEXT_BUSINESS_DAY]  # a time of day is no length
BUSINESS = [unit for unit in LENGTHS if unit.needs_calendar]
randoms = st.integers(0, 2**32).map(Random)
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def lookups_of(calendar: Calendar, **others: Calendar) -> Lookups:
    zone_first, zone_last = calendar.first - timedelta(days=5), calendar.last + timedelta(days=120)
    return Lookups({"it": calendar, **others}, [calendar.zone], zone_first, zone_last)


def amounts(calendar: Calendar, random: Random, unit: Unit) -> int:
    """Small amounts, and the exact lengths of open intervals, that end at a closing."""
    lengths = [i.closes - i.opens for i in reference.intervals(calendar)]
    if unit is Unit.BUSINESS_MINUTES and lengths and random.random() < 0.5:
        return sum(random.choices(lengths, k=random.randint(1, 3))) // 60_000_000
    return random.choice([0, 1, 2, random.randint(0, 40)])


@given(calendars(), randoms)
@settings(few, max_examples=40)
def test_every_due_instant_agrees_with_the_reference(calendar: Calendar, random: Random) -> None:
    questions = []
    for at in interesting_instants(calendar, random, 250):
        unit = random.choice(LENGTHS)
        questions.append((at, "it", calendar.zone, unit, amounts(calendar, random, unit)))
    expected = [
        (reference.deemed(calendar, unit, at), reference.due(calendar, zone, unit, amount, at))
        for at, _, zone, unit, amount in questions
    ]
    assert lookups_of(calendar).due(questions) == expected


@given(calendars(), randoms)
@few
def test_every_elapsed_time_agrees_with_the_reference(calendar: Calendar, random: Random) -> None:
    at = interesting_instants(calendar, random, 400)
    pairs = list(zip(at[::2], at[1::2], strict=True))
    expected = [reference.elapsed(calendar, first, last) for first, last in pairs]
    questions = [(first, last, "it", Unit.BUSINESS_HOURS) for first, last in pairs]
    assert lookups_of(calendar).elapsed(questions) == expected


@given(calendars(), randoms)
@few
def test_elapsed_time_adds_up_and_never_exceeds_the_wall(calendar: Calendar, random: Random) -> None:
    at = sorted(interesting_instants(calendar, random, 60))
    spans = [(a, b) for n, a in enumerate(at) for b in at[n:]]
    answers = lookups_of(calendar).elapsed([(a, b, "it", Unit.BUSINESS_MINUTES) for a, b in spans])
    elapsed = {span: worked for span, worked in zip(spans, answers, strict=True) if worked is not None}
    for (a, b), worked in elapsed.items():
        assert 0 <= worked <= b - a
        assert all(worked + elapsed[b, c] == elapsed[a, c] for c in at if (b, c) in elapsed)


@given(calendars(), randoms)
@few
def test_due_is_never_before_the_deemed_start_and_grows_with_start_and_window(
    calendar: Calendar, random: Random
) -> None:
    starts = sorted(interesting_instants(calendar, random, 40))
    for unit in (random.choice(BUSINESS), random.choice([Unit.DAYS, Unit.HOURS])):
        windows = sorted({0, 1, 2, *(amounts(calendar, random, unit) for _ in range(5))})
        questions = [(at, "it", calendar.zone, unit, amount) for at in starts for amount in windows]
        answers = lookups_of(calendar).due(questions)
        due = {(at, amount): answer for (at, _, _, _, amount), answer in zip(questions, answers, strict=True)}
        for deemed, end in due.values():
            assert end is None or deemed is not None
            assert end is None or deemed <= end
        known = {key: end for key, (_, end) in due.items() if end is not None}
        for at in starts:
            by_window = [known[at, amount] for amount in windows if (at, amount) in known]
            assert by_window == sorted(by_window)
        for amount in windows:
            by_start = [known[at, amount] for at in starts if (at, amount) in known]
            assert by_start == sorted(by_start)


@given(calendars(), randoms)
@few
def test_a_further_closing_never_brings_a_due_instant_forward(calendar: Calendar, random: Random) -> None:
    day = calendar.first + timedelta(days=random.randint(0, 20))
    closed = replace(calendar, overrides=(*calendar.overrides, Override(day, day, (), "closed")))
    lookups = lookups_of(calendar, closed=closed)
    questions = []
    for at in interesting_instants(calendar, random, 200):
        unit = random.choice(BUSINESS)
        questions.append((at, calendar.zone, unit, amounts(calendar, random, unit)))
    before = lookups.due([(at, "it", *rest) for at, *rest in questions])
    after = lookups.due([(at, "closed", *rest) for at, *rest in questions])
    for (_, earlier), (_, later) in zip(before, after, strict=True):
        assert later is None or (earlier is not None and later >= earlier)


@given(calendars(), randoms)
@few
def test_working_time_from_start_to_due_is_the_window(calendar: Calendar, random: Random) -> None:
    starts = interesting_instants(calendar, random, 150)
    questions = [(at, "it", calendar.zone, Unit.BUSINESS_MINUTES, random.randint(1, 900)) for at in starts]
    lookups = lookups_of(calendar)
    answers = lookups.due(questions)
    spans = [(at, due, "it", Unit.BUSINESS_MINUTES) for (at, *_), (_, due) in zip(questions, answers, strict=True)]
    for elapsed, (*_, minutes) in zip(lookups.elapsed(spans), questions, strict=True):
        assert elapsed in (None, minutes * 60_000_000)
