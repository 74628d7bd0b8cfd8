"""The compiler's table of fading points, held against a computation with eighty digits."""

from __future__ import annotations

import pytest

from engine.compiler.fading import faded
from tests.reference.scores import halved


@pytest.mark.parametrize(
    ("points", "age", "expected"),
    [(15, 0, 15), (15, 7, 11), (15, 14, 8), (15, 28, 4), (15, 42, 2), (15, 56, 1), (15, 68, 1), (15, 69, 0)],
)
def test_points_halve_every_half_life_and_halves_round_away_from_zero(points, age, expected):
    """15 · 2^(-1/2) = 10.6; 15 / 2 = 7.5; 15 · 2^(-68/14) = 0.518; 15 · 2^(-69/14) = 0.493."""
    table = faded(points, 14)
    assert (table[age] if age < len(table) else 0) == halved(points, 14, age) == expected
    assert halved(-points, 14, age) == -expected
    assert faded(-points, 14) == [-p for p in table]


@pytest.mark.parametrize("half_life", [1, 3, 7, 30, 999])
def test_the_table_of_whole_numbers_is_what_eighty_digits_give(half_life):
    for points in (1, 2, 7, 40, 999):
        table = faded(points, half_life)
        ages = {*range(min(len(table), 40)), len(table) // 2, len(table) - 1, len(table)}
        for age in ages:
            assert (table[age] if age < len(table) else 0) == halved(points, half_life, age)
