"""A clock: a cycle with all that judges it, and its verdict under each reading of what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.model.calendars import Calendar
from engine.model.commitments import Acceptance, Cadence, Conversion, FitAtHandOver, Freshness, Response, Then

from . import acceptances, cadences, conversions, fits, responses
from .criteria import Asked
from .cycles import Cycle
from .field_history import Past
from .pauses import with_pauses
from .rows import Inputs, LeadRecord, LogEvent
from .windows import Candidate, candidates_of
from .worlds import Verdict, World, worlds_of


@dataclass(frozen=True)
class Clock:
    """A cycle together with everything that judges it."""

    cycle: Cycle
    lead: LeadRecord
    inputs: Inputs
    calendars: Mapping[str, Calendar]
    as_of: int
    unanswered: bool = False
    """Of a conversion: the entry that made the case waits for an answer that is overdue."""

    @cached_property
    def asked(self) -> Asked:
        reign, log = self.cycle.log.reign, self.cycle.log
        zone, cards, started_at = reign.agreement.zone, reign.agreement.scorecards, self.cycle.start.at
        past = Past.of(self.inputs, self.as_of)
        inputs, criteria = self.inputs, reign.criteria
        return Asked(self.lead, log.events, inputs.coverage, criteria, zone, started_at, cards, past, inputs.quarantine)

    @cached_property
    def candidates(self) -> list[Candidate]:
        cycle, inputs = self.cycle, self.inputs
        found = candidates_of(cycle.commitment, cycle.log, self.calendars, self.asked, cycle.start, inputs)
        found = [replace(c, row_no=c.row_no + cycle.first_row) for c in found]
        return [with_pauses(c, self.cycle, self.calendars, self.as_of) if c.dues else c for c in found]

    @cached_property
    def timed(self) -> list[Candidate]:
        return [c for c in self.candidates if c.allowed is not None]

    @cached_property
    def due_at(self) -> int | None:
        """The earliest due that could be meant."""
        return min((c.due_at for c in self.timed if c.due_at is not None), default=None)

    @cached_property
    def due_last(self) -> int | None:
        """The latest due that could be meant; None if one of them lies beyond a calendar."""
        dues = [c.due_last for c in self.timed]
        return None if None in dues else max((d for d in dues if d is not None), default=None)

    @cached_property
    def worlds(self) -> list[World]:
        return worlds_of(self.candidates, self.cycle.start.at)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        return [self.verdict_in(world) for world in self.worlds]

    @cached_property
    def attempts(self) -> tuple[list[LogEvent], list[LogEvent]]:
        assert isinstance(self.cycle.commitment, Cadence)
        return cadences.candidates_for(self.cycle, self.cycle.commitment.attempts)

    def tally_in(self, world: World) -> cadences.Tally:
        return cadences.tally_in(self.cycle, self.attempts[0], world, self.calendars, self.as_of)

    def verdict_in(self, world: World) -> Verdict:
        match self.cycle.commitment:
            case Response() | Then() | Freshness():
                return responses.verdict(self.cycle, world, self.as_of)
            case Cadence():
                return cadences.verdict(self.cycle, world, self.tally_in(world), self.as_of)
            case Acceptance():
                return acceptances.verdict(self.cycle, world, self.as_of)
            case Conversion():
                return conversions.verdict(self.cycle, world, self.as_of, unanswered=self.unanswered)
            case FitAtHandOver():
                return fits.fitness(self.cycle, self.asked)

    @property
    def always_kept(self) -> bool:
        """Somebody kept it, however the open facts were; silence is told by what nobody did."""
        return bool(self.verdicts) and all(s == "kept" and reason != "deemed" for s, reason in self.verdicts)
