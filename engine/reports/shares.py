"""Counts by state that add up, and the shares made of them, printed so that no rounding hides a miss."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from engine.evaluation.results import Row

STATES = (
    *("kept", "late", "breached", "running", "at_risk", "paused"),
    *("cancelled", "exempt", "waived", "unknown", "not_applicable"),
)
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clocks are in each state; `clocks` is their sum."""

    clocks: int = 0
    kept: int = 0
    late: int = 0
    breached: int = 0
    running: int = 0
    at_risk: int = 0
    paused: int = 0
    cancelled: int = 0
    exempt: int = 0
    waived: int = 0
    unknown: int = 0
    not_applicable: int = 0

    @property
    def broken(self) -> int:
        """Done too late, or not at all."""
        return self.late + self.breached

    @property
    def decided(self) -> int:
        """Kept or broken."""
        return self.kept + self.broken

    @property
    def open(self) -> int:
        """Still running, or standing still."""
        return self.running + self.at_risk + self.paused

    @property
    def counted(self) -> int:
        """All that the objective is about: decided, open and unknown."""
        return self.decided + self.open + self.unknown

    def __add__(self, other: Tally) -> Tally:
        return tally_of({name: getattr(self, name) + getattr(other, name) for name in ("clocks", *STATES)})


def tally_of(row: Row) -> Tally:
    """Read the counts of a row of `attainment`. Raises ValueError if they do not add up."""
    tally = Tally(int(row["clocks"]), *(int(row[state]) for state in STATES))
    if sum(getattr(tally, state) for state in STATES) != tally.clocks:
        raise ValueError(f"counts by state do not add up to {tally.clocks} clocks: {dict(row)}")
    return tally


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, and how it is printed: `91.2 %`, `too few` or `none decided`.

    `low` and `high` are the share with every open and unknown case counted as broken and as kept;
    `interval` is Wilson's at 95 %. All are texts; `None` where there is nothing to say.
    """

    part: int
    whole: int
    text: str
    low: str | None = None
    high: str | None = None
    interval: tuple[str, str] | None = None


def percent(part: int, whole: int, objective: Fraction | None = None) -> str:
    """Print part ÷ whole with one decimal, or as many as tell it from 0, from 100 % and from the objective."""
    share = Fraction(part, whole)
    if share in (0, 1):
        return f"{int(share) * 100} %"
    decimals = 1
    while decimals < len(str(whole)) + 12:
        scale = 100 * 10**decimals
        rounded = (2 * share.numerator * scale + share.denominator) // (2 * share.denominator)
        if Fraction(rounded, scale) == share or Fraction(rounded, scale) not in (0, 1, objective):
            break
        decimals += 1
    return f"{rounded // 10**decimals}.{rounded % 10**decimals:0{decimals}d} %"


def both_ends(part: int, other: int, whole: int, objective: Fraction | None) -> tuple[str, str]:
    """Print both ends of a range with as many decimals as the one that needs more; 0 and 100 % stay what they are."""
    low, high = percent(part, whole, objective), percent(other, whole, objective)
    decimals = max(len(text.partition(".")[2].removesuffix(" %")) for text in (low, high))
    low, high = (fixed(end, whole, decimals) if "." in text else text for text, end in ((low, part), (high, other)))
    return low, high


def fixed(part: int, whole: int, decimals: int) -> str:
    """Print part ÷ whole with so many decimals, half of the last one rounded up."""
    scale = 100 * 10**decimals
    rounded = (2 * part * scale + whole) // (2 * whole)
    return f"{rounded // 10**decimals}.{rounded % 10**decimals:0{decimals}d} %"


def promised(objective: Fraction) -> str:
    """Print an objective as it was written: `95 %`, `97.5 %`."""
    text = percent(objective.numerator, objective.denominator, objective)
    return text.replace(".0 %", " %")


def wilson(part: int, whole: int) -> tuple[str, str]:
    """Give Wilson's 95 % interval of a share, in whole tenths of a percent; it is shown and decides nothing."""
    p, z2 = part / whole, Z_95 * Z_95
    centre, spread = p + z2 / (2 * whole), Z_95 * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole))
    low, high = (centre - spread) / (1 + z2 / whole), (centre + spread) / (1 + z2 / whole)
    return f"{max(0.0, low) * 100:.1f} %", f"{min(1.0, high) * 100:.1f} %"


def share_kept(tally: Tally, objective: Fraction | None, *, verdict: str) -> Share:
    """Kept ÷ decided of a tally; a verdict of `too_few` gives words instead of a percentage."""
    if verdict == "too_few":
        return Share(tally.kept, tally.decided, "too few")
    low = high = None
    if tally.counted > tally.decided:
        low, high = both_ends(tally.kept, tally.kept + tally.open + tally.unknown, tally.counted, objective)
    if not tally.decided:
        return Share(0, 0, "none decided", low, high)
    text = percent(tally.kept, tally.decided, objective)
    return Share(tally.kept, tally.decided, text, low, high, wilson(tally.kept, tally.decided))


def share_without(tally: Tally, kept: int, broken: int, objective: Fraction | None) -> Share | None:
    """Kept ÷ decided without so many of the cases, left out of both; None where there are none to leave out."""
    if not kept + broken:
        return None
    return _decided(tally.kept - kept, tally.decided - kept - broken, objective)


def share_with(tally: Tally, kept: int, broken: int, objective: Fraction | None) -> Share | None:
    """Kept ÷ decided with so many more cases, added to both; None where there are none to add."""
    return _decided(tally.kept + kept, tally.decided + kept + broken, objective) if kept + broken else None


def _decided(part: int, whole: int, objective: Fraction | None) -> Share:
    return Share(part, whole, percent(part, whole, objective) if whole else "none decided")
