"""Promises as runs left them behind: what became of each objective and each number promised, period by period."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.evaluation.engines.duckdb import connect
from engine.evaluation.kept_verdicts import NoVerdictsError
from engine.evaluation.results import Row

KEEPS = {
    "attainment": "dimension = 'all' AND share_num IS NOT NULL",
    "wider_attainment": "dimension = 'all' AND share_num IS NOT NULL",
    "volumes": "promised IS NOT NULL",
}
"""The relations that hold them, and which of their rows are promises: segments and owners were promised nothing."""


def promises(files: Mapping[str, Path]) -> dict[str, list[Row]]:
    """Read the promises of a run, by relation, out of its file of each; they are few however many leads there were.

    Raises:
        NoVerdictsError: a file is none that a run wrote.
    """
    import duckdb  # noqa: PLC0415 - 0.2 s that only a comparison should pay

    connection = connect()
    told: dict[str, list[Row]] = {}
    for relation, condition in KEEPS.items():
        path = str(files[relation]).replace("'", "''")
        try:
            found = connection.execute(f"SELECT * FROM read_parquet('{path}') WHERE {condition} ORDER BY ALL")
        except duckdb.Error as fault:
            raise NoVerdictsError(f"`{files[relation]}` holds no verdicts of a run") from fault
        names = [column[0] for column in found.description]
        told[relation] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return told
