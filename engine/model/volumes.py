"""Volume: how many leads one party must bring to a stage in each period."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Location
from engine.model.commitments import Period


@dataclass(frozen=True, slots=True)
class PlannedNumber:
    """A number of the agreement's revenue plan, named by its figure: `mqls`."""

    figure: str
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NumberObjective:
    """The number of leads promised in each period."""

    number: int | PlannedNumber
    each: Period
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Volume:
    """Leads that enter `stage` for the first time ever; `only_met`: only where the stage's requirement held then."""

    name: str
    owed_by: str
    title: str
    stage: str
    only_met: bool
    objective: NumberObjective
    at: Location | None = field(default=None, compare=False, repr=False)
