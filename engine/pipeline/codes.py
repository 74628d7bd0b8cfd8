"""What the codes of diagnostics mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def code_page(code: str) -> str | None:
    """The page of a diagnostic's code, as Markdown; None if there is no such code."""
    from engine.documents.code_pages import code_page

    return code_page(code)


def code_titles(wanted: Iterable[str]) -> Mapping[str, str]:
    """What codes mean in a few words."""
    from engine.documents.code_pages import code_titles

    return code_titles(wanted)
