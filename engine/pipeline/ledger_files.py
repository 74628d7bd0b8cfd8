"""The folder of a ledger: its lines, appended one at a time whoever else is at it, and the verdicts of each run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from engine.pipeline.writing import write_whole

if TYPE_CHECKING:
    from engine.signing.chains import Chain
    from engine.signing.envelopes import Envelope
    from engine.signing.run_statements import Link

LINES, LOCK, VERDICTS = "ledger.jsonl", "ledger.lock", "verdicts"


def append(folder: Path, make: Callable[[Link], Envelope]) -> Envelope:
    """Add an entry, made for the place that comes next; while it is made nobody else can take that place.

    Raises:
        OSError: the folder can't be written to; the ledger is as it was.
        UnreadableSignatureError: the ledger's last line is none that an entry could follow.
    """
    from engine.signing.chains import line_of, next_link

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LINES
    with _alone(folder / LOCK):
        before = path.read_bytes() if path.exists() else b""
        envelope = make(next_link(before))
        _add(path, line_of(envelope), len(before))
    return envelope


def keep_verdicts(folder: Path, digest: str, verdicts: Path) -> None:
    """Keep the verdicts of a run beside the ledger, under their digest; equal ones are kept once. Raises OSError."""
    kept = verdicts_file(folder, digest)
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_whole(kept, verdicts.read_bytes())


def verdicts_file(folder: Path, digest: str) -> Path:
    """Where the verdicts of that digest (SHA-256, hex) are kept."""
    return folder / VERDICTS / f"{digest}.parquet"


def chain(folder: Path) -> Chain:
    """Every entry of a ledger; none if there is no ledger. Raises OSError."""
    from engine.signing.chains import read

    path = folder / LINES
    return read(path.read_bytes() if path.exists() else b"")


def _add(path: Path, line: bytes, size: int) -> None:
    """Write a line at the end, whole or not at all, and see it onto the disk."""
    with path.open("ab", buffering=0) as file:
        try:
            rest = line
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock; the system lets it go with the process, whatever ends it."""
    with path.open("ab") as file:
        _lock(file)
        yield


if sys.platform == "win32":  # pragma: no cover - another system's way

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
