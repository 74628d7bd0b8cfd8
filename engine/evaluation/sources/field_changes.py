"""Field histories: every mapped change read once and judged fit or not; `change_order` puts them in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.field_history import change_of
from engine.compiler.sql import Part, column, is_in, projected, select, tree
from engine.evaluation.sources.cells import IGNORE, QUARANTINE, any_other, is_other, key_of, value_of
from engine.evaluation.sources.instants import with_instant
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.statements import append, drop, make_scratch, source
from engine.evaluation.sources.typed_values import currency_of, typed
from engine.model.lead_schema import FieldType, LeadField
from engine.model.sources import ColumnMap, FieldMap, HistoryMap, Source, Table

if TYPE_CHECKING:
    import duckdb

CHANGES_READ = "changes_read"
_ROWS = "history_rows"
_CONTENT = ("lead_id", "field", "at", "until", "sequence", "value", "currency", "old_value", "old_currency")


def source_of(of: Source, mapped: HistoryMap) -> str:
    """The name of a history among the sources; an events map may have the same."""
    return f"{of.name}/history/{mapped.name}"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty scratch table of all changes; `fate` says why a row is none, NULL if it is one.

    `tells` and `tells_old` are false where a value is there that can't be read, and where there is no cell for it;
    `old_unreadable` tells the former from the latter.
    `record` is the lead that the row names, whatever it was merged into.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {CHANGES_READ} (file_no INTEGER, row_no BIGINT, source VARCHAR,"
        ' change_id VARCHAR, lead_id VARCHAR, record VARCHAR, field VARCHAR, type VARCHAR, "at" BIGINT, until BIGINT,'
        " sequence VARCHAR, value VARCHAR, currency VARCHAR, tells BOOLEAN, old_value VARCHAR, old_currency VARCHAR,"
        " tells_old BOOLEAN, old_unreadable BOOLEAN, fate VARCHAR, reasons VARCHAR[])"
    ).fetchall()


def read_map(
    connection: duckdb.DuckDBPyConnection,
    of: Source,
    mapped: HistoryMap,
    fields: Sequence[LeadField],
    raw: Mapping[Table, RawTable],
) -> None:
    """Add the rows of one history map. Nothing is dropped here."""
    table = raw[mapped.table]
    make_scratch(connection, _ROWS, with_instant(_texts(mapped, table), mapped.changed, column("t_at", "r"), "at"))
    told = [each for each in fields if each.name in mapped.fields]
    append(connection, CHANGES_READ, _unfit(of, mapped, [each.name for each in told]))
    recorded = {each.name: each for each in of.records.fields}
    for each in told:
        append(connection, CHANGES_READ, _changes(of, mapped, each, recorded.get(each.name), table))
    drop(connection, _ROWS)


def _texts(mapped: HistoryMap, table: RawTable) -> exp.Query:
    """What every row says whatever its field, and the raw cells of its values."""
    cells = table.cells
    nothing = tree("CAST(NULL AS VARCHAR)")
    texts = {
        "lead_id": key_of(mapped.lead, cells),
        "field": tree("CAST(:field AS VARCHAR)", field=value_of(mapped.field, cells)),
        "change_id": key_of(mapped.id, cells) if mapped.id else nothing,
        "sequence": column(cells[mapped.sequence], "r") if mapped.sequence else nothing,
        "t_at": column(cells[mapped.changed.column], "r"),
        "other_row": any_other([mapped.lead, mapped.id], cells, IGNORE),
        "stray_field": is_other(mapped.field, cells, QUARANTINE),
    }
    values = {*mapped.new_value.columns, *(mapped.old_value.columns if mapped.old_value else ())}
    texts |= {cells[name]: column(cells[name], "r") for name in sorted(values)}
    return projected(select("SELECT r.file_no, r.row_no FROM :raw AS r", raw=source(table.name)), texts)


def _fate(mapped: HistoryMap) -> exp.Expr:
    """Why a row is no change; the reasons to set it aside come first, then those to quarantine it."""
    return tree(
        "CASE WHEN r.other_row THEN 'ignored row'"
        " WHEN r.field IS NULL AND NOT r.stray_field THEN 'ignored field'"
        " WHEN :skips AND r.t_at IS NULL THEN 'no time, skipped'"
        " WHEN r.lead_id IS NULL THEN 'missing lead id'"
        " WHEN r.field IS NULL THEN 'unknown field'"
        " WHEN r.t_at IS NULL THEN 'missing time'"
        " WHEN r.at IS NULL THEN 'unreadable time' END",
        skips=mapped.changed.empty == "skip",
    )


def _unfit(of: Source, mapped: HistoryMap, told: Sequence[str]) -> exp.Query:
    """The rows that name no field of the schema, with their fates."""
    return select(
        "SELECT r.file_no, r.row_no, :source AS source, r.lead_id, r.lead_id AS record, :fate AS fate FROM :rows AS r"
        " WHERE r.field IS NULL OR NOT :told",
        source=source_of(of, mapped),
        fate=tree("coalesce(:fate, 'unknown field')", fate=_fate(mapped)),
        rows=source(_ROWS),
        told=is_in(column("field", "r"), told),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value as text of its type, its currency, whether the row tells it at all, and whether it can't be read."""

    value: exp.Expr
    currency: exp.Expr
    tells: exp.Expr
    unreadable: exp.Expr


def _changes(
    of: Source, mapped: HistoryMap, of_field: LeadField, recorded: FieldMap | None, table: RawTable
) -> exp.Query:
    """The changes of one field, their values read as its type."""
    currency = mapped.currency or (recorded.currency if recorded else None)
    new = _cell(_as_recorded(mapped.new_value, recorded), of_field, currency, table)
    old = _cell(_as_recorded(mapped.old_value, recorded), of_field, currency, table) if mapped.old_value else _NO_CELL
    why = f"unreadable value of {of_field.name}"
    rows = select(
        "SELECT r.file_no, r.row_no, :source AS source, r.change_id, r.lead_id,"
        " r.lead_id AS record, r.field, :type AS type, r.at,"
        " r.at_until AS until, r.sequence, :value AS value, :currency AS currency, :tells AS tells,"
        " :old_value AS old_value, :old_currency AS old_currency, :tells_old AS tells_old,"
        " :old_unreadable AS old_unreadable, :fate AS fate,"
        " CASE WHEN :unreadable OR :old_unreadable THEN CAST([:why] AS VARCHAR[]) END AS reasons"
        " FROM :rows AS r WHERE r.field = :field",
        source=source_of(of, mapped),
        type=change_of(of_field.name),
        value=new.value,
        currency=new.currency,
        tells=new.tells,
        old_value=old.value,
        old_currency=old.currency,
        tells_old=old.tells,
        fate=_fate(mapped),
        unreadable=new.unreadable,
        old_unreadable=old.unreadable,
        why=why,
        rows=source(_ROWS),
        field=of_field.name,
    )
    return _with_ids(rows)


_NO_CELL = _Cell(tree("CAST(NULL AS VARCHAR)"), tree("CAST(NULL AS VARCHAR)"), exp.false(), exp.false())


def _as_recorded(mapped: ColumnMap, recorded: FieldMap | None) -> ColumnMap:
    """Read a value as the records read the field, unless the map says otherwise.

    A text that the records would ignore with its row can't be ignored here: the change did happen.
    """
    if recorded is None:
        return mapped
    usual = recorded.value
    others = QUARANTINE if usual.others == IGNORE else usual.others
    return replace(
        mapped,
        values=mapped.values or usual.values,
        others=mapped.others if mapped.values else others,
        empty=mapped.empty or usual.empty,
    )


def _cell(mapped: ColumnMap, of_field: LeadField, currency: str | None, table: RawTable) -> _Cell:
    text = tree("CAST(:text AS VARCHAR)", text=value_of(mapped, table.cells))
    value = tree("CAST(:value AS VARCHAR)", value=typed(of_field, text, currency))
    named = exp.null() if of_field.type is not FieldType.MONEY else currency_of(text, currency)
    parts: dict[str, Part] = {"text": text, "value": value, "other": is_other(mapped, table.cells, QUARANTINE)}
    unreadable = tree(":other OR (:text IS NOT NULL AND :value IS NULL)", **parts)
    return _Cell(
        value,
        tree("CASE WHEN :value IS NOT NULL THEN CAST(:named AS VARCHAR) END", value=value, named=named),
        tree("NOT :unreadable", unreadable=unreadable),
        unreadable,
    )


def _with_ids(rows: exp.Query) -> exp.Query:
    """A change without an id gets a digest of what it says."""
    listed = exp.Array(expressions=[tree("CAST(:part AS VARCHAR)", part=column(name, "r")) for name in _CONTENT])
    return select(
        "SELECT r.* REPLACE (CASE WHEN r.change_id IS NULL AND r.fate IS NULL"
        " THEN left(sha256(CAST(to_json(:content) AS VARCHAR)), 32) ELSE r.change_id END AS change_id) FROM :rows AS r",
        content=listed,
        rows=rows.subquery(copy=False),
    )


def content_of_change() -> exp.Expr:
    """What two changes of one id must share to be the same change."""
    listed = exp.Array(expressions=[tree("CAST(:part AS VARCHAR)", part=column(name, "r")) for name in _CONTENT])
    return tree("CAST(to_json(:listed) AS VARCHAR)", listed=listed)
