"""An agreement version: parties, stages, criteria and commitments from an instant on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.diagnostics import Location
from engine.model.capacities import Capacity
from engine.model.commitments import Commitment, Freshness, Period
from engine.model.conditions import Condition, Criterion, FieldTest, Operator
from engine.model.durations import Duration
from engine.model.examples import Example
from engine.model.moments import EventHappens
from engine.model.repetitions import calendars_named
from engine.model.revenue_plans import RevenuePlan, plural
from engine.model.scorecards import Scorecard
from engine.model.volumes import PlannedNumber, Volume
from engine.model.window_rows import WindowRow


@dataclass(frozen=True, slots=True)
class Party:
    """A department that signs; `signs` is the role of its head."""

    id: str
    name: str
    signs: str
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """A station of a lead.

    `reasons` makes it a rejection stage; `entered_by` overrides the schema's stage-naming events;
    `requires` names the criterion that must hold at entry.
    """

    name: str
    held_by: str
    definition: str = ""
    requires: str | None = None
    next: tuple[str, ...] = ()
    final: bool = False
    reasons: tuple[str, ...] = ()
    entered_by: tuple[EventHappens, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Review:
    """How often both parties look at the agreement, and how long before its end one of them gives notice.

    `reviewed` is the date on which they last did, where somebody notes it.
    """

    every: Period
    notice: Duration | None = None
    reviewed: date | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of an agreement, in force from `starts` (µs UTC) until the next version starts.

    `ends` (µs UTC) only on a last version that is declared to end; `binding_from` makes all
    verdicts before it a trial. `commitments` are those that run clocks; `volumes` count leads. `examples` bind nobody.
    """

    name: str
    version: str
    title: str
    zone: str
    starts: int
    ends: int | None
    lead_schema: str
    calendar: str
    glossary: str | None
    parties: tuple[Party, ...]
    hand_over: str
    scope: Condition | None
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]
    commitments: tuple[Commitment, ...]
    segments: tuple[str, ...] = ()
    scorecards: tuple[Scorecard, ...] = ()
    volumes: tuple[Volume, ...] = ()
    revenue_plan: RevenuePlan | None = None
    capacities: tuple[Capacity, ...] = ()
    review: Review | None = None
    binding_from: int | None = None
    examples: tuple[Example, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """`agreement@version`."""
        return f"{self.name}@{self.version}"

    @property
    def calendars_used(self) -> tuple[str, ...]:
        """The calendars that it names, its own first, then in the order of its clauses.

        That of a commitment whose rows all name others still says on which dates attempts fall; those of its people
        come last.
        """
        named = (name for owed in self.commitments for name in calendars_named(owed))
        of_people = (each.calendar for capacity in self.capacities for each in capacity.people)
        return tuple(dict.fromkeys((self.calendar, *(name for name in named if name is not None), *of_people)))

    def calendar_of(self, commitment: Commitment, row: WindowRow) -> str:
        """Tell on which calendar a row's time runs: its own, else the commitment's, else the agreement's."""
        return row.calendar or commitment.calendar or self.calendar

    def fact_of(self, freshness: Freshness) -> FieldTest:
        """Ask whether the fact is known that the party is to find out: the field has a value that is not stale.

        Raises LookupError for a criterion that asks for anything but one field.
        """
        for criterion in self.criteria:
            if criterion.name == freshness.finds_out and isinstance(criterion.condition, FieldTest):
                return FieldTest(criterion.condition.field, Operator.KNOWN, (), criterion.condition.good_for)
        raise LookupError(freshness.finds_out)

    def number_promised(self, volume: Volume) -> int:
        """How many leads a volume of this version promises in each of its periods.

        Raises KeyError for a figure that the revenue plan doesn't have.
        """
        number = volume.objective.number
        if not isinstance(number, PlannedNumber):
            return number
        if self.revenue_plan is None:
            raise KeyError(number.figure)
        stage = {plural(stage): stage for stage in self.revenue_plan.entries_a_year}[number.figure]
        return self.revenue_plan.promised(stage, volume.objective.each)
