"""The way of the data, from files to relations; the order of the calls is the story."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, has_errors, in_order
from engine.evaluation.sources import doubles, event_log, field_changes, merges, quarantine
from engine.evaluation.sources.change_order import lay_down_changes
from engine.evaluation.sources.coverage import lay_down_coverage
from engine.evaluation.sources.files import digests_of
from engine.evaluation.sources.instants import check_pattern
from engine.evaluation.sources.memberships import lay_down_memberships
from engine.evaluation.sources.opening import attached_name
from engine.evaluation.sources.ordering import forget_rows, lay_down_events
from engine.evaluation.sources.raw_tables import Reading, read_all
from engine.evaluation.sources.records import read_records
from engine.evaluation.sources.statements import drop
from engine.evaluation.sources.zones import SOURCE_DAYS, lay_out_days
from engine.model.lead_schema import LeadField, LeadSchema
from engine.model.people import Roster
from engine.model.sources import FileFormat, Source, TimeMap

if TYPE_CHECKING:
    import duckdb

InputDigests = Mapping[str, str]
_SCRATCH = ("source_faults", "source_set_aside", "raw_rows", "source_files", "malformed_rows", "row_gaps", SOURCE_DAYS)


def _silent(_step: str) -> None:
    """Say nothing."""


def read_sources(  # noqa: PLR0913, PLR0917 - a run is given that much
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    schemas: Mapping[str, LeadSchema],
    rosters: Sequence[Roster],
    data: Path,
    as_of: int,
    on_step: Callable[[str], None] = _silent,
) -> tuple[InputDigests, Diagnostics]:
    """Read what the sources map into the relations that a query reads.

    They are `leads, field_changes, events, coverage, quarantine, set_aside, memberships, merges`.
    Instants are µs UTC; rows behind `as_of` are set aside. The relations are tables of the connection, whose time
    zone becomes UTC; they depend on the content of the files alone, not on the order of rows, how
    they are split into files, or threads. In `quarantine`, rows count from 1 in their file, its
    header excluded. `on_step` hears what is being done.

    Gives the SHA-256 of every file read, by its path relative to `data`, and the faults that stop
    a run (no such file, column or encoding; a file that can't be read); with such a fault the
    relations are not made. Bad rows and cells are no faults: they go to `quarantine`.
    """
    connection.execute("SET TimeZone = 'UTC'").fetchall()
    with tempfile.TemporaryDirectory(prefix="leadpact-") as scratch:
        reading = Reading(connection, data, Path(scratch), on_step)
        reading.faults += [fault for time in _times(sources) for fault in check_pattern(connection, time)]
        read_all(reading, sources)
        if not has_errors(reading.faults):
            _lay_down(reading, sources, schemas, rosters, as_of)
        digests = digests_of(reading.files)
        _clear(reading)
    return digests, in_order(reading.faults)


def _lay_down(
    reading: Reading,
    sources: Sequence[Source],
    schemas: Mapping[str, LeadSchema],
    rosters: Sequence[Roster],
    as_of: int,
) -> None:
    connection = reading.connection
    used = [schemas[name] for name in dict.fromkeys(each.lead_schema for each in sources)] or list(schemas.values())
    attributes = list(dict.fromkeys(name for schema in used for name in schema.attributes))
    lay_out_days(connection, {time.zone for time in _times(sources)} | {roster.zone for roster in rosters})
    quarantine.prepare(connection)
    reading.on_step("typing lead records")
    read_records(connection, sources, _fields(used), reading.raw, as_of)
    event_log.prepare(connection, attributes)
    for each in sources:
        for mapped in each.events:
            reading.on_step(f"reading events of {each.name}/{mapped.name}")
            event_log.read_map(connection, f"{each.name}/{mapped.name}", mapped, schemas[each.lead_schema], reading.raw)
    _read_histories(reading, sources, _fields(used))
    _read_merges(reading, sources, as_of)
    lay_down_changes(connection, _fields(used), as_of)
    drop(connection, *(table.name for table in reading.raw.values()))
    reading.on_step("putting events in order")
    doubles.settle(connection, attributes, as_of)
    lay_down_events(connection, attributes, as_of)
    lay_down_coverage(connection, sources, schemas, as_of)
    forget_rows(connection)
    drop(connection, field_changes.CHANGES_READ)
    lay_down_memberships(connection, rosters)
    quarantine.lay_down(reading)


def _read_histories(reading: Reading, sources: Sequence[Source], fields: Sequence[LeadField]) -> None:
    field_changes.prepare(reading.connection)
    for each in sources:
        for mapped in each.history:
            reading.on_step(f"reading field history of {each.name}/{mapped.name}")
            field_changes.read_map(reading.connection, each, mapped, fields, reading.raw)


def _read_merges(reading: Reading, sources: Sequence[Source], as_of: int) -> None:
    merges.prepare(reading.connection)
    for each in sources:
        for mapped in each.merges:
            reading.on_step(f"reading merges of {each.name}/{mapped.name}")
            merges.read_map(reading.connection, mapped, reading.raw, as_of)
    merges.follow(reading.connection)


def _fields(schemas: Sequence[LeadSchema]) -> list[LeadField]:
    """The fields of all schemas in use; the first schema decides a field's type."""
    fields: dict[str, LeadField] = {}
    for schema in schemas:
        for each in schema.fields:
            fields.setdefault(each.name, each)
    return list(fields.values())


def _times(sources: Sequence[Source]) -> Iterator[TimeMap]:
    for each in sources:
        yield from (f.known_since for f in each.records.fields if f.known_since)
        for mapped in each.events:
            yield mapped.happened
            yield from [mapped.recorded] if mapped.recorded else []
        yield from (mapped.changed for mapped in each.history)
        yield from (mapped.merged for mapped in each.merges if mapped.merged)


def _clear(reading: Reading) -> None:
    drop(reading.connection, *_SCRATCH, *(table.name for table in reading.raw.values()))
    for table, raw in reading.raw.items():
        if table.format is FileFormat.DUCKDB:
            for file, _ in raw.files:
                reading.connection.execute(f"DETACH {attached_name(file)}").fetchall()
