"""Numbers that a plan tries in place of those promised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.pipeline.comparing import NoSideError

if TYPE_CHECKING:
    from engine.model.durations import Duration

LENGTH = re.compile(r"(\d{1,5}) ([a-z ]+)", re.ASCII)
SHARE = re.compile(r"(100|\d{1,2}(?:\.\d{1,6})?) ?%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which numbers to try: `commitments` names those to try them for; without any, those that the change touches.

    `windows` and `objectives` stand in for the common ones.
    """

    commitments: Sequence[str] = ()
    windows: Sequence[Duration] = ()
    objectives: Sequence[Fraction] = ()


def numbers_to_try(commitments: Sequence[str], windows: Sequence[str], objectives: Sequence[str]) -> Numbers:
    """Read the numbers to try.

    Raises:
        NoSideError: one is no length of time, or no share.
    """
    return Numbers(commitments, tuple(map(_window, windows)), tuple(map(_share, objectives)))


def _window(text: str) -> Duration:
    from engine.model.durations import Duration, Unit

    found = LENGTH.fullmatch(text)
    unit = f"{found[2].removesuffix('s')}s" if found else ""
    if found is None or unit not in list(Unit):
        raise NoSideError(f"`{text}` is no length of time", f"write it like `2 business hours`, in {', '.join(Unit)}")
    return Duration(int(found[1]), Unit(unit))


def _share(text: str) -> Fraction:
    found = SHARE.fullmatch(text)
    if found is None:
        raise NoSideError(f"`{text}` is no share", "write it like `90%`")
    return Fraction(found[1]) / 100
