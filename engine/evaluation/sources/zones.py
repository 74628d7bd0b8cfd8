"""Local dates of the zones that sources and rosters name, to turn wall time into instants by an equality join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.compiler.zone_tables import zone_tables
from engine.evaluation.engines.duckdb import create_given

if TYPE_CHECKING:
    import duckdb

SOURCE_DAYS = "source_days"


def lay_out_days(connection: duckdb.DuckDBPyConnection, zones: Iterable[str]) -> None:
    """Make the scratch table `source_days`: `local_days` of these zones."""
    _, local_days = zone_tables(zones)
    create_given(connection, replace(local_days, name=SOURCE_DAYS))
