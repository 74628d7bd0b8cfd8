"""A past run made again: what went into it is brought together in an empty room, and `check` runs there alone."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from engine.pipeline.file_digests import sha256_of
from engine.pipeline.judging import EPOCH

if TYPE_CHECKING:
    from engine.signing.run_statements import RunStatement

DEEP = ("1", "2", "3", "4", "5", "6")  # the room lies so deep that `../..` stays within what is thrown away
OUT, RECORDS, LEDGER = "out", "records", "ledger"
RAN = (0, 1, 4, 5)
PROGRAM = (sys.executable, "-P", "-m", "cli", "check")
MOST_NAMED = 5


class NotAtHandError(Exception):
    """What went into a run can't be found as it was; `way_out` says where it could be."""

    def __init__(self, message: str, way_out: str) -> None:
        """Carry both."""
        super().__init__(message)
        self.way_out = way_out


@dataclass(frozen=True, slots=True)
class Recipe:
    """To judge by the policies of one run on the records of another, which mostly is the same.

    `data` is where the records lie now, None where they were; `ledger` is a copy of what the run reported beside.
    """

    judged_by: RunStatement
    read: RunStatement
    data: Path | None
    fill_ledger: Callable[[Path], None] | None = None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The folder that a run wrote, which is there as long as its room, its exit code, and each file's SHA-256 (hex)."""

    folder: Path
    exit_code: int
    made: Mapping[str, str]


@contextmanager
def recomputed(recipe: Recipe) -> Iterator[Recomputed]:
    """Run again; each file is taken from the disk, or else from the commit that the run noted, if its digest is right.

    Raises:
        NotAtHandError: a file can't be found as it was, or the run can't be made.
        OSError: the room can't be written to.
    """
    with TemporaryDirectory(prefix="leadpact-") as place:
        room = Path(place, *DEEP)
        room.mkdir(parents=True)
        _bring_policies(recipe.judged_by, Path(place), room)
        records = _records(recipe, Path(place), room)
        if recipe.fill_ledger:
            recipe.fill_ledger(room / LEDGER)
        command = [*PROGRAM, *_options(recipe, records), *(("--ledger", LEDGER) if recipe.fill_ledger else ())]
        done = subprocess.run(command, cwd=room, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - our own program
        if done.returncode not in RAN or not (room / OUT).is_dir():
            told = done.stderr.decode(errors="replace").strip()
            raise NotAtHandError(f"the run can't be made again: {told}", "see what it says")
        read_nothing_else(room / OUT, recipe.read.went_in.get("files", {}))
        files = sorted(f for f in (room / OUT).rglob("*") if f.is_file())
        made = {f.relative_to(room / OUT).as_posix(): sha256_of(f) for f in files}
        yield Recomputed(room / OUT, done.returncode, made)


def _options(recipe: Recipe, records: str) -> Iterator[str]:
    by, options, places = recipe.judged_by, recipe.read.options, recipe.judged_by.places
    yield from ("--policies", places["policies"], "--data", records, "--out", OUT, "--quiet")
    yield from ("--as-of", (EPOCH + timedelta(microseconds=recipe.read.as_of)).isoformat())
    yield from ("--signatures", places.get("signatures", "signatures"))
    yield from ("--source", by.places["source"]) if "source" in by.places else ()
    yield from ("--max-unknown", str(options["max_unknown"]), "--max-quarantined", str(options["max_quarantined"]))
    yield from ("--strict-history",) if options.get("strict_history") else ()
    periods = options.get("periods", ())
    for period in () if isinstance(periods, str | int) else periods:
        yield from ("--period", period)


def _bring_policies(run: RunStatement, place: Path, room: Path) -> None:
    """Lay policies, locks and signatures where the run had them; those outside of any folder must still lie there."""
    missing = []
    for name, digest in {**run.went_in.get("policies", {}), **run.went_in.get("signatures", {})}.items():
        content = _found(Path(name), name, digest, run.commit)
        if content is None:
            missing.append(name)
        elif not Path(name).is_absolute():
            _lay(_inside(room / name, place), content)
    if missing:
        at = f"the commit {run.commit[:12]} that it noted" if run.commit else "a commit, as it noted none"
        way_out = f"they must lie here as they did then, or in {at}, in this repository"
        raise NotAtHandError(f"not at hand as the run judged by them: {_some(missing)}", way_out)


def _records(recipe: Recipe, place: Path, room: Path) -> str:
    """Lay what the run read, and nothing else, into a folder of the room: no pattern finds an export of later there."""
    run = recipe.read
    folder = recipe.data or Path(run.places["data"])
    (room / RECORDS).mkdir()
    missing = []
    for name, digest in run.went_in.get("files", {}).items():
        inside = "" if folder.is_absolute() else (folder / name).as_posix()
        if _is(folder / name, digest):
            _link(_inside(room / RECORDS / name, place), folder / name)
        elif (content := _committed(inside, digest, run.commit)) is not None:
            _lay(_inside(room / RECORDS / name, place), content)
        else:
            missing.append(name)
    if missing:
        message = f"not at hand as the run read them: {_some(missing)} in `{folder}`"
        raise NotAtHandError(message, "name a folder with the export of that day by --data")
    return RECORDS


def read_nothing_else(out: Path, noted: Collection[str]) -> None:
    """A source that names its files by whole paths reads past the room: that would prove nothing of the run.

    Raises NotAtHandError where a run in `out` read more than was noted.
    """
    if more := sorted(set(json.loads((out / "run.json").read_bytes())["files"]) - set(noted)):
        message = f"a source leads out of the folder of records, to what the run never noted: {_some(more)}"
        raise NotAtHandError(message, "name files in sources relative to the folder of records")


def _found(path: Path, name: str, digest: str, commit: str) -> bytes | None:
    return path.read_bytes() if _is(path, digest) else _committed(name, digest, commit)


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest


def _committed(name: str, digest: str, commit: str) -> bytes | None:
    from engine.loading.revisions import file_at

    content = file_at(commit, name) if commit and name and not Path(name).is_absolute() else None
    return content if content is not None and hashlib.sha256(content).hexdigest() == digest else None


def _inside(path: Path, place: Path) -> Path:
    """The path, which no name may lead out of what is thrown away."""
    resolved = path.resolve()
    if not resolved.is_relative_to(place.resolve()):
        raise NotAtHandError(f"the run names a file far outside of its folder: `{path.name}`", "run it from there")
    return resolved


def _link(path: Path, there: Path) -> None:
    """Exports are large: they aren't copied where the system can point to them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(there.resolve())
    except OSError:
        shutil.copyfile(there, path)


def _lay(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _some(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown} and {len(names) - MOST_NAMED} more"
