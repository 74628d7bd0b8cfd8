"""Run the engine on the reference's normalised rows, without any source in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from engine.compiler.narrowing import narrowed
from engine.compiler.policy_query import compile_policies
from engine.compiler.query import Query
from engine.evaluation.engines.duckdb import DuckRelations, run_query
from engine.model.conditions import Money
from engine.model.lead_schema import FieldType, LeadSchema
from engine.model.policy_set import PolicySet
from tests.reference.rows import Inputs, Row

SQL_TYPES = {
    FieldType.TEXT: "VARCHAR",
    FieldType.CHOICE: "VARCHAR",
    FieldType.INTEGER: "BIGINT",
    FieldType.DECIMAL: "DECIMAL(18,4)",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "INTEGER",
    FieldType.MONEY: "DECIMAL(18,4)",
}


@dataclass(frozen=True)
class Judged:
    """The engine's relations by name."""

    relations: DuckRelations

    def rows(self, name: str) -> list[Row]:
        return self.relations.rows(name)


def judge(policies: PolicySet, inputs: Inputs, as_of: int) -> Judged:
    """Give the engine's results for these rows at `as_of`."""
    return run(compiled(policies), policies, inputs, as_of)


def judge_only(names: Iterable[str], policies: PolicySet, inputs: Inputs, as_of: int) -> Judged:
    """The same, but only the relations of these names and what they are made from: nobody waits for the others."""
    return run(narrowed(compiled(policies), names), policies, inputs, as_of)


def run(query: Query, policies: PolicySet, inputs: Inputs, as_of: int) -> Judged:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    for name, columns, rows in tables(policies, inputs, as_of):
        declared = ", ".join(f'"{c}" {t}' for c, t in columns)
        connection.execute(f'CREATE TABLE "{name}" ({declared})')
        if rows:
            connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', rows)
    run_query(connection, query, lambda _step: None)
    return Judged(DuckRelations(connection))


def judge_and_explain(policies: PolicySet, inputs: Inputs, as_of: int) -> Judged:
    """The same, with the relations that take the verdicts of every lead apart."""
    judged = judge(policies, inputs, as_of)
    judged.relations.explain([lead.lead_id for lead in inputs.leads], compiled(policies).explaining())
    return judged


def compiled(policies: PolicySet) -> Query:
    return compile_policies(policies)


def tables(policies: PolicySet, inputs: Inputs, as_of: int):
    (schema,) = policies.lead_schemas.values()
    yield "run", [("as_of", "BIGINT"), ("strict_history", "BOOLEAN")], [(as_of, inputs.strict_history)]
    yield "leads", *lead_rows(schema, inputs)
    yield "merges", [("lead_id", "VARCHAR"), ("survivor", "VARCHAR"), ("at", "BIGINT"), ("traced", "BOOLEAN")], []
    yield "field_changes", *change_rows(inputs, as_of)
    yield "events", *event_rows(schema, inputs, as_of)
    text, whole = "VARCHAR", "BIGINT"
    yield (
        "coverage",
        [("type", text), ("source", text), ("since", whole), ("until", whole)],
        [(c.type, c.source, c.since, c.until) for c in inputs.coverage],
    )
    yield (
        "quarantine",
        [("file", text), ("row_no", whole), ("lead_id", text), ("type", text), ("reason", text), ("raw", text)],
        [(q.file, q.row_no, q.lead_id, q.type, q.reason, q.raw) for q in inputs.quarantine],
    )
    yield "set_aside", [("reason", text), ("file", text), ("rows", whole)], []
    yield (
        "memberships",
        [("actor", text), ("team", text), ("party", text), ("calendar", text), ("since", whole), ("until", whole)],
        [(m.actor, m.team, m.party, m.calendar, m.since, m.until) for m in inputs.memberships],
    )


def lead_rows(schema: LeadSchema, inputs: Inputs) -> tuple[Sequence[tuple[str, str]], list[tuple[object, ...]]]:
    columns = [("lead_id", "VARCHAR")]
    for field in schema.fields:
        columns += [(f"f_{field.name}", SQL_TYPES[field.type]), (f"s_{field.name}", "BIGINT")]
        columns += [(f"c_{field.name}", "VARCHAR")] if field.type is FieldType.MONEY else []
    rows = []
    for lead in inputs.leads:
        row: list[object] = [lead.lead_id]
        for field in schema.fields:
            value = lead.fields.get(field.name)
            row += [plain(value), lead.set_at.get(field.name)]
            row += [value.currency if isinstance(value, Money) else None] if field.type is FieldType.MONEY else []
        rows.append(tuple(row))
    return columns, rows


def plain(value: object) -> object:
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, date):
        return (value - date(1970, 1, 1)).days
    return value


def change_rows(inputs: Inputs, as_of: int) -> tuple[list[tuple[str, str]], list[tuple[object, ...]]]:
    text, whole = "VARCHAR", "BIGINT"
    columns = [("ord", whole), ("lead_id", text), ("field", text), ("nth", whole), ("change_id", text), ("at", whole)]
    columns += [("until", whole), ("value", text), ("currency", text), ("tells", "BOOLEAN"), ("holds", "BOOLEAN")]
    columns += [("value_before", text), ("currency_before", text), ("tells_before", "BOOLEAN")]
    rows: list[tuple[object, ...]] = []
    for history in inputs.histories:
        before = (history.before, -(2**62), -(2**62), None, history.tells_before)
        changes = [(c.value, c.at, c.until, c.change_id, c.tells) for c in history.changes if c.at <= as_of]
        was: tuple[object, ...] = (None, None, not history.before_unreadable)
        for nth, (value, at, until, change_id, tells) in enumerate([before, *changes]):
            now = (told(value), value.currency if isinstance(value, Money) else None, tells)
            rows.append((len(rows), history.lead_id, history.field, nth, change_id, at, until, *now, True, *was))
            was = now if nth or tells else was
    return columns, rows


def told(value: object) -> str | None:
    """A value as the text of its type."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case Money() | Decimal():
            return f"{plain(value):.4f}"
        case _:
            return str(plain(value))


def event_rows(
    schema: LeadSchema, inputs: Inputs, as_of: int
) -> tuple[list[tuple[str, str]], Iterable[tuple[object, ...]]]:
    columns = [("ord", "BIGINT"), ("event_id", "VARCHAR"), ("lead_id", "VARCHAR"), ("type", "VARCHAR")]
    columns += [("at", "BIGINT"), ("until", "BIGINT"), ("recorded_at", "BIGINT"), ("actor", "VARCHAR")]
    columns += [("source", "VARCHAR"), *((f"a_{a}", "VARCHAR") for a in schema.attributes)]
    rows = [
        (
            e.ord,
            e.event_id,
            e.lead_id,
            e.type,
            e.at,
            e.until,
            e.recorded_at,
            e.actor,
            e.source,
            *tuple(e.says(a) for a in schema.attributes),
        )
        for e in inputs.events
        if e.at <= as_of
    ]
    return columns, rows
