"""Clocks counted by period, and whether the objective is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from engine.model.agreements import Agreement
from engine.model.commitments import Objective, Period

from .rows import Row

Told = tuple[str, bool, str | None, bool]
"""A clock's state, whether it rests on silence, what it would be if it weren't waived, whether it was logged late."""
COUNTED = (
    "kept",
    "late",
    "breached",
    "running",
    "at_risk",
    "paused",
    "cancelled",
    "exempt",
    "waived",
    "unknown",
    "not_applicable",
)


def verdict_of(objective: Objective, counts: Mapping[str, int]) -> str:
    """Met if it holds with every open and unknown clock broken, missed if it fails with all of them kept."""
    pending = counts["running"] + counts["at_risk"] + counts["paused"]
    decided = counts["kept"] + counts["late"] + counts["breached"]
    n = decided + pending + counts["unknown"]
    if n < objective.min_cases:
        return "too_few"
    if counts["kept"] * objective.share.denominator >= objective.share.numerator * n:
        return "met"
    at_best = counts["kept"] + pending + counts["unknown"]
    if at_best * objective.share.denominator < objective.share.numerator * n:
        return "missed"
    return "open" if pending else "unknown"


def attainment_of(agreements: Sequence[Agreement], clocks: Sequence[Row]) -> list[Row]:
    """A row per version, commitment, period and value of a dimension; clocks under no version are not promised."""
    objectives = {(a.name, a.version, c.name): c.objective for a in agreements for c in a.commitments}
    segments = {(a.name, a.version): a.segments for a in agreements}
    cells = []
    for clock in clocks:
        objective = objectives.get((clock["policy"], clock["version"], clock["commitment"]))
        period = clock[(Period.MONTH if objective is None else objective.each).value]
        cell = (clock["policy"], clock["version"], clock["commitment"], period)
        values = [("all", ""), ("owner", clock["owner"])]
        values += [(name, clock[f"s_{name}"]) for name in segments.get((clock["policy"], clock["version"]), ())]
        told = (clock["state"], clock["deemed"], clock["waived_as"], clock["logged_late"])
        cells += [((*cell, dimension, value), told) for dimension, value in values]
    cells.sort(key=lambda c: tuple((part is None, part or "") for part in c[0]))
    return [
        counted(key, objectives.get(key[:3]), Counter(states for _, states in group))
        for key, group in groupby(cells, key=lambda c: c[0])
    ]


def counted(key: tuple[str, ...], objective: Objective | None, found: Counter[Told]) -> Row:
    counts = Counter[str]()
    for (state, _, _, _), number in found.items():
        counts[state] += number
    return {
        **dict(zip(("policy", "version", "commitment", "period", "dimension", "value"), key, strict=True)),
        "clocks": counts.total(),
        **{state: counts[state] for state in COUNTED},
        **beside("deemed", (state for state, deemed, _, _ in found.elements() if deemed)),
        **beside("logged_late", (state for state, _, _, late in found.elements() if late)),
        **beside("waived", (state for _, _, state, _ in found.elements() if state)),
        "share_num": objective and objective.share.numerator,
        "share_den": objective and objective.share.denominator,
        "min_cases": objective and objective.min_cases,
        "verdict": "no_objective" if objective is None else verdict_of(objective, counts),
    }


def beside(name: str, states: Iterable[str]) -> Row:
    """How many of some clocks are, or would be, kept and broken."""
    counts = Counter(states)
    return {f"{name}_kept": counts["kept"], f"{name}_broken": counts["late"] + counts["breached"]}
