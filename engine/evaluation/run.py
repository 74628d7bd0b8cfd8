"""One run: sources to relations, the query over them, and the identity of all that went in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, has_errors
from engine.evaluation.engines.duckdb import DuckRelations, give_up_memory, run_query
from engine.evaluation.results import Results, RunIdentity
from engine.evaluation.sources import read_sources

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from engine.compiler.query import Query
    from engine.model.policy_set import PolicySet
    from engine.model.sources import Source

INPUTS = ("leads", "field_changes", "events", "coverage", "quarantine", "set_aside", "memberships", "merges")
CONTENT = {
    "quarantine": "SELECT lead_id, type, reason FROM quarantine",
    "set_aside": "SELECT reason, sum(rows) AS rows FROM set_aside GROUP BY reason",
}
"""What of a relation is told in its digest, where that isn't all: not the place or the spelling of a row."""
CARRIED = ("quarantine", "set_aside", "coverage")


def evaluate(  # noqa: PLR0913, PLR0917 - one parameter for each thing that decides
    connection: DuckDBPyConnection,
    policies: PolicySet,
    query: Query,
    sources: Sequence[Source],
    data: Path,
    as_of: int,
    on_step: Callable[[str], None],
    *,
    strict_history: bool,
) -> tuple[Results | None, Diagnostics]:
    """Judge what the sources say by `as_of` (µs UTC); None with diagnostics if a source can't be read.

    With `strict_history`, a field without history is unknown at instants before `as_of`, not as it stands.
    """
    files, diagnostics = read(connection, policies, sources, data, as_of, on_step, strict_history=strict_history)
    if has_errors(diagnostics):
        return None, diagnostics
    return judged(connection, policies, query, files, on_step), diagnostics


def read(  # noqa: PLR0913, PLR0917 - same
    connection: DuckDBPyConnection,
    policies: PolicySet,
    sources: Sequence[Source],
    data: Path,
    as_of: int,
    on_step: Callable[[str], None],
    *,
    strict_history: bool,
) -> tuple[Mapping[str, str], Diagnostics]:
    """Lay down what the sources say by `as_of`, and the question; give the digests of the files, and faults."""
    files, diagnostics = read_sources(
        connection, sources, policies.lead_schemas, tuple(policies.rosters.values()), data, as_of, on_step
    )
    connection.execute(
        "CREATE OR REPLACE TABLE run AS SELECT CAST(? AS BIGINT) AS as_of, CAST(? AS BOOLEAN) AS strict_history",
        [as_of, strict_history],
    )
    return files, diagnostics


def judged(
    connection: DuckDBPyConnection,
    policies: PolicySet,
    query: Query,
    files: Mapping[str, str],
    on_step: Callable[[str], None],
) -> Results:
    """Judge what was read."""
    run_query(connection, query, on_step)
    as_of, strict_history = connection.execute("SELECT as_of, strict_history FROM run").fetchall()[0]
    identity = RunIdentity(as_of, policies.digests, _content_digests(connection), versions(), files, strict_history)
    give_up_memory(connection)
    return Results(identity, policies, query.locations, DuckRelations(connection), query.explaining)


def versions() -> dict[str, str]:
    """The versions of everything that can change a verdict."""
    return {name: version(name) for name in ("leadpact", "duckdb", "sqlglot", "tzdata", "holidays")}


def _content_digests(connection: DuckDBPyConnection) -> dict[str, str]:
    """A digest of each input relation's rows, in an order of their own: files may be cut and shuffled."""
    digests = {}
    for name in INPUTS:
        found = connection.execute(
            f"""SELECT coalesce(sha256(string_agg(part, '' ORDER BY first)), 'empty') FROM (
                SELECT min(row) AS first, sha256(string_agg(row, '' ORDER BY row)) AS part FROM (
                    SELECT md5(CAST(content AS VARCHAR)) AS row FROM ({CONTENT.get(name, f"FROM {name}")}) AS content
                ) GROUP BY substring(row, 1, 3))"""
        ).fetchall()
        digests[name] = str(found[0][0])
    return digests
