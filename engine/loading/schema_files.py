"""The JSON Schemas in `schemas/`, one for each kind of document, each complete in itself for the sake of editors."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("schemas")


def kinds() -> tuple[str, ...]:
    """Name the kinds that have a schema, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def schema_text(kind: str) -> str:
    """Give the text of a kind's schema, such as that of `Calendar`."""
    return (FOLDER / f"{kind}.json").read_text(encoding="utf-8")
