"""Lead records: one row a lead, its fields typed; what differs or can't be read is unknown and in quarantine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.compiler.sql import any_of, column, projected, select, tree
from engine.evaluation.sources.quarantine import fault, keep_reasons, set_aside
from engine.evaluation.sources.raw_tables import RawTable
from engine.evaluation.sources.record_cells import maps_of, typed_rows, without_lead
from engine.evaluation.sources.statements import append, drop, make_scratch, make_table
from engine.evaluation.sources.typed_values import SQL_TYPES
from engine.model.lead_schema import FieldType, LeadField
from engine.model.sources import Source, Table

if TYPE_CHECKING:
    import duckdb

RECORDS = "record_rows"


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
        table, maps = raw[each.records.table], maps_of(each.records, fields)
        make_scratch(connection, "record_cells", typed_rows(each.records, maps, table, as_of))
        fault(connection, without_lead(each.records, table))
        _say_what_was_left_out(connection)
        if not _is_also_a_log(each):
            set_aside(connection, select(_COPIES))
        append(connection, RECORDS, _kept(number, [of_field for of_field, _ in maps]))
    make_scratch(connection, "lead_facts", _facts(fields, len(sources)))
    fault(connection, select(_CONFLICTING))
    apart = [tree("r.source_no = :no", no=no) for no, each in enumerate(sources) if not _is_also_a_log(each)]
    set_aside(connection, select(_SAME, apart=any_of(apart)))
    make_table(connection, "leads", _leads(fields))
    drop(connection, RECORDS, "lead_facts", "record_cells", "record_reasons")


def _is_also_a_log(each: Source) -> bool:
    """A log that repeats a lead's facts on each of its events says nothing twice: its rows are the events."""
    return any(mapped.table == each.records.table for mapped in each.events)


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


def _kept(number: int, fields: Sequence[LeadField]) -> exp.Query:
    kept = select(
        "SELECT CAST(:number AS INTEGER) AS source_no, r.file_no, r.row_no, r.lead_id FROM record_cells AS r"
        " WHERE r.set_aside IS NULL AND r.lead_id IS NOT NULL",
        number=number,
    )
    return projected(kept, {name: column(name, "r") for name, _ in _names(fields)})


def _say_what_was_left_out(connection: duckdb.DuckDBPyConnection) -> None:
    keep_reasons(connection, "record_reasons", select(_REASONS))
    set_aside(connection, select(_ASIDE))
    set_aside(connection, select(_LATE))


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
        rows=distinct.subquery(copy=False),
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
_COPIES = """
SELECT 'duplicate' AS reason, r.file_no, sum(r.copies - 1) AS rows FROM record_cells AS r
WHERE r.set_aside IS NULL AND r.lead_id IS NOT NULL AND r.copies > 1 GROUP BY r.file_no
"""
_SAME = """
SELECT 'duplicate' AS reason, n.file_no, count(*) AS rows FROM (
  SELECT r.file_no, row_number() OVER (PARTITION BY r.source_no, r.lead_id ORDER BY r.file_no, r.row_no) AS nth
  FROM record_rows AS r JOIN lead_facts AS d ON d.lead_id = r.lead_id WHERE NOT d.differs AND :apart
) AS n WHERE n.nth > 1 GROUP BY n.file_no
"""
_REASONS = """
SELECT r.file_no, r.row_no, r.lead_id, CAST(NULL AS VARCHAR) AS type, r.reasons FROM record_cells AS r
WHERE r.set_aside IS NULL AND r.lead_id IS NOT NULL
"""
_ASIDE = """
SELECT r.set_aside AS reason, r.file_no, sum(r.copies) AS rows FROM record_cells AS r
WHERE r.set_aside IS NOT NULL GROUP BY r.set_aside, r.file_no
"""
_LATE = """
SELECT 'after as_of' AS reason, r.file_no, sum(r.late) AS rows FROM record_cells AS r
WHERE r.set_aside IS NULL AND r.lead_id IS NOT NULL AND r.late > 0 GROUP BY r.file_no
"""
