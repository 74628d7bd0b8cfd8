"""What one scenario says: policies, leads, events, and the moment at which it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.diagnostics import Diagnostics, as_text
from engine.model.lead_schema import LeadSchema

Row = dict[str, str]


class BadScenarioError(AssertionError):
    """The scenario itself can't be run: its policies do not load, or it never says what time it is."""

    @classmethod
    def of(cls, diagnostics: Diagnostics) -> BadScenarioError:
        """With everything that was found."""
        return cls(as_text(diagnostics))


@dataclass(frozen=True)
class StageWords:
    """How the lead schema calls the event that moves a lead, and its attributes for the stage and the reason."""

    event: str = "stage_changed"
    stage: str = "to_stage"
    reason: str | None = "reason"


def stage_words(schema: LeadSchema) -> StageWords:
    """Those of a lead schema's first event type that names a stage."""
    moving = [StageWords(one.name, one.names_stage, one.names_reason) for one in schema.events if one.names_stage]
    return moving[0] if moving else StageWords()


@dataclass
class Scenario:
    """The saying of the Given and When steps, gathered until a Then step asks.

    `folder` is the scenario's own; `zone` is where its wall times are read, once policies are known; `fields` are those
    of the lead schema, of which a scenario tells every change that there is.
    """

    folder: Path
    zone: str = "UTC"
    lead_schema: str = ""
    stage_words: StageWords = StageWords()
    fields: tuple[str, ...] = ()
    leads: dict[str, Row] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    merges: list[Row] = field(default_factory=list)
    strict_history: bool = False
    complete_until: str = ""
    asked_at: str = ""

    @property
    def policies(self) -> Path:
        """The folder of the scenario's policies."""
        return self.folder / "policies"

    @property
    def maps(self) -> Path:
        """The folder of the source map that tells how its exports are read."""
        return self.folder / "maps"

    @property
    def data(self) -> Path:
        """The folder of the scenario's exports."""
        return self.folder / "data"

    @property
    def as_of(self) -> int:
        """The instant asked at, in µs UTC."""
        if not self.asked_at:
            raise BadScenarioError("no step says what time it is: `When it is 2026-01-14 09:00`")
        return instant(self.asked_at, self.zone)

    def learn(self, zone: str, schema: LeadSchema) -> None:
        """Takes the zone of its wall times and the words of its leads from policies."""
        self.zone, self.lead_schema, self.stage_words = zone, schema.name, stage_words(schema)
        self.fields = tuple(str(field.name) for field in schema.fields)

    def happens(self, lead: str, event: str, on: str, by: str = "", **attributes: str) -> None:
        """Notes an event; rows of an export are numbered in the order said."""
        number = f"{len(self.events) + 1:06d}"
        self.events.append({"id": number, "lead": lead, "event": event, "on": on, "by": by, **attributes})

    def enters(self, lead: str, stage: str, on: str, by: str = "", reason: str | None = None) -> None:
        """Notes that a lead enters a stage, in the words of the lead schema."""
        words = self.stage_words
        if reason and not words.reason:
            raise BadScenarioError(f"no attribute of `{words.event}` names a reason: add `names_reason` to it")
        why = {words.reason: reason or ""} if words.reason else {}
        self.happens(lead, words.event, on, by, **{words.stage: stage}, **why)


def instant(text: str, zone: str) -> int:
    """A wall time of the zone, or an instant with an offset, as µs UTC."""
    at = datetime.fromisoformat(text)
    return round((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).timestamp()) * 1_000_000


def printed(micros: int, zone: str) -> str:
    """An instant as scenarios write it, on the wall of the zone."""
    return on_the_wall(datetime.fromtimestamp(micros // 1_000_000, ZoneInfo(zone)))


def on_the_wall(at: datetime) -> str:
    """A wall time as scenarios write it: `Mon 12 Jan 2026 10:00`."""
    return f"{at:%a} {at.day} {at:%b %Y %H:%M}"
