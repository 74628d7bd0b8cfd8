"""A small world for the tests of sources: one schema, files written by the test, relations read back as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.diagnostics import Diagnostics, Location
from engine.evaluation.sources import read_sources
from engine.model.lead_schema import EventType, FieldType, LeadField, LeadSchema, Side
from engine.model.people import Roster
from engine.model.sources import ColumnMap, EventsMap, FieldMap, FileFormat, RecordsMap, Source, Table, TimeMap

AT = Location("sources/crm.yaml", 7, 3)
FIELDS = (
    LeadField("company", FieldType.TEXT),
    LeadField("size", FieldType.CHOICE, choices=("small", "large")),
    LeadField("employees", FieldType.INTEGER),
    LeadField("score", FieldType.DECIMAL),
    LeadField("active", FieldType.BOOLEAN),
    LeadField("founded", FieldType.DATE),
    LeadField("revenue", FieldType.MONEY),
)
SCHEMA = LeadSchema(
    "crm", FIELDS, tuple(EventType(name, Side.SALES) for name in ("call", "mail", "visit")), ("channel", "note")
)


@dataclass(frozen=True)
class Run:
    """The relations of one reading."""

    connection: duckdb.DuckDBPyConnection
    digests: dict[str, str]
    diagnostics: Diagnostics
    steps: list[str] = field(default_factory=list)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> Any:
        ((value,),) = self.rows(query)
        return value

    def fields_of(self, lead: str) -> dict[str, Any]:
        """The values of one lead by field name."""
        found = self.connection.execute("FROM leads WHERE lead_id = ?", [lead])
        names = [name for name, *_ in found.description]
        (values,) = found.fetchall()
        return {name[2:]: value for name, value in zip(names, values, strict=True) if name.startswith("f_")}

    def relations(self) -> dict[str, list[tuple[Any, ...]]]:
        """The relations that may not depend on how the input is laid out in files."""
        return {name: self.rows(f"FROM {name}") for name in ("leads", "events", "coverage", "memberships")}


@dataclass(frozen=True)
class World:
    """Writes files and source maps; every part of the maps can be replaced."""

    folder: Path

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def table(self, *files: str, format: FileFormat = FileFormat.CSV, **more: Any) -> Table:  # noqa: A002 - its word
        return Table(files, format, at=AT, **more)

    def columns(self, *names: str, **more: Any) -> ColumnMap:
        return ColumnMap(names, at=AT, **more)

    def time(self, column: str = "when", format: str = "iso", zone: str = "Europe/Berlin", **more: Any) -> TimeMap:  # noqa: A002 - its word
        return TimeMap(column, format, zone, at=AT, **more)

    def fields(self, *names: str, **more: Any) -> tuple[FieldMap, ...]:
        return tuple(FieldMap(name, self.columns(name), at=AT, **more) for name in names)

    def records(self, table: Table | None = None, *fields: FieldMap, lead: str = "id") -> RecordsMap:
        return RecordsMap(table or self.table("leads.csv"), self.columns(lead), fields, AT)

    def events(self, table: Table | None = None, name: str = "log", **more: Any) -> EventsMap:
        lead, event = more.pop("lead", self.columns("lead")), more.pop("event", self.columns("type"))
        when = more.pop("happened", self.time())
        return EventsMap(name, table or self.table("events.csv"), lead, event, when, at=AT, **more)

    def source(self, records: RecordsMap | None = None, *events: EventsMap, name: str = "crm") -> Source:
        return Source(name, "crm", records or self.records(), events, AT)

    def read(
        self,
        *sources: Source,
        as_of: str = "2030-01-01T00:00:00+00:00",
        rosters: Sequence[Roster] = (),
        threads: int = 2,
    ) -> Run:
        connection = duckdb.connect(config={"threads": threads})
        steps: list[str] = []
        given = {"crm": SCHEMA}
        digests, diagnostics = read_sources(
            connection, sources, given, rosters, self.folder, micros(as_of), steps.append
        )
        return Run(connection, dict(digests), diagnostics, steps)

    def read_events(self, content: str | bytes, leads: str = "id\nL1\nL2\n", **more: Any) -> Run:
        """Read one events file of leads L1 and L2."""
        as_of = {"as_of": more.pop("as_of")} if "as_of" in more else {}
        self.write("leads.csv", leads)
        self.write("events.csv", content)
        return self.read(self.source(None, self.events(**more)), **as_of)

    def read_leads(self, content: str, *fields: FieldMap, **more: Any) -> Run:
        """Read one records file without events."""
        self.write("leads.csv", content)
        return self.read(self.source(self.records(None, *fields)), **more)


def micros(text: str) -> int:
    """µs UTC of an ISO instant with offset."""
    moment = datetime.fromisoformat(text)
    since = moment - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def instant() -> Callable[[str], int]:
    return micros
