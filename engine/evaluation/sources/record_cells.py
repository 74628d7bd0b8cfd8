"""One records map: its distinct rows as typed cells, with what was wrong with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from engine.compiler.sql import Part, column, literal, projected, select, tree
from engine.evaluation.sources.cells import IGNORE, QUARANTINE, Cells, any_other, is_other, key_of, value_of
from engine.evaluation.sources.instants import with_instant
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.statements import source
from engine.evaluation.sources.typed_values import currency_of, typed
from engine.model.lead_schema import FieldType, LeadField
from engine.model.sources import FieldMap, RecordsMap

FILE_STRIDE = 1 << 40  # rows of one file have keys of their own
Maps = Sequence[tuple[LeadField, FieldMap]]


def maps_of(mapped: RecordsMap, fields: Sequence[LeadField]) -> Maps:
    """The map's columns with the fields of the schema that they fill."""
    by_name = {each.name: each for each in fields}
    return [(by_name[each.name], each) for each in mapped.fields if each.name in by_name]


def typed_rows(mapped: RecordsMap, maps: Maps, raw: RawTable, as_of: int) -> exp.Query:
    """SELECT file_no, row_no, lead_id, set_aside, copies, the columns of `leads`, reasons and late.

    `copies` counts the equal rows that one row stands for; `reasons` lists why cells go to quarantine, with gaps;
    `late` counts cells set after `as_of`.
    """
    texts = _texts(mapped, maps, raw)
    for of_field, each in maps:
        if each.known_since:
            name = of_field.name
            texts = with_instant(texts, each.known_since, column(f"k_{name}", "r"), f"t_{name}")
    typed_fields = [_typed_field(of_field, each, as_of) for of_field, each in maps]
    reasons = exp.Array(expressions=[reason for typed_field in typed_fields for reason in typed_field.reasons])
    late: exp.Expr = literal(0)
    for typed_field in typed_fields:
        late = exp.Add(this=late, expression=typed_field.late)
    columns = {name: node for typed_field in typed_fields for name, node in typed_field.columns.items()}
    columns["reasons"] = tree("CAST(:reasons AS VARCHAR[])", reasons=reasons)
    columns["late"] = tree("CAST(:late AS BIGINT)", late=late)
    rows = select(
        "SELECT r.file_no, r.row_no, r.lead_id, r.set_aside, r.copies FROM :rows AS r", rows=texts.subquery(copy=False)
    )
    return projected(rows, columns)


def without_lead(mapped: RecordsMap, raw: RawTable) -> exp.Query:
    """SELECT the rows that name no lead."""
    return select(
        "SELECT r.file_no, r.row_no, 'missing lead id' AS reason FROM :raw AS r WHERE :lead IS NULL AND NOT :ignored",
        raw=source(raw.name),
        lead=key_of(mapped.lead, raw.cells),
        ignored=any_other([mapped.lead, *(each.value for each in mapped.fields)], raw.cells, IGNORE),
    )


def _texts(mapped: RecordsMap, maps: Maps, raw: RawTable) -> exp.Query:
    """The distinct rows of a map as mapped texts: equal rows are one record, told by its first."""
    used = {name for part in (mapped.lead, *(each.value for _, each in maps)) for name in part.columns}
    used |= {each.known_since.column for _, each in maps if each.known_since}
    distinct = select(
        "SELECT min(CAST(r.file_no AS BIGINT) * :stride + r.row_no) AS row_key, count(*) AS copies"
        " FROM :raw AS r GROUP BY ALL",
        stride=FILE_STRIDE,
        raw=source(raw.name),
    )
    cells = {name: raw.cells[name] for name in sorted(used)}
    distinct = projected(distinct, {cell: column(cell, "r") for cell in cells.values()})
    rows = select(
        "SELECT CAST(r.row_key // :stride AS INTEGER) AS file_no, r.row_key % :stride AS row_no, r.copies"
        " FROM :rows AS r",
        stride=FILE_STRIDE,
        rows=distinct.subquery(copy=False),
    )
    return projected(rows, _mapped_texts(mapped, maps, cells))


def _mapped_texts(mapped: RecordsMap, maps: Maps, cells: Cells) -> dict[str, exp.Expr]:
    ignored = any_other([mapped.lead, *(each.value for _, each in maps)], cells, IGNORE)
    texts = {
        "lead_id": key_of(mapped.lead, cells),
        "set_aside": tree("CASE WHEN :ignored THEN 'ignored row' END", ignored=ignored),
    }
    for of_field, each in maps:
        texts[f"v_{of_field.name}"] = tree("CAST(:value AS VARCHAR)", value=value_of(each.value, cells))
        texts[f"o_{of_field.name}"] = is_other(each.value, cells, QUARANTINE)
        if each.known_since:
            texts[f"k_{of_field.name}"] = column(cells[each.known_since.column], "r")
    return texts


@dataclass(frozen=True, slots=True)
class _TypedField:
    columns: dict[str, exp.Expr]
    reasons: list[exp.Expr]
    late: exp.Expr


def _typed_field(of_field: LeadField, each: FieldMap, as_of: int) -> _TypedField:
    """A cell set after `as_of` is unknown: what it held before is not told."""
    name, text = of_field.name, column(f"v_{of_field.name}", "r")
    value = typed(of_field, text, each.currency)
    since = column(f"t_{name}", "r") if each.known_since else tree("CAST(NULL AS BIGINT)")
    told = column(f"k_{name}", "r") if each.known_since else exp.null()
    parts: dict[str, Part] = {
        "value": value,
        "text": text,
        "since": since,
        "told": told,
        "as_of": as_of,
        "other": column(f"o_{name}", "r"),
        "why": f"unreadable value of {name}",
    }
    known = tree(":value IS NOT NULL AND (:since IS NULL OR :since <= :as_of)", **parts)
    columns = {f"f_{name}": tree("CASE WHEN :known THEN :value END", known=known, **parts)}
    if of_field.type is FieldType.MONEY:
        currency = currency_of(text, each.currency)
        columns[f"c_{name}"] = tree("CASE WHEN :known THEN :currency END", known=known, currency=currency)
    columns[f"s_{name}"] = tree("CASE WHEN :known THEN :since END", known=known, **parts)
    reasons = [
        tree("CASE WHEN :other OR (:text IS NOT NULL AND :value IS NULL) THEN :why END", **parts),
        tree("CASE WHEN :told IS NOT NULL AND :since IS NULL THEN 'unreadable time' END", **parts),
    ]
    late = tree("CASE WHEN :value IS NOT NULL AND :since > :as_of THEN 1 ELSE 0 END", **parts)
    return _TypedField(columns, reasons, late)
