"""Lead records: one row a lead, its fields typed; what differs or can't be read is unknown and in quarantine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb
from sqlglot import exp

from engine.compiler.sql import any_of, column, literal, projected, select, tree
from engine.evaluation.sources.cells import IGNORE, QUARANTINE, Cells, any_other, is_other, key_of, value_of
from engine.evaluation.sources.instants import with_instant
from engine.evaluation.sources.quarantine import fault, keep_reasons, set_aside
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.statements import append, drop, make_scratch, make_table, source
from engine.evaluation.sources.typed_values import SQL_TYPES, currency_of, typed
from engine.model.lead_schema import FieldType, LeadField
from engine.model.sources import FieldMap, RecordsMap, Source, Table

RECORDS = "record_rows"
FILE_STRIDE = 1 << 40  # rows of one file have keys of their own


def read_records(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    fields: Sequence[LeadField],
    raw: Mapping[Table, RawTable],
    as_of: int,
) -> None:
    """Make the relation `leads` from the records of all sources."""
    columns = "".join(f", {name} {kind}" for name, kind in _columns(fields))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {RECORDS}"
        f" (source_no INTEGER, file_no INTEGER, row_no BIGINT, lead_id VARCHAR, set_aside VARCHAR{columns})"
    ).fetchall()
    for number, each in enumerate(sources):
        _read_map(connection, number, each.records, fields, raw[each.records.table], as_of)
    make_scratch(connection, "lead_facts", _facts(fields, len(sources)))
    fault(connection, select(_CONFLICTING))
    make_table(connection, "leads", _leads(fields))
    drop(connection, RECORDS, "lead_facts", "record_cells", "record_reasons")


def _columns(fields: Sequence[LeadField]) -> Iterator[tuple[str, str]]:
    """The typed columns of `leads` with their types, quoted."""
    for each in fields:
        yield _quoted(f"f_{each.name}"), SQL_TYPES[each.type]
        if each.type is FieldType.MONEY:
            yield _quoted(f"c_{each.name}"), "VARCHAR"
        yield _quoted(f"s_{each.name}"), "BIGINT"


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(dialect="duckdb")


def _names(fields: Sequence[LeadField]) -> list[tuple[str, bool]]:
    """Column names of `leads`, and whether two sources may not differ in them."""
    names = []
    for each in fields:
        names.append((f"f_{each.name}", True))
        names += [(f"c_{each.name}", True)] if each.type is FieldType.MONEY else []
        names.append((f"s_{each.name}", False))
    return names


def _read_map(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    mapped: RecordsMap,
    fields: Sequence[LeadField],
    raw: RawTable,
    as_of: int,
) -> None:
    by_name = {each.name: each for each in fields}
    maps = [(by_name[each.name], each) for each in mapped.fields if each.name in by_name]
    make_scratch(connection, "record_cells", _typed_rows(_texts(mapped, maps, raw), maps, as_of))
    fault(connection, _without_lead(mapped, raw))
    reasons = select(
        "SELECT r.file_no, r.row_no, r.lead_id, CAST(NULL AS VARCHAR) AS type, r.reasons FROM record_cells AS r"
        " WHERE r.set_aside IS NULL AND r.lead_id IS NOT NULL"
    )
    keep_reasons(connection, "record_reasons", reasons)
    set_aside(
        connection,
        select(
            "SELECT r.set_aside AS reason, r.file_no, count(*) AS rows FROM record_cells AS r"
            " WHERE r.set_aside IS NOT NULL GROUP BY r.set_aside, r.file_no"
        ),
    )
    set_aside(
        connection,
        select(
            "SELECT 'after as_of' AS reason, r.file_no, sum(r.late) AS rows FROM record_cells AS r"
            " WHERE r.set_aside IS NULL AND r.late > 0 GROUP BY r.file_no"
        ),
    )
    taken = [name for name, _ in _names([of_field for of_field, _ in maps])]
    kept = select(
        "SELECT CAST(:number AS INTEGER) AS source_no, r.file_no, r.row_no, r.lead_id FROM record_cells AS r"
        " WHERE r.set_aside IS NULL AND r.lead_id IS NOT NULL",
        number=number,
    )
    append(connection, RECORDS, projected(kept, {name: column(name, "r") for name in taken}))


def _texts(mapped: RecordsMap, maps: Sequence[tuple[LeadField, FieldMap]], raw: RawTable) -> exp.Query:
    """The distinct rows of a map as mapped texts: equal rows are one record, told by its first."""
    used = {name for part in (mapped.lead, *(each.value for _, each in maps)) for name in part.columns}
    used |= {each.known_since.column for _, each in maps if each.known_since}
    distinct = select(
        "SELECT min(CAST(r.file_no AS BIGINT) * :stride + r.row_no) AS row_key FROM :raw AS r GROUP BY ALL",
        stride=FILE_STRIDE,
        raw=source(raw.name),
    )
    cells = {name: raw.cells[name] for name in sorted(used)}
    distinct = projected(distinct, {cell: column(cell, "r") for cell in cells.values()})
    rows = select(
        "SELECT CAST(r.row_key // :stride AS INTEGER) AS file_no, r.row_key % :stride AS row_no FROM :rows AS r",
        stride=FILE_STRIDE,
        rows=distinct.subquery(),
    )
    return projected(rows, _mapped_texts(mapped, maps, cells))


def _mapped_texts(
    mapped: RecordsMap, maps: Sequence[tuple[LeadField, FieldMap]], cells: Cells
) -> dict[str, exp.Expression]:
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


def _typed_rows(texts: exp.Query, maps: Sequence[tuple[LeadField, FieldMap]], as_of: int) -> exp.Query:
    """Add the typed columns, the reasons for quarantine, and how many cells were set after as_of."""
    for of_field, each in maps:
        if each.known_since:
            name = of_field.name
            texts = with_instant(texts, each.known_since, column(f"k_{name}", "r"), f"t_{name}")
    columns: dict[str, exp.Expression] = {}
    reasons: list[exp.Expression] = []
    late: list[exp.Expression] = []
    for of_field, each in maps:
        _add_field(of_field, each, as_of, columns, reasons, late)
    columns["reasons"] = tree("CAST(:reasons AS VARCHAR[])", reasons=exp.Array(expressions=reasons))
    columns["late"] = tree("CAST(:late AS BIGINT)", late=_sum(late))
    rows = select("SELECT r.file_no, r.row_no, r.lead_id, r.set_aside FROM :rows AS r", rows=texts.subquery())
    return projected(rows, columns)


def _add_field(
    of_field: LeadField,
    each: FieldMap,
    as_of: int,
    columns: dict[str, exp.Expression],
    reasons: list[exp.Expression],
    late: list[exp.Expression],
) -> None:
    name, text = of_field.name, column(f"v_{of_field.name}", "r")
    value = typed(of_field, text, each.currency)
    since = column(f"t_{name}", "r") if each.known_since else tree("CAST(NULL AS BIGINT)")
    known = tree(":since IS NULL OR :since <= :as_of", since=since, as_of=as_of)
    readable = tree(":value IS NOT NULL", value=value)
    columns[f"f_{name}"] = tree("CASE WHEN :known THEN :value END", known=known, value=value)
    if of_field.type is FieldType.MONEY:
        currency = currency_of(text, each.currency)
        columns[f"c_{name}"] = tree(
            "CASE WHEN :known AND :readable THEN :currency END", known=known, readable=readable, currency=currency
        )
    columns[f"s_{name}"] = tree(
        "CASE WHEN :known AND :readable THEN :since END", known=known, readable=readable, since=since
    )
    reasons.append(
        tree(
            "CASE WHEN :other OR (:text IS NOT NULL AND NOT :readable) THEN :reason END",
            other=column(f"o_{name}", "r"),
            text=text,
            readable=readable,
            reason=f"unreadable value of {name}",
        )
    )
    if each.known_since:
        told = column(f"k_{name}", "r")
        reasons.append(
            tree("CASE WHEN :told IS NOT NULL AND :since IS NULL THEN 'unreadable time' END", told=told, since=since)
        )
        late.append(
            tree(
                "CASE WHEN :since > :as_of AND :readable THEN 1 ELSE 0 END", since=since, as_of=as_of, readable=readable
            )
        )


def _sum(parts: list[exp.Expression]) -> exp.Expression:
    total = literal(0)
    for part in parts:
        total = exp.Add(this=total, expression=part)
    return total


def _without_lead(mapped: RecordsMap, raw: RawTable) -> exp.Query:
    ignored = any_other([mapped.lead, *(each.value for each in mapped.fields)], raw.cells, IGNORE)
    return select(
        "SELECT r.file_no, r.row_no, 'missing lead id' AS reason FROM :raw AS r WHERE :lead IS NULL AND NOT :ignored",
        raw=source(raw.name),
        lead=key_of(mapped.lead, raw.cells),
        ignored=ignored,
    )


def _facts(fields: Sequence[LeadField], sources: int) -> exp.Query:
    """One row a lead over all sources; `differs` where its records contradict each other."""
    names = _names(fields)
    distinct = select("SELECT DISTINCT r.source_no, r.lead_id FROM record_rows AS r")
    distinct = projected(distinct, {name: column(name, "r") for name, _ in names})
    several = "count(*) > 1" if sources == 1 else "count(*) > count(DISTINCT r.source_no)"
    contradictions = [tree("min(:cell) <> max(:cell)", cell=column(name, "r")) for name, strict in names if strict]
    differs = any_of([tree(several), *(contradictions if sources > 1 else [])])
    facts = select(
        "SELECT r.lead_id, coalesce(:differs, false) AS differs FROM :rows AS r GROUP BY r.lead_id",
        differs=differs,
        rows=distinct.subquery(),
    )
    return projected(facts, {name: tree("max(:cell)", cell=column(name, "r")) for name, _ in names})


def _leads(fields: Sequence[LeadField]) -> exp.Query:
    leads = select("SELECT r.lead_id FROM lead_facts AS r ORDER BY r.lead_id")
    agreed = {
        name: tree("CASE WHEN NOT r.differs THEN :cell END", cell=column(name, "r")) for name, _ in _names(fields)
    }
    return projected(leads, agreed)


_CONFLICTING = """
SELECT r.file_no, r.row_no, r.lead_id, 'conflicting records' AS reason FROM record_rows AS r
JOIN lead_facts AS d ON d.lead_id = r.lead_id WHERE d.differs
"""
