"""Pauses: while one lasts, a clock stands still."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Location
from engine.model.durations import Duration
from engine.model.moments import Moment


@dataclass(frozen=True, slots=True)
class WhileIn:
    """As long as the lead is in one of these stages."""

    stages: tuple[str, ...]
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Between:
    """From one moment until the next of others."""

    opens: tuple[Moment, ...]
    ends: tuple[Moment, ...]
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class UntilBuyer:
    """From a moment until the buyer does something next."""

    opens: tuple[Moment, ...]
    at: Location | None = field(default=None, compare=False, repr=False)


Pause = WhileIn | Between | UntilBuyer


@dataclass(frozen=True, slots=True)
class Pauses:
    """What pauses a clock; where several last at once, their time counts once.

    `budget` is the most that all pauses of one clock may add; None is as much as they last.
    """

    sources: tuple[Pause, ...] = ()
    budget: Duration | None = None

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Every moment that opens or ends one of them."""
        found: list[Moment] = []
        for source in self.sources:
            if not isinstance(source, WhileIn):
                found += source.opens
            if isinstance(source, Between):
                found += source.ends
        return tuple(found)


NEVER_PAUSED = Pauses()
