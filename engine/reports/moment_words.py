"""Moments and pauses of a policy in words: what happens, and who does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.model.conditions import AttributeTest
from engine.model.lead_schema import LeadSchema, Mode, Outreach
from engine.model.moments import (
    ActedBy,
    Decision,
    EventHappens,
    FieldBecomes,
    Moment,
    OutreachMade,
    StageEntered,
    StageLeft,
)
from engine.model.pauses import Between, Pause, UntilBuyer, WhileIn
from engine.reports.clauses import becoming, plain

DEEDS = {
    Outreach.ATTEMPT: "tries to reach the lead",
    Outreach.CONVERSATION: "speaks or writes with the lead",
    Outreach.MEETING: "meets the lead",
}
MODES = {Mode.MANUAL: "by hand", Mode.SEQUENCED: "by a sequence", Mode.AUTOMATED: "by automation"}


@dataclass(frozen=True, slots=True)
class MomentWords:
    """How moments are said in clauses that `party`, named so, owes; `events` are the event types' titles by id."""

    party: str
    events: Mapping[str, str]

    def any_of(self, moments: Iterable[Moment]) -> str:
        """Say what happens, the moments joined by `or`: `the lead enters mql or “Asked for a demo” is recorded`."""
        return " or ".join(self._one(moment) for moment in moments)

    def pause(self, pause: Pause) -> str:
        """Say how long a pause lasts: `while the lead is in on hold`."""
        match pause:
            case WhileIn():
                return f"while the lead is in {listed(map(plain, pause.stages))}"
            case Between():
                return f"from when {self.any_of(pause.opens)} until {self.any_of(pause.ends)}"
            case UntilBuyer():
                return f"from when {self.any_of(pause.opens)} until the buyer does something next"

    def outreach(self, made: OutreachMade) -> str:
        """Say who reaches out, how far, and through what: `a person of Sales tries to reach the lead by hand`."""
        if made.kind not in DEEDS:
            return "any outreach is recorded"
        who = {ActedBy.OWNER: "the lead's owner", ActedBy.TEAM: f"a person of {self.party}", ActedBy.ANYONE: "anyone"}
        how = listed(MODES[mode] for mode in made.modes)
        through = f" through {listed(map(plain, made.channels))}" if made.channels else ""
        return f"{who[made.acted_by]} {DEEDS[made.kind]} {how}{through}"

    def _one(self, moment: Moment) -> str:
        match moment:
            case EventHappens():
                return f"{listed(map(self._event, moment.events))}{where_words(moment.where)} is recorded"
            case StageEntered():
                why = f" for the reason {listed(map(plain, moment.reasons))}" if moment.reasons else ""
                return f"the lead enters {listed(map(plain, moment.stages))}{why}"
            case StageLeft():
                return f"the lead leaves {listed(map(plain, moment.stages))}"
            case OutreachMade():
                return self.outreach(moment)
            case Decision():
                return f"a person of {self.party} moves it to {listed(map(plain, moment.stages))}"
            case FieldBecomes():
                return f"the recorded {plain(moment.test.field)} {becoming(moment.test)}"

    def _event(self, name: str) -> str:
        return f"“{self.events.get(name) or plain(name)}”"


def event_titles(schema: LeadSchema | None) -> Mapping[str, str]:
    """Map the event types of a lead schema to their titles, or to their ids in words."""
    return {event.name: event.title or plain(event.name) for event in schema.events} if schema else {}


def where_words(tests: Iterable[AttributeTest]) -> str:
    """Say what an event's attributes must be: ` with form contact or trial`; nothing if it is all the same."""
    return "".join(f" with {plain(test.attribute)} {listed(test.values)}" for test in tests)


def listed(texts: Iterable[str], last: str = "or") -> str:
    """Join texts as a sentence does: `a, b or c`."""
    *most, end = texts
    return f"{', '.join(most)} {last} {end}" if most else end
