"""A new policy repository, laid out from the starter that leadpact ships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import engine

STARTER = Path(engine.__file__).parent.parent / "templates" / "starter"
DOT = "_dot_"  # how names that begin with a dot are kept, so that no tool overlooks them or takes them for ours
VERSION = b"@VERSION@"
NEXT = ("leadpact validate", "leadpact fmt --check", "leadpact test", "leadpact check")
IN_GIT = (
    "git add --all",
    'git commit --message "An agreement to start from"',
    "leadpact plan HEAD --what-if first_call",
)


@dataclass(frozen=True, slots=True)
class Started:
    """The files that were written, those that were there and stayed as they are, and what to type next."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    next_steps: tuple[str, ...]


def start(folder: Path) -> Started:
    """Lay out a policy repository; whatever is there stays. Raises OSError if the folder can't be written to."""
    written: list[Path] = []
    kept: list[Path] = []
    for name, content in _files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (written if _write_new(path, content) else kept).append(path)
    return Started(tuple(written), tuple(kept), _next_steps(folder))


def holds_policies(folder: Path) -> bool:
    """Tell whether there are policies already, which another agreement in their midst would only confuse."""
    return (folder / "policies").exists() and (
        not (folder / "policies").is_dir() or any((folder / "policies").rglob("*"))
    )


def _files() -> Iterator[tuple[Path, bytes]]:
    from engine.loading.schema_files import kinds, schema_text

    for path in sorted(STARTER.rglob("*")):
        if path.is_file():
            parts = [part.replace(DOT, ".", 1) if part.startswith(DOT) else part for part in _below(path).parts]
            yield Path(*parts), path.read_bytes().replace(VERSION, version("leadpact").encode())
    for kind in kinds():
        yield Path("schemas", f"{kind}.json"), schema_text(kind).encode()


def _below(path: Path) -> Path:
    return path.relative_to(STARTER)


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file that isn't there; one that is, or a link in its place, stays as it is."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _next_steps(folder: Path) -> tuple[str, ...]:
    """The commands to type, in their order; those of git where the folder is a working tree."""
    is_repository = any((here / ".git").exists() for here in (folder.absolute(), *folder.absolute().parents))
    git = IN_GIT if is_repository else ("git init", *IN_GIT)
    return (*NEXT, *git)
