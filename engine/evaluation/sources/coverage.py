"""From when and until when each source is complete, by the event types it could tell of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.compiler.field_history import change_of
from engine.compiler.sql import select
from engine.evaluation.sources.cells import IGNORE, QUARANTINE
from engine.evaluation.sources.field_changes import source_of
from engine.evaluation.sources.statements import drop, make_table
from engine.model.lead_schema import LeadSchema
from engine.model.sources import EventsMap, Source

if TYPE_CHECKING:
    import duckdb

Row = tuple[str, str | None, int | None, int | None]

_COVERAGE = """
SELECT m.type, m.source, m.since, coalesce(m.until, l.until) AS until
FROM source_maps AS m LEFT JOIN (
  SELECT r.source, max(r.at) AS until FROM events_read AS r WHERE r.at <= :as_of GROUP BY r.source
  UNION ALL
  SELECT r.source, max(r.at) AS until FROM changes_read AS r WHERE r.at <= :as_of GROUP BY r.source
) AS l ON l.source = m.source
ORDER BY m.type, m.source
"""


def lay_down_coverage(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], schemas: Mapping[str, LeadSchema], as_of: int
) -> None:
    """Make the relation `coverage(type, source, since, until)`, µs UTC; it names every event type of the schemas read.

    A type that no map produces has no source and is never complete: nobody would have seen such an event.

    Without a stated end a map is complete until its last row with a readable time by `as_of`,
    whatever became of that row: it shows that the export was alive.
    """
    maps = [row for each in sources for row in _maps_of(each, schemas[each.lead_schema])]
    told = {row[0] for row in maps}
    types = dict.fromkeys(t.name for each in sources for t in schemas[each.lead_schema].events)
    maps += [(name, None, None, None) for name in types if name not in told]
    columns = [list(values) for values in zip(*maps, strict=True)] if maps else [[], [], [], []]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE source_maps AS SELECT unnest(CAST(? AS VARCHAR[])) AS type,"
        " unnest(CAST(? AS VARCHAR[])) AS source, unnest(CAST(? AS BIGINT[])) AS since,"
        " unnest(CAST(? AS BIGINT[])) AS until",
        columns,
    ).fetchall()
    make_table(connection, "coverage", select(_COVERAGE, as_of=as_of))
    drop(connection, "source_maps")


def _maps_of(of: Source, schema: LeadSchema) -> Iterator[Row]:
    for mapped in of.events:
        for event_type in types_of(mapped, schema):
            yield event_type, f"{of.name}/{mapped.name}", mapped.complete_from, mapped.complete_until
    for history in of.history:
        for field in history.fields:
            yield change_of(field), source_of(of, history), history.complete_from, history.complete_until


def types_of(mapped: EventsMap, schema: LeadSchema) -> list[str]:
    """The event types that a map could produce: all of the schema, unless its value map is closed."""
    known = [each.name for each in schema.events]
    if mapped.event.constant is not None:
        return [mapped.event.constant] if mapped.event.constant in known else []
    if mapped.event.values and mapped.event.others in {IGNORE, QUARANTINE}:
        named = {value for _, value in mapped.event.values}
        return [name for name in known if name in named]
    return known
