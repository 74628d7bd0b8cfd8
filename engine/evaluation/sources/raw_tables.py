"""Every file that the sources name, read once: the mapped columns as text, in one raw table per set of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from engine.compiler.sql import column, projected, select, tree
from engine.diagnostics import Diagnostic, Diagnostics, Location, did_you_mean, error
from engine.evaluation.sources import malformed
from engine.evaluation.sources.encodings import check_encoding
from engine.evaluation.sources.files import DataFile, find_files, name_of
from engine.evaluation.sources.json_rows import JsonRows
from engine.evaluation.sources.opening import UNREADABLE_ERRORS, open_rows, unreadable
from engine.evaluation.sources.rows import Rows
from engine.evaluation.sources.statements import append, make_scratch, over, rows, source
from engine.model.sources import ColumnMap, EventsMap, HistoryMap, MergesMap, RecordsMap, Source, Table, TimeMap

if TYPE_CHECKING:
    import duckdb

NO_COLUMN, TWICE = "LP602", "LP607"
AnyMap = RecordsMap | EventsMap | HistoryMap | MergesMap


@dataclass(frozen=True, slots=True)
class RawTable:
    """A scratch table (file_no, row_no and a text column per mapped column) and the files it was read from.

    `cells` maps a column's name in the files to its name in the scratch table.
    """

    name: str
    cells: Mapping[str, str]
    files: tuple[tuple[DataFile, Rows], ...]


@dataclass(slots=True)
class Reading:
    """What reading gathers on its way."""

    connection: duckdb.DuckDBPyConnection
    data: Path
    scratch: Path
    on_step: Callable[[str], None]
    files: list[DataFile] = field(default_factory=list)
    raw: dict[Table, RawTable] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)


def read_all(reading: Reading, sources: Sequence[Source]) -> None:
    """Read each table that the sources name, once; the faults stand in `reading.faults`."""
    malformed.prepare(reading.connection)
    for table, wanted in _wanted(sources).items():
        faults = check_encoding(table)
        paths, missing = find_files(table, reading.data)
        reading.faults += [*faults, *missing]
        if paths and not faults:
            _read_table(reading, table, wanted, paths)


def _read_table(reading: Reading, table: Table, wanted: Mapping[str, Location | None], paths: list[Path]) -> None:
    name, cells = f"raw_{len(reading.raw)}", {column: f"c{i}" for i, column in enumerate(wanted)}
    columns = "".join(f", {cell} VARCHAR" for cell in cells.values())
    reading.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (file_no INTEGER, row_no BIGINT{columns})")
    opened: list[tuple[DataFile, Rows]] = []
    for path in paths:
        file = DataFile(len(reading.files), name_of(path, reading.data), path)
        reading.files.append(file)
        reading.on_step(f"reading {file.name} ({path.stat().st_size / 1e6:,.1f} MB)")
        content = _read_file(reading, table, file, wanted, RawTable(name, cells, ()))
        opened += [(file, content)] if content else []
    if malformed.has_gaps(reading.connection, {file.number for file, _ in opened}):
        make_scratch(reading.connection, name, malformed.renumbered(over(name)))
    reading.raw[table] = RawTable(name, cells, tuple(opened))
    reading.faults += _keys_never_seen(reading.connection, reading.raw[table], wanted)


def _read_file(
    reading: Reading, table: Table, file: DataFile, wanted: Mapping[str, Location | None], into: RawTable
) -> Rows | None:
    try:
        content = open_rows(reading.connection, table, file, wanted, reading.scratch)
        if isinstance(content, Diagnostic):
            reading.faults.append(content)
            return None
        faults = _missing_columns(content, file, wanted)
        reading.faults += faults
        if faults:
            return None
        malformed.forget_rejected(reading.connection)
        append(reading.connection, into.name, malformed.numbered(file, content.cells(into.cells)))
        malformed.collect(reading.connection, file, content)
    except UNREADABLE_ERRORS as reason:
        reading.faults.append(unreadable(table, file, reason))
        return None
    return content


def _missing_columns(content: Rows, file: DataFile, wanted: Mapping[str, Location | None]) -> Diagnostics:
    columns = content.columns
    if columns is None:
        return ()
    return tuple(
        _no_column(name, at, file, columns)
        if name not in columns
        else error(TWICE, at, f"`{file.name}` has two columns named `{name}`", "rename one of them in the export")
        for name, at in wanted.items()
        if columns.count(name) != 1
    )


def _no_column(name: str, at: Location | None, file: DataFile, columns: Sequence[str]) -> Diagnostic:
    near = did_you_mean(name, columns)
    way_out = f"did you mean `{near}`?" if near else "it has " + ", ".join(f"`{c}`" for c in columns[:12])
    return error(NO_COLUMN, at, f"no column `{name}` in `{file.name}`", way_out)


def _keys_never_seen(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, wanted: Mapping[str, Location | None]
) -> Diagnostics:
    """JSON Lines have no header: a mapped key that no line has is a fault of the map."""
    lines = [(file, content) for file, content in raw.files if isinstance(content, JsonRows)]
    if not lines:
        return ()
    counts = {cell: tree("count(:cell)", cell=column(cell)) for cell in raw.cells.values()}
    counted, *filled = rows(
        connection, projected(select("SELECT count(*) FROM :raw AS r", raw=source(raw.name)), counts)
    )[0]
    empty = [name for name, number in zip(raw.cells, filled, strict=True) if not number]
    if not counted or not empty:
        return ()
    keys = sorted({key for _, content in lines for (key,) in rows(connection, content.keys())})
    malformed.forget_rejected(connection)
    return tuple(_no_column(name, wanted[name], lines[0][0], keys) for name in empty if name not in keys)


def _wanted(sources: Sequence[Source]) -> dict[Table, dict[str, Location | None]]:
    """The columns that maps name, by table, each with the place where it is first named."""
    wanted: dict[Table, dict[str, Location | None]] = {}
    for each in sources:
        maps: tuple[AnyMap, ...] = (each.records, *each.events, *each.history, *each.merges)
        for mapped in maps:
            named = wanted.setdefault(mapped.table, {})
            for name, at in _columns_named(mapped):
                named.setdefault(name, at or mapped.at)
    return wanted


def _columns_named(mapped: AnyMap) -> Iterator[tuple[str, Location | None]]:
    for part in _parts(mapped):
        if isinstance(part, TimeMap):
            yield part.column, part.at
        elif isinstance(part, ColumnMap):
            yield from ((name, part.at) for name in part.columns)
    if isinstance(mapped, EventsMap | HistoryMap) and mapped.sequence:
        yield mapped.sequence, mapped.at


def _parts(mapped: AnyMap) -> Iterator[ColumnMap | TimeMap | None]:
    yield mapped.lead
    if isinstance(mapped, RecordsMap):
        for of_field in mapped.fields:
            yield from (of_field.value, of_field.known_since)
        return
    if isinstance(mapped, MergesMap):
        yield from (mapped.into, mapped.merged)
        return
    if isinstance(mapped, HistoryMap):
        yield from (mapped.field, mapped.new_value, mapped.old_value, mapped.changed, mapped.id)
        return
    yield from (mapped.event, mapped.happened, mapped.id, mapped.recorded, mapped.actor)
    yield from (attribute for _, attribute in mapped.attributes)
