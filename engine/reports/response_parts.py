"""Where the time of responses went: until routed to the party, until assigned to a person, until that person acted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.evaluation.results import Row
from engine.reports.instants import Instant, Length, instant, length


@dataclass(frozen=True, slots=True)
class ResponseParts:
    """The parts of one clock's time, which add up to what it took; None for a part that the events don't tell."""

    routed: Instant | None
    assigned: Instant | None
    routing: Length | None
    assignment: Length | None
    rep: Length | None
    whole: Length


@dataclass(frozen=True, slots=True)
class PartTotals:
    """The parts of all answers of one measure, added up: of `told` of `clocks` the events tell them."""

    clocks: int
    told: int
    routing: Length
    assignment: Length
    rep: Length

    @property
    def whole(self) -> Length:
        """What the parts add up to."""
        parts = (self.routing, self.assignment, self.rep)
        return Length(sum(part.microseconds for part in parts), self.rep.working)


def part_totals(rows: Iterable[Row]) -> tuple[PartTotals, ...]:
    """Give rows of `response_part_totals` of one commitment's version, the measure with the most answers first."""
    found = [
        PartTotals(
            int(row["clocks"]),
            int(row["told"]),
            *(Length(int(row[part]), row["in_business"]) for part in ("routing", "assignment", "rep")),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda totals: (-totals.clocks, totals.rep.working)))


def parts_of(rows: Iterable[Row], zone: str) -> ResponseParts | None:
    """Give the row of `response_parts` of one clock; None if it has none."""
    row = next(iter(rows), None)
    if row is None:
        return None
    working = row["in_business"]
    return ResponseParts(
        instant(row["routed_at"], zone),
        instant(row["assigned_at"], zone),
        length(row["routing"], working=working),
        length(row["assignment"], working=working),
        length(row["rep"], working=working),
        Length(row["whole"], working),
    )
