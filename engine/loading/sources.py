"""A source map from its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.loading.durations import first_instant, following_instant
from engine.loading.located_tree import Text, block, text_under, word, word_under, words
from engine.loading.tables import format_of_name
from engine.model.sources import (
    ColumnMap,
    EventsMap,
    FieldMap,
    FileFormat,
    HistoryMap,
    MergesMap,
    RecordsMap,
    Source,
    Table,
    TimeMap,
)

if TYPE_CHECKING:
    from engine.loading.located_tree import Block, Node
    from engine.model.written import Written


def read_source(document: Block) -> Source:
    """Read a source map; the shape was checked."""
    name, zone = word(document["source"]), word(document["zone"])
    records = block(document["records"])
    return Source(
        name=name,
        lead_schema=word(document["lead_schema"]),
        records=RecordsMap(
            table=_table(records),
            lead=_column(records["lead"]),
            fields=tuple(_field(key, node, zone) for key, node in block(records["fields"]).entries),
            at=records.at,
        ),
        events=tuple(_events(key, block(node), zone) for key, node in block(document["events"]).entries),
        at=name.at,
        history=_histories(document.get("history"), zone),
        merges=_merges(document.get("merges"), zone),
    )


def _events(name: Written, mapping: Block, zone: str) -> EventsMap:
    since, until = word_under(mapping, "complete_from"), word_under(mapping, "complete_until")
    return EventsMap(
        name=name,
        table=_table(mapping),
        lead=_column(mapping["lead"]),
        event=_column(mapping["event"]),
        happened=_time(mapping["at"], zone),
        id=_column_under(mapping, "id"),
        recorded=_time_under(mapping, "recorded_at", zone),
        sequence=word_under(mapping, "sequence"),
        actor=_column_under(mapping, "actor"),
        attributes=_attributes(mapping.get("attributes")),
        complete_from=None if since is None else first_instant(since, zone),
        complete_until=None if until is None else _included(until, zone),
        at=name.at,
    )


def _histories(node: Node | None, zone: str) -> tuple[HistoryMap, ...]:
    return () if node is None else tuple(_history(key, block(value), zone) for key, value in block(node).entries)


def _history(name: Written, mapping: Block, zone: str) -> HistoryMap:
    since, until = word_under(mapping, "complete_from"), word_under(mapping, "complete_until")
    return HistoryMap(
        name=name,
        table=_table(mapping),
        lead=_column(mapping["lead"]),
        field=_column(mapping["field"], others="ignore"),
        new_value=_column(mapping["new_value"]),
        changed=_time(mapping["at"], zone),
        old_value=_column_under(mapping, "old_value"),
        id=_column_under(mapping, "id"),
        sequence=word_under(mapping, "sequence"),
        currency=word_under(mapping, "currency"),
        complete_from=None if since is None else first_instant(since, zone),
        complete_until=None if until is None else _included(until, zone),
        at=name.at,
    )


def _merges(node: Node | None, zone: str) -> tuple[MergesMap, ...]:
    maps = () if node is None else block(node).entries
    return tuple(_merge(key, block(value), zone) for key, value in maps)


def _merge(name: Written, mapping: Block, zone: str) -> MergesMap:
    return MergesMap(
        name=name,
        table=_table(mapping),
        lead=_column(mapping["lead"]),
        into=_column(mapping["into"]),
        merged=_time_under(mapping, "at", zone),
        separated_by=word_under(mapping, "separated_by"),
        at=name.at,
    )


def _included(text: str, zone: str) -> int:
    """Coverage includes its last instant: a date reaches to its last microsecond."""
    start, after = first_instant(text, zone), following_instant(text, zone)
    return after if start == after else after - 1


def _table(mapping: Block) -> Table:
    files = words(mapping.get("file") or mapping["files"])
    stated = word_under(mapping, "format")
    held = FileFormat(stated) if stated else format_of_name(files[0])
    tabbed = files[0].lower().removesuffix(".gz").endswith(".tsv")
    return Table(
        files=files,
        format=held or FileFormat.CSV,
        delimiter=word_under(mapping, "delimiter") or ("\t" if tabbed else None),
        encoding=text_under(mapping, "encoding", "utf-8"),
        table=word_under(mapping, "table"),
        at=files[0].at,
    )


def _column(node: Node, others: str = "keep") -> ColumnMap:
    if isinstance(node, Text):
        return ColumnMap(columns=(node.value,), at=node.at)
    mapping = block(node)
    values = mapping.get("values")
    return ColumnMap(
        columns=words(mapping.get("column") or mapping.get("columns")),
        constant=word_under(mapping, "constant"),
        values=() if values is None else tuple((key, word(value)) for key, value in block(values).entries),
        others=text_under(mapping, "others", others),
        empty=words(mapping.get("empty")),
        at=mapping.at,
    )


def _column_under(mapping: Block, key: str) -> ColumnMap | None:
    node = mapping.get(key)
    return None if node is None else _column(node)


def _attributes(node: Node | None) -> tuple[tuple[str, ColumnMap], ...]:
    return () if node is None else tuple((key, _column(value)) for key, value in block(node).entries)


def _time(node: Node, zone: str) -> TimeMap:
    if isinstance(node, Text):
        return TimeMap(node.value, "iso", zone, at=node.at)
    mapping = block(node)
    column = word(mapping["column"])
    return TimeMap(
        column=column,
        format=text_under(mapping, "format", "iso"),
        zone=text_under(mapping, "zone", zone),
        empty=text_under(mapping, "empty", "quarantine"),
        at=column.at,
    )


def _time_under(mapping: Block, key: str, zone: str) -> TimeMap | None:
    node = mapping.get(key)
    return None if node is None else _time(node, zone)


def _field(name: Written, node: Node, zone: str) -> FieldMap:
    if isinstance(node, Text):
        return FieldMap(name, _column(node), at=name.at)
    mapping = block(node)
    return FieldMap(
        name=name,
        value=_column(mapping),
        known_since=_time_under(mapping, "known_since", zone),
        currency=word_under(mapping, "currency"),
        at=name.at,
    )
