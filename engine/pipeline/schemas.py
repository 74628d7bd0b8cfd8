"""The schemas that policies are held against."""

from __future__ import annotations


def schema_kinds() -> tuple[str, ...]:
    """The kinds of documents that there are, sorted."""
    from engine.loading.schema_files import kinds

    return kinds()


def schema_text(kind: str) -> str:
    """The JSON Schema of a kind as it is shipped, a line break at its end."""
    from engine.loading.schema_files import schema_text

    return schema_text(kind)
