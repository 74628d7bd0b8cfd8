"""Which way a change goes, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """What a change does to what a party owes."""

    TIGHTENS = "tightens"
    LOOSENS = "loosens"
    NEITHER = "neither"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Effect:
    """A direction, and the id of the party that it is for; none where it is for nobody or for nobody knows whom."""

    direction: Direction
    party: str = ""


OPPOSITE = {Direction.TIGHTENS: Direction.LOOSENS, Direction.LOOSENS: Direction.TIGHTENS}
