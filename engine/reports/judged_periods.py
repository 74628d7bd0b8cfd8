"""Which periods a report judges a commitment over: those asked for, else the last ended and the current one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.evaluation.results import Results
from engine.model.agreements import Agreement
from engine.model.commitments import Period
from engine.reports.instants import Instant
from engine.reports.periods import each_of, last_and_current


@dataclass(frozen=True, slots=True)
class Judging:
    """What all commitments of an agreement are judged with: its versions, the one in force, the periods asked."""

    results: Results
    versions: tuple[Agreement, ...]
    head: Agreement
    asked: tuple[str, ...] | None

    @property
    def now(self) -> Instant:
        """The instant asked at, in the zone of the version in force."""
        return Instant(self.results.identity.as_of, self.head.zone)

    def each(self, commitment: str) -> dict[str, Period]:
        """The span over which each version judges a commitment; a month where it has no objective."""
        said = {a.version: c.objective for a in self.versions for c in a.commitments if c.name == commitment}
        return {a.version: (o.each if (o := said.get(a.version)) else Period.MONTH) for a in self.versions}

    def periods(self, each: Iterable[Period]) -> tuple[str, ...]:
        """The last ended and the current period of each span; where others are asked for, those of them that fit."""
        each = set(each)
        if self.asked is not None:
            return tuple(period for period in self.asked if each_of(period) in each) or self.asked
        return last_and_current(self.now, each)

    def judged(self, commitment: str) -> tuple[str, ...]:
        """The periods in which a commitment is judged, those of the version in force first."""
        each = self.each(commitment)
        return self.periods([each[self.head.version], *each.values()])
