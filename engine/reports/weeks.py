"""When leads come and when they are answered, by weekday and hour; and how far the leads of each month have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.evaluation.results import Results
from engine.model.agreements import Agreement
from engine.model.trials import is_trial
from engine.reports.periods import in_words, wider
from engine.reports.shares import percent

HOURS = 24
DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekView:
    """Of one commitment, by weekday (0 is Monday) and hour: what came, and what was answered.

    `cells` holds (weekday, hour, arrived, answered) where either isn't 0.
    """

    commitment: str
    arrived: int
    answered: int
    cells: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class CohortStage:
    """How many leads of a cohort have entered a stage or one further on, and their share of the cohort."""

    stage: str
    leads: int
    share: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """The leads first handed over in one month; a young cohort still goes on."""

    month: str
    words: str
    leads: int
    stages: tuple[CohortStage, ...]


def weeks(results: Results, agreement: str, periods: Mapping[str, Sequence[str]]) -> tuple[WeekView, ...]:
    """Give the weeks of what is to be answered, of the clocks that started in the periods of each commitment.

    Those of versions on trial are left out: a picture holds no figures of both.
    """
    found: dict[str, Counter[tuple[int, int, str]]] = {}
    for row in results.relations.rows("hours_of_week"):
        started = {row["month"], *wider(row["month"] or "")}
        if row["policy"] == agreement and not is_trial(row["version"]) and started & set(periods[row["commitment"]]):
            counted = found.setdefault(row["commitment"], Counter())
            counted[int(row["weekday"]), int(row["hour"]), row["what"]] += int(row["clocks"])
    return tuple(_week(name, found[name]) for name in sorted(found))


def _week(commitment: str, counted: Counter[tuple[int, int, str]]) -> WeekView:
    places = sorted({(day, hour) for day, hour, _ in counted})
    cells = tuple((day, hour, counted[day, hour, "arrived"], counted[day, hour, "answered"]) for day, hour in places)
    return WeekView(commitment, sum(c[2] for c in cells), sum(c[3] for c in cells), cells)


def cohorts(results: Results, agreement: Agreement) -> tuple[Cohort, ...]:
    """Give the months in which leads were handed over, earliest first, and how far those leads have come."""
    handed = next(at for at, stage in enumerate(agreement.stages) if stage.name == agreement.hand_over)
    line = [(at, s.name) for at, s in enumerate(agreement.stages) if not s.reasons]
    after = [(at, name) for at, name in line if at >= handed]
    months: dict[str, Counter[int]] = {}
    for row in results.relations.rows("cohorts"):
        if row["policy"] == agreement.name:
            months.setdefault(row["month"], Counter())[int(row["furthest"])] += int(row["leads"])
    return tuple(_cohort(month, months[month], after) for month in sorted(months))


def _cohort(month: str, furthest: Counter[int], stages: Sequence[tuple[int, str]]) -> Cohort:
    leads = sum(furthest.values())
    backwards = accumulate(furthest[at] for at, _ in reversed(stages))
    reached = list(backwards)[::-1]
    told = [CohortStage(name, n, percent(n, leads)) for (_, name), n in zip(stages, reached, strict=True)]
    return Cohort(month, in_words(month), leads, tuple(told[1:]))
