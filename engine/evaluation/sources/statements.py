"""Statements on the connection: queries are syntax trees, table names are leadpact's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp

from engine.compiler.sql import select

if TYPE_CHECKING:
    import duckdb


def text_of(query: exp.Expr) -> str:
    """Print a tree as DuckDB reads it."""
    return query.sql(dialect="duckdb", identify=True)  # `at` is a keyword of its own


def rows(connection: duckdb.DuckDBPyConnection, query: exp.Query) -> list[tuple[Any, ...]]:
    """Run a query and give all its rows."""
    return connection.execute(text_of(query)).fetchall()


def make_table(connection: duckdb.DuckDBPyConnection, name: str, query: exp.Query) -> None:
    """Make a table that stays, one of the fixed relations."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {text_of(query)}").fetchall()


def make_scratch(connection: duckdb.DuckDBPyConnection, name: str, query: exp.Query) -> None:
    """Make a table for work in between; `drop` it when done."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text_of(query)}").fetchall()


def append(connection: duckdb.DuckDBPyConnection, name: str, query: exp.Query) -> None:
    """Add rows to a table, columns matched by name."""
    connection.execute(f"INSERT INTO {name} BY NAME {text_of(query)}").fetchall()


def drop(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Drop tables that may exist."""
    for name in names:
        connection.execute(f"DROP TABLE IF EXISTS {name}").fetchall()


def source(query: exp.Query | str) -> exp.Expr:
    """What stands after FROM: a subquery, or one of leadpact's own tables by name."""
    return exp.to_table(query) if isinstance(query, str) else query.subquery(copy=False)


def over(query: exp.Query | str) -> exp.Query:
    """Begin a SELECT of all columns of `query`, named `r`."""
    return select("SELECT r.* FROM :rows AS r", rows=source(query))
