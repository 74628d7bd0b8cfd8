"""DuckDB, the embedded engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from engine.compiler.query import GivenTable


def create_given(connection: DuckDBPyConnection, table: GivenTable) -> None:
    """Create a given table; its columns travel as JSON, several times faster than as lists."""
    columns = ", ".join(
        f"""unnest(from_json(?, '["{sql_type}"]')) AS {_quoted(name)}"""
        for name, (sql_type, _) in table.columns.items()
    )
    values = [json.dumps(values) for _, values in table.columns.values()]
    connection.execute(f"CREATE OR REPLACE TABLE {_quoted(table.name)} AS SELECT {columns}", values)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
