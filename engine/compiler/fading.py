"""How points fade: a table of whole numbers made when compiling, because engines differ in the last bit of a power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.compiler.query import GivenTable
from engine.compiler.score_lines import LineKey, share_of
from engine.model.scorecards import FadingStep


def faded(points: int, half_life: int) -> list[int]:
    """Give what `points` are worth at each age in whole days, from 0 on, while that rounds to anything but 0.

    Points halve every `half_life` days; halves round away from zero. Exact: a worth of at least m - 1/2 at age a
    means (2m-1)^h * 2^a <= (2p)^h for p points and a half-life of h days.
    """
    most = abs(points)
    whole = (2 * most) ** half_life
    last_age = [(whole // (2 * m - 1) ** half_life).bit_length() - 1 for m in range(1, most + 1)]
    worth = [0] * (last_age[0] + 1)
    for age in last_age:
        worth[age] += 1
    for age in range(len(worth) - 2, -1, -1):
        worth[age] += worth[age + 1]
    return [w if points > 0 else -w for w in worth]


def stepped(points: int, steps: Sequence[FadingStep]) -> list[int]:
    """Give what `points` are worth at each age before the last step, from 0 on."""
    bounds = [0, *(step.after for step in steps)]
    shares = [100, *(step.percent for step in steps)]
    return [share_of(points, shares[i]) for i, step in enumerate(steps) for _ in range(step.after - bounds[i])]


def _worth(key: LineKey) -> list[int]:
    if key.steps:
        return stepped(key.points, key.steps)
    return [] if key.half_life is None else faded(key.points, key.half_life)


def fading_table(lines: Mapping[LineKey, int]) -> GivenTable:
    """`fading(line, age, points)`: what an event of a fading line is worth at an age in days."""
    rows = [(number, age, points) for key, number in lines.items() for age, points in enumerate(_worth(key))]
    return GivenTable(
        "fading",
        {
            "line": ("INTEGER", [r[0] for r in rows]),
            "age": ("BIGINT", [r[1] for r in rows]),
            "points": ("BIGINT", [r[2] for r in rows]),
        },
    )
