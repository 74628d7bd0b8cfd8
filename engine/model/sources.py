"""How exports become lead records and events: files, columns, value maps, time formats."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum

from engine.diagnostics import Location


class FileFormat(StrEnum):
    """What a file holds; gz-compressed CSV and JSON Lines are recognised by their ending."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    DUCKDB = "duckdb"


@dataclass(frozen=True, slots=True)
class Table:
    """One or more files (a glob is allowed), relative to the data folder, or a table in a DuckDB file."""

    files: tuple[str, ...]
    format: FileFormat
    delimiter: str | None = None
    encoding: str = "utf-8"
    table: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where a value comes from: columns (several are joined by ` / `) or a constant; then a value map.

    `empty` lists raw texts that mean no value, beside the empty cell. With `values`, a text that the map does not
    name is kept as it is, unless `others` says `ignore` (the row is set aside and counted) or
    `quarantine`.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    others: str = "keep"
    empty: tuple[str, ...] = ()
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TimeMap:
    """An instant's column.

    `format` is `iso`, `date`, `epoch seconds`, `epoch milliseconds` or a strptime pattern; a text
    without an offset is wall time in `zone`; a date stands for the whole day.
    `empty` is `skip` (no such event) or `quarantine`.
    """

    column: str
    format: str
    zone: str
    empty: str = "quarantine"
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A lead field's column; `known_since` is the column that tells when it was set or confirmed.

    `currency` is the constant currency of a money column that holds bare amounts.
    """

    name: str
    value: ColumnMap
    known_since: TimeMap | None = None
    currency: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RecordsMap:
    """The lead records: one row a lead; equal rows of one lead are one record."""

    table: Table
    lead: ColumnMap
    fields: tuple[FieldMap, ...]
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventsMap:
    """One event file.

    `complete_from` and `complete_until` (µs UTC) state its coverage; without `complete_until` it
    is the file's last event.
    """

    name: str
    table: Table
    lead: ColumnMap
    event: ColumnMap
    happened: TimeMap
    id: ColumnMap | None = None
    recorded: TimeMap | None = None
    sequence: str | None = None
    actor: ColumnMap | None = None
    attributes: tuple[tuple[str, ColumnMap], ...] = ()
    complete_from: int | None = None
    complete_until: int | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HistoryMap:
    """One table of changes: a row says that a field of a lead took a new value, and maybe what it held before.

    `field` names the field: a constant, or a column whose texts `values` names. A value without a map of its own is
    read as the records read the field. Coverage as in `EventsMap`.
    """

    name: str
    table: Table
    lead: ColumnMap
    field: ColumnMap
    new_value: ColumnMap
    changed: TimeMap
    old_value: ColumnMap | None = None
    id: ColumnMap | None = None
    sequence: str | None = None
    currency: str | None = None
    complete_from: int | None = None
    complete_until: int | None = None
    at: Location | None = dataclasses.field(default=None, compare=False, repr=False)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it tells of."""
        if self.field.constant is not None:
            return (self.field.constant,)
        return tuple(dict.fromkeys(name for _, name in self.field.values))


@dataclass(frozen=True, slots=True)
class MergesMap:
    """One table of merges: `lead` was merged into the lead `into`. A row without the latter tells of none.

    With `separated_by` a cell lists several leads, or none. Without `merged` nobody knows when, and a merge counts
    whenever it is asked about.
    """

    name: str
    table: Table
    lead: ColumnMap
    into: ColumnMap
    merged: TimeMap | None = None
    separated_by: str | None = None
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A map from one system's exports to a lead schema."""

    name: str
    lead_schema: str
    records: RecordsMap
    events: tuple[EventsMap, ...]
    at: Location | None = field(default=None, compare=False, repr=False)
    history: tuple[HistoryMap, ...] = ()
    merges: tuple[MergesMap, ...] = ()
