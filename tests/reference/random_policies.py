"""Random small policy sets: one to three versions of an agreement with all kinds of commitments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from engine.model.agreements import Agreement
from engine.model.calendars import ALWAYS, MINUTES_A_DAY, Calendar, HolidayCountry, Interval, Override
from engine.model.commitments import (
    Acceptance,
    Again,
    Attempts,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    IfSilent,
    Objective,
    Period,
    Response,
)
from engine.model.conditions import Criterion
from engine.model.moments import Decision, EventHappens, Moment, StageEntered
from engine.model.policy_set import PolicySet
from engine.model.scorecards import Scorecard
from engine.model.tells import Tell

from .random_conditions import conditions, entered, event_counts, field_tests, moment_lists, outreach, some_of
from .random_freshness import freshness, sought_facts
from .random_names import named_otherwise
from .random_pauses import pauses
from .random_scorecards import score_tests, scorecards
from .random_stages import found_out, stages
from .random_thens import with_thens
from .random_volumes import revenue_plans, volumes
from .random_windows import BY_DAYS, CALENDARS, IN_HOURS, ON_THE_WALL, unmoved, window_rows
from .silent_circles import without_circles
from .small_policies import acceptance, agreement, cadence, conversion, lasting, policy_set, response, wall

FIRST = wall("2026-03-06T00:00+00:00")  # a Friday; New York's clocks change on the 8th
HOUR = 3600 * 10**6
Kind = Callable[[tuple[str, ...]], st.SearchStrategy[Commitment]]
LOOKED_BACK = (None, None, *IN_HOURS[1:], *BY_DAYS[1:], *ON_THE_WALL[1:7])
LOGGED_WITHIN = (None, lasting("0 minutes"), lasting("1 hour"))
SETTLES = (None, None, *map(lasting, ("5 minutes", "6 hours", "48 hours", "48 hours")))
TELLS = (Tell(100, "lead"), Tell(33, "owner"), Tell(250, "cro", "shifts"), Tell(7, "cro", ALWAYS))
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC")


@cache
def instants() -> st.SearchStrategy[int]:
    """Instants of a few days that often coincide, or lie hours, or hours and a µs, apart."""
    return st.builds(
        lambda step, minutes, shift: FIRST + step * 3 * HOUR + minutes * 60 * 10**6 + shift,
        st.integers(0, 40),
        st.sampled_from((0, 0, 0, 5, 10)),
        st.sampled_from((0, 0, 0, 0, -1, 1)),
    )


@cache
def hours() -> st.SearchStrategy[tuple[Interval, ...]]:
    """A date's intervals: closed, one, two with a break, round the clock, or a night shift."""
    return st.sampled_from(
        (
            (),
            (Interval(9 * 60, 17 * 60),),
            (Interval(9 * 60, 12 * 60), Interval(13 * 60 + 30, 18 * 60)),
            (Interval(0, MINUTES_A_DAY),),
            (Interval(8 * 60, 10 * 60), Interval(22 * 60, 30 * 60)),
        )
    )


@st.composite
def calendars(draw: st.DrawFn, name: str) -> Calendar:
    """Random hours; a shift past midnight keeps the next date's morning closed."""
    weekly = [draw(hours()) for _ in range(7)]
    if not any(weekly):
        weekly[0] = (Interval(9 * 60, 17 * 60),)
    for today, tomorrow in zip(range(7), [*range(1, 7), 0], strict=True):
        if any(i.closes > MINUTES_A_DAY for i in weekly[today]):
            weekly[tomorrow] = tuple(i for i in weekly[tomorrow] if i.opens >= 8 * 60)
    closed = draw(st.sampled_from((None, date(2026, 3, 9), date(2026, 3, 7))))
    overrides = () if closed is None else (Override(closed, closed, (), "closed"),)
    last = draw(st.sampled_from((date(2026, 4, 30), date(2026, 4, 30), date(2026, 3, 9))))
    places = draw(st.sampled_from(((), (HolidayCountry("DE", "BE"),))))  # 8 March is one in Berlin
    zone = draw(st.sampled_from(ZONES))
    return Calendar(name, name, zone, tuple(weekly), places, overrides, date(2026, 2, 1), last)


@cache
def objectives() -> st.SearchStrategy[Objective | None]:
    shares = st.sampled_from((Fraction(1), Fraction(1, 2), Fraction(975, 1000), Fraction(0)))
    return st.none() | st.builds(Objective, shares, st.sampled_from(Period), st.integers(1, 2))


@cache
def starts() -> st.SearchStrategy[tuple[Moment, ...]]:
    entering: st.SearchStrategy[tuple[Moment, ...]] = st.just((StageEntered(("mql",)),))
    asking: st.SearchStrategy[tuple[Moment, ...]] = st.just((EventHappens(("demo_request", "download")),))
    return entering | asking | entering | asking | moment_lists(1)


@st.composite
def responses(draw: st.DrawFn, criteria: tuple[str, ...]) -> Response:
    likely = outreach().map(lambda moment: (moment,))
    every = draw(st.sampled_from((None, None, None, *IN_HOURS, *BY_DAYS, *ON_THE_WALL)))
    made = response(
        starts=draw(starts()),
        again=draw(st.sampled_from(Again)) if every is None else Again.NEW,
        every=every,
        looks_back=None
        if every
        else draw(st.sampled_from((None, None, *IN_HOURS[1:], *BY_DAYS[1:], *ON_THE_WALL[1:7]))),
        pauses=draw(pauses()),
        log_within=draw(st.sampled_from(LOGGED_WITHIN)),
        kept_by=draw(likely | moment_lists(1)),
        cancelled_by=draw(entered().map(lambda moment: (moment,)) | moment_lists(0)),
        **draw(terms(criteria)),
    )
    return unmoved(made)


@st.composite
def cadences(draw: st.DrawFn, criteria: tuple[str, ...]) -> Cadence:
    attempts = Attempts(
        draw(st.sampled_from((1, 1, 2, 3))),
        draw(outreach()),
        draw(st.sampled_from((1, 1, 2))),
        draw(st.sampled_from((1, 1, 2))),
        draw(st.sampled_from((None, lasting("5 minutes"), lasting("6 hours")))),
    )
    made = cadence(
        attempts,
        starts=draw(starts()),
        again=draw(st.sampled_from(Again)),
        pauses=draw(pauses()),
        log_within=draw(st.sampled_from(LOGGED_WITHIN)),
        released_by=draw(moment_lists(0)),
        cancelled_by=draw(entered().map(lambda moment: (moment,)) | moment_lists(0)),
        **draw(terms(criteria)),
    )
    return unmoved(made)


@st.composite
def acceptances(draw: st.DrawFn, criteria: tuple[str, ...]) -> Acceptance:
    where = draw(st.sampled_from(({}, {}, {"attribute": "reason"}, {"attribute": "through"}, {"field": "country"})))
    return acceptance(
        starts=draw(starts()),
        again=draw(st.sampled_from((Again.NEW, Again.IGNORE))),
        accept=Decision((draw(st.sampled_from(("sal", "sal", "sql"))),)),
        reject=Decision(draw(some_of(("recycled", "disqualified"))), with_reason=True, **where),
        if_silent=draw(st.sampled_from(IfSilent)),
        cancelled_by=draw(st.just(()) | entered().map(lambda moment: (moment,)) | moment_lists(0)),
        **draw(terms(criteria)),
    )


@st.composite
def conversions(draw: st.DrawFn, criteria: tuple[str, ...]) -> Conversion:
    given = draw(terms(criteria))
    del given["warn_at"], given["tells"]
    pairs = (("mql", "sal"), ("mql", "sql"), ("lead", "mql"), ("recycled", "customer"))
    from_stage, to_stage = draw(st.sampled_from(pairs))
    return conversion(from_stage=from_stage, to_stage=to_stage, **given)


@st.composite
def hand_over_fits(draw: st.DrawFn, _criteria: tuple[str, ...]) -> FitAtHandOver:
    return FitAtHandOver("fit", draw(st.sampled_from(("sales", "marketing"))), "", draw(objectives()))


def facts_to_find(criteria: tuple[str, ...]) -> st.SearchStrategy[Commitment]:
    return freshness(terms(criteria))


@st.composite
def terms(draw: st.DrawFn, criteria: tuple[str, ...]) -> dict[str, Any]:
    """What all kinds of commitment share."""
    return {
        "owed_by": draw(st.sampled_from(("sales", "sales", "marketing"))),
        "rows": draw(window_rows(criteria)),
        "settles_within": draw(st.sampled_from(SETTLES)),
        "calendar": draw(st.sampled_from((None, None, *CALENDARS))),
        "warn_at": draw(st.sampled_from(((), (50, 80), (0, 100)))),
        "tells": draw(st.sampled_from(((), TELLS[:1], TELLS))),
        "objective": draw(objectives()),
    }


@st.composite
def scored(draw: st.DrawFn) -> tuple[tuple[Scorecard, ...], tuple[Criterion, ...]]:
    """No scorecard, one, or a second one that may ask for the first's score; and a criterion that asks for them."""
    if draw(st.booleans()):
        return (), ()
    interest = draw(scorecards("interest", ("rich", "fits"), rated=draw(st.booleans())))
    hot = Criterion("hot", draw(score_tests((interest,))))
    if draw(st.booleans()):
        return (interest,), (hot,)
    reach = draw(scorecards("reach", ("rich", "hot"), rated=not interest.rating))
    return (reach, interest), (hot, Criterion("warm", draw(score_tests((interest, reach)))))


@st.composite
def agreements(draw: st.DrawFn, version: str, since: int) -> Agreement:
    rich, fits = draw(conditions()), draw(conditions(("rich",)))
    names = ("rich", "fits")
    cards, warm = draw(scored())
    names += tuple(c.name for c in warm)
    every = st.sampled_from((responses, cadences, acceptances, conversions, hand_over_fits, facts_to_find))
    kinds: list[Kind] = draw(st.lists(every, min_size=2, unique=True))
    named = draw(named_otherwise([draw(kind(names)) for kind in kinds]))
    return agreement(
        *draw(with_thens(named, terms(names))),
        version=version,
        starts=since,
        zone=draw(st.sampled_from(ZONES)),
        calendar=draw(st.sampled_from(CALENDARS)),
        scope=draw(st.none() | st.none() | st.none() | field_tests() | event_counts()),
        stages=draw(stages()),
        criteria=(draw(found_out("rich", rich)), draw(found_out("fits", fits)), *warm, draw(sought_facts())),
        scorecards=cards,
        segments=("segment",),
        volumes=draw(volumes()),
        revenue_plan=draw(revenue_plans()),
    )


@st.composite
def policy_sets(draw: st.DrawFn) -> PolicySet:
    """One to three versions; the last may end."""
    first = draw(st.sampled_from((FIRST - 240 * HOUR, FIRST - 240 * HOUR, FIRST + 12 * HOUR)))
    since = [first, *sorted(draw(st.sets(instants().filter(lambda at: at > first), max_size=2)))]
    versions = [draw(agreements(f"{n}.0.0", at)) for n, at in enumerate(since, start=1)]
    if draw(st.sampled_from((False, False, False, True))):
        versions[-1] = replace(versions[-1], ends=draw(instants().map(lambda at: max(at, since[-1] + 1))))
    return policy_set(*without_circles(versions), calendars=[draw(calendars(name)) for name in CALENDARS])
