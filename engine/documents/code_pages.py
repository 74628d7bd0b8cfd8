"""The pages of the diagnostics: `docs/diagnostics/`, which the wheel carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import engine

FOLDER = Path(engine.__file__).parent.parent / "docs" / "diagnostics"
HEADING = re.compile(r"# (LP\d{3}) · (.+)")


def code_page(code: str) -> str | None:
    """Give the page of a code such as `LP304`, as Markdown; None if there is no such code."""
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8") if code in codes() else None


def codes() -> tuple[str, ...]:
    """Name every code that has a page, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("LP*.md")))


def code_titles(wanted: Iterable[str]) -> Mapping[str, str]:
    """Say in a few words what codes mean; those without a page are left out."""
    headings = [HEADING.match(page) for page in map(code_page, wanted) if page]
    return {found[1]: found[2] for found in headings if found}
