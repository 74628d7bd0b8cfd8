"""What a file holds, by its ending."""

from __future__ import annotations

from engine.model.sources import FileFormat

ENDINGS = {
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".txt": FileFormat.CSV,
    ".jsonl": FileFormat.JSONL,
    ".ndjson": FileFormat.JSONL,
    ".parquet": FileFormat.PARQUET,
    ".duckdb": FileFormat.DUCKDB,
}


def format_of_name(name: str) -> FileFormat | None:
    """Tell a file's format by the ending of its name (`.gz` may follow), or None."""
    plain = name.lower().removesuffix(".gz")
    return next((form for ending, form in ENDINGS.items() if plain.endswith(ending)), None)
