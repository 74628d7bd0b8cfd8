"""The command that makes a report again: all that decides its bytes beside the policies, the inputs and the versions.

Folders are no part of it: the same inputs give the same bytes wherever they lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.reports.instants import Instant

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wished:
    """What both verbs that make reports are told: when and at which source they look, and how at missing history."""

    as_of: Instant
    source: str = ""
    strict_history: bool = False


def check_again(wished: Wished, periods: Sequence[str]) -> Command:
    """The words of `leadpact check` for a run that judged these periods; none are the last ended and the current."""
    named = [word for period in periods for word in ("--period", period)]
    return ("leadpact", "check", *named, *_told(wished))


def report_again(wished: Wished, period: str, form: str, sample: tuple[int, int]) -> Command:
    """The words of `leadpact report` for a period (empty: the usual ones) in a form, with a sample of a size by a seed.

    Its file is named for its form, which follows from the name.
    """
    size, seed = sample
    named = ("--period", period) if period else ()
    drawn = ("--sample", str(size), "--seed", str(seed)) if size else ()
    return ("leadpact", "report", *named, *drawn, *_told(wished), "--out", f"report.{form}")


def _told(wished: Wished) -> Iterator[str]:
    yield from ("--as-of", wished.as_of.local.isoformat())
    yield from ("--source", wished.source) if wished.source else ()
    yield from ("--strict-history",) if wished.strict_history else ()
