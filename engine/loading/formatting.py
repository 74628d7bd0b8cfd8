"""Policy files laid out: which there are, and what each would look like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics import Diagnostics
from engine.loading.layout import NoLayoutError, laid_out
from engine.loading.policy_text import UnreadableError, as_typed, decode, files_below, read_bytes
from engine.loading.yaml_text import read_yaml


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as it is and as it should be; `after` is None where a fault or a way of writing forbids to touch it.

    `why_not` says which way of writing.
    """

    path: Path
    file: str
    before: str = ""
    after: str | None = None
    faults: Diagnostics = ()
    why_not: str = ""

    @property
    def differs(self) -> bool:
        """True where laying it out changes it."""
        return self.after is not None and self.after != self.before


def files_named(path: Path) -> tuple[Path, ...]:
    """Give a file itself, or the policies below a folder, sorted."""
    return files_below(path) if path.is_dir() else (path,)


def formatted(path: Path) -> Formatted:
    """Read a file and lay it out; nothing is written. Line ends and a byte order mark count as differences."""
    file = as_typed(path)
    try:
        content = read_bytes(path, file)
        text = decode(content, file)
    except UnreadableError as unreadable:
        return Formatted(path, file, faults=(unreadable.fault,))
    tree, faults = read_yaml(text, file)
    if tree is None:
        return Formatted(path, file, faults=faults)
    try:
        return Formatted(path, file, content.decode(), laid_out(text))
    except NoLayoutError as reason:
        return Formatted(path, file, why_not=str(reason))
