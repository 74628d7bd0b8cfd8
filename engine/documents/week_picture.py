"""The picture of a week: when leads come and when they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.documents.charts import Datum
from engine.documents.distributions import pictures_of
from engine.documents.pictures import Picture
from engine.documents.time_words import WEEKDAYS
from engine.documents.words import noun
from engine.reports.compliance import AgreementView
from engine.reports.weeks import DAYS, HOURS, WeekView

LEVELS = 4
PARTS = ((0, 8), (8, 12), (12, 18), (18, 24))
TOP = {"arrived": 1.4, "answered": 10.8}
GAP = 0.08
Cells = Mapping[tuple[int, int], int]


def pictures_by_commitment(agreement: AgreementView) -> dict[str, tuple[Picture, ...]]:
    """Give the pictures of each commitment, in order: its trend, its times or attempts, its week."""
    weeks = {week.commitment: week_picture(week) for week in agreement.weeks}
    return {c.name: (*pictures_of(c), *([weeks[c.name]] if c.name in weeks else [])) for c in agreement.commitments}


def week_picture(week: WeekView) -> Picture:
    """Show arrivals against answers by weekday and hour, both on one scale."""
    arrived = {(day, hour): n for day, hour, n, _ in week.cells}
    answered = {(day, hour): n for day, hour, _, n in week.cells}
    most = max((*arrived.values(), *answered.values()), default=0)
    came, answers = _busiest(arrived, noun(week.arrived, "case")), _busiest(answered, noun(week.answered, "answer"))
    title = f"The busiest hour: {came}; for answers: {answers}."
    return Picture(
        title=title,
        note="By weekday and hour in the agreement's zone; both parts have one scale, the fuller the darker.",
        alt=f"Arrivals against answers by weekday and hour. {title} The table has the counts.",
        chart="week",
        data={
            "cells": [*_cells(arrived, TOP["arrived"], most), *_cells(answered, TOP["answered"], most)],
            "days": [
                {"middle": top + day + 0.5, "label": WEEKDAYS[day]} for top in TOP.values() for day in range(DAYS)
            ],
            "hours": [{"at": hour, "label": f"{hour}:00"} for hour in (0, 6, 12, 18)],
            "parts": [
                {"at": TOP["arrived"] - 0.75, "label": f"arrived: {week.arrived:,}"},
                {"at": TOP["answered"] - 0.75, "label": f"answered: {week.answered:,}"},
            ],
        },
        params={},
        header=("Weekday", *(f"{what} {a}–{b} h" for what in ("Arrived", "Answered") for a, b in PARTS)),  # noqa: RUF001 - a span
        rows=tuple(
            (WEEKDAYS[day], *(f"{_between(cells, day, *part):,}" for cells in (arrived, answered) for part in PARTS))
            for day in range(DAYS)
        ),
    )


def _busiest(cells: Cells, of: str) -> str:
    """Name the hour with most, and how many of all that is; the earliest of several."""
    count, day, hour = max(((n, -day, -hour) for (day, hour), n in cells.items()), default=(0, 0, 0))
    return f"{WEEKDAYS[-day]}, {-hour}:00 to {1 - hour}:00, with {count:,} of {of}" if count else "none"


def _between(cells: Cells, day: int, first: int, last: int) -> int:
    return sum(cells.get((day, hour), 0) for hour in range(first, last))


def _cells(cells: Cells, top: float, most: int) -> Sequence[Datum]:
    return [
        {
            "from": hour + GAP,
            "to": hour + 1 - GAP,
            "top": top + day + GAP,
            "below": top + day + 1 - GAP,
            "level": -(-LEVELS * cells.get((day, hour), 0) // most) if most else 0,
        }
        for day in range(DAYS)
        for hour in range(HOURS)
    ]
