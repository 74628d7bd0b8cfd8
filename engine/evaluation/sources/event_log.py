"""The event log: every mapped row read once, judged fit or not, told apart from its doubles, and put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.sql import column, is_in, projected, select, tree
from engine.evaluation.sources.cells import IGNORE, QUARANTINE, Cells, any_other, is_other, key_of, value_of
from engine.evaluation.sources.instants import with_instant
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.statements import append, source
from engine.model.lead_schema import LeadSchema
from engine.model.sources import ColumnMap, EventsMap, Table

if TYPE_CHECKING:
    import duckdb

EVENTS_READ = "events_read"
_CONTENT = ("lead_id", "type", "at", "until", "sequence", "actor")


def prepare(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str]) -> None:
    """Make the empty scratch table of all rows that were read; `fate` says why a row is no event, NULL if it is one."""
    texts = "".join(f', "a_{name}" VARCHAR' for name in attributes)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {EVENTS_READ} (file_no INTEGER, row_no BIGINT, source VARCHAR,"
        ' event_id VARCHAR, lead_id VARCHAR, type VARCHAR, "at" BIGINT, until BIGINT, recorded_at BIGINT,'
        f" sequence VARCHAR, actor VARCHAR, fate VARCHAR, reasons VARCHAR[]{texts})"
    ).fetchall()


def read_map(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    mapped: EventsMap,
    schema: LeadSchema,
    raw: Mapping[Table, RawTable],
) -> None:
    """Add the rows of one events map; `name` is `<source>/<map>`. Nothing is dropped here."""
    table = raw[mapped.table]
    attributes = {attribute: of for attribute, of in mapped.attributes if attribute in schema.attributes}
    texts = select("SELECT r.file_no, r.row_no FROM :raw AS r", raw=source(table.name))
    texts = projected(texts, _mapped_texts(mapped, attributes, table.cells))
    timed = with_instant(texts, mapped.happened, column("t_at", "r"), "at")
    if mapped.recorded:
        timed = with_instant(timed, mapped.recorded, column("t_recorded", "r"), "recorded")
    rows = select(
        "SELECT r.file_no, r.row_no, :name AS source, r.event_id, r.lead_id, r.type, r.at, r.at_until AS until,"
        " :recorded AS recorded_at, r.sequence, r.actor FROM :rows AS r",
        name=name,
        recorded=column("recorded", "r") if mapped.recorded else tree("CAST(NULL AS BIGINT)"),
        rows=timed.subquery(copy=False),
    )
    texts_of = {f"a_{attribute}": column(f"a_{attribute}", "r") for attribute in attributes}
    rows = projected(rows, {**texts_of, "fate": _fate(mapped, schema), "reasons": _reasons(mapped, attributes)})
    append(connection, EVENTS_READ, _with_ids(rows, list(schema.attributes), set(attributes)))


def _mapped_texts(mapped: EventsMap, attributes: Mapping[str, ColumnMap], cells: Cells) -> dict[str, exp.Expr]:
    nothing = tree("CAST(NULL AS VARCHAR)")
    texts = {
        "lead_id": key_of(mapped.lead, cells),
        "type": tree("CAST(:type AS VARCHAR)", type=_type_text(mapped.event, cells)),
        "event_id": key_of(mapped.id, cells) if mapped.id else nothing,
        "sequence": column(cells[mapped.sequence], "r") if mapped.sequence else nothing,
        "actor": tree("CAST(:actor AS VARCHAR)", actor=value_of(mapped.actor, cells)) if mapped.actor else nothing,
        "t_at": column(cells[mapped.happened.column], "r"),
        "other_row": any_other([mapped.lead, mapped.id, mapped.actor, *attributes.values()], cells, IGNORE),
        "other_type": is_other(mapped.event, cells, IGNORE),
        "stray_type": is_other(mapped.event, cells, QUARANTINE),
    }
    if mapped.recorded:
        texts["t_recorded"] = column(cells[mapped.recorded.column], "r")
    for name, of in attributes.items():
        texts[f"a_{name}"] = tree("CAST(:value AS VARCHAR)", value=value_of(of, cells))
        texts[f"o_{name}"] = is_other(of, cells, QUARANTINE)
    return texts


def _type_text(event: ColumnMap, cells: Cells) -> exp.Expr:
    """The event type, or the source's own text where the value map has no name for it."""
    unnamed = ColumnMap(event.columns, event.constant, (), "keep", event.empty)
    return tree("coalesce(:named, :own)", named=value_of(event, cells), own=value_of(unnamed, cells))


def _fate(mapped: EventsMap, schema: LeadSchema) -> exp.Expr:
    """Why a row is no event; the reasons to set it aside come first, then those to quarantine it."""
    ignores_empty = mapped.event.others == IGNORE and bool(mapped.event.values)
    skips = mapped.happened.empty == "skip"
    return tree(
        "CASE WHEN r.other_row THEN 'ignored row'"
        " WHEN r.other_type OR (:ignores_empty AND r.type IS NULL) THEN 'ignored event type'"
        " WHEN :skips AND r.t_at IS NULL THEN 'no time, skipped'"
        " WHEN r.lead_id IS NULL THEN 'missing lead id'"
        " WHEN r.type IS NULL OR r.stray_type OR NOT :known THEN 'unknown event type'"
        " WHEN r.t_at IS NULL THEN 'missing time'"
        " WHEN r.at IS NULL THEN 'unreadable time' END",
        ignores_empty=ignores_empty,
        skips=skips,
        known=is_in(column("type", "r"), [each.name for each in schema.events]),
    )


def _reasons(mapped: EventsMap, attributes: Mapping[str, ColumnMap]) -> exp.Expr:
    """The cells of a row that go to quarantine while the event stays."""
    reasons = [
        tree("CASE WHEN :other THEN :why END", other=column(f"o_{name}", "r"), why=f"unreadable value of {name}")
        for name, of in attributes.items()
        if of.others == QUARANTINE and of.values
    ]
    if mapped.recorded:
        reasons.append(
            tree("CASE WHEN r.t_recorded IS NOT NULL AND r.recorded IS NULL THEN 'unreadable value of recorded_at' END")
        )
    if not reasons:
        return tree("CAST(NULL AS VARCHAR[])")
    some = exp.Coalesce(this=reasons[0], expressions=reasons[1:])
    listed = exp.Array(expressions=[reason.copy() for reason in reasons])
    return tree("CASE WHEN :some IS NOT NULL THEN CAST(:listed AS VARCHAR[]) END", some=some, listed=listed)


def _with_ids(rows: exp.Query, attributes: list[str], mapped: set[str]) -> exp.Query:
    """An event without an id gets a digest of what is mapped of it."""
    parts = [column(name, "r") for name in (*_CONTENT, "recorded_at")]
    parts += [column(f"a_{name}", "r") for name in attributes if name in mapped]
    listed = exp.Array(expressions=[tree("CAST(:part AS VARCHAR)", part=part) for part in parts])
    return select(
        "SELECT r.* REPLACE (CASE WHEN r.event_id IS NULL AND r.fate IS NULL"
        " THEN left(sha256(CAST(to_json(:content) AS VARCHAR)), 32) ELSE r.event_id END AS event_id) FROM :rows AS r",
        content=listed,
        rows=rows.subquery(copy=False),
    )


def content_of(attributes: Sequence[str]) -> exp.Expr:
    """What two events of one id must share to be the same event: all but when they were recorded."""
    parts = [column(name, "r") for name in (*_CONTENT, *(f"a_{name}" for name in attributes))]
    listed = exp.Array(expressions=[tree("CAST(:part AS VARCHAR)", part=part) for part in parts])
    return tree("CAST(to_json(:listed) AS VARCHAR)", listed=listed)
