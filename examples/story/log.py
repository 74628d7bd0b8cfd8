"""What the CRM and the web tracker write down while a lead is worked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from story.people import INTEGRATION

EXPORTED = datetime(2026, 7, 1, 4, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
Row = dict[str, str]


def local(at: datetime) -> str:
    """As the CRM's export prints a time: German, on Berlin's wall, without a zone."""
    return at.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M:%S")


@dataclass
class Entry:
    """One row of an export, with the instant it tells of."""

    at: datetime
    row: Row


@dataclass
class Log:
    """The events of one lead, by export."""

    lead: str
    activities: list[Entry] = field(default_factory=list)
    changes: list[Entry] = field(default_factory=list)
    visits: list[Entry] = field(default_factory=list)

    def act(self, at: datetime, what: str, who: str, medium: str = "", campaign: str = "") -> None:
        """An activity: `what` is its type and outcome as `Call / No answer`."""
        kind, outcome = what.split(" / ")
        row = {"Associated Record ID": self.lead, "Activity Type": kind, "Outcome": outcome, "Activity Date": local(at)}
        row |= {"Logged At": local(at + timedelta(minutes=2)), "Assigned To": who, "Medium": medium}
        self.activities.append(Entry(at, row | {"Campaign": campaign}))

    def move(self, at: datetime, stage: str, who: str, reason: str = "") -> None:
        """A change of the lifecycle stage."""
        self._change(at, "Lifecycle Stage", stage, who, reason)

    def hand_to(self, at: datetime, owner: str) -> None:
        """A change of the owner."""
        self._change(at, "Contact owner", owner, INTEGRATION, "")

    def visit(self, at: datetime, what: str, campaign: str = "") -> None:
        """Something the buyer did on the site or at an event."""
        row = {"contact_id": self.lead, "event_type": what, "utm_campaign": campaign}
        self.visits.append(Entry(at, row | {"timestamp_ms": str(int(at.timestamp()) * 1000)}))

    def _change(self, at: datetime, what: str, value: str, who: str, reason: str) -> None:
        row = {"Record ID": self.lead, "Property": what, "New Value": value, "Reason": reason}
        text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.changes.append(Entry(at, row | {"Changed At": text, "Changed By": who}))
