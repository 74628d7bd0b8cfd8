"""What a ledger keeps of its runs beside its lines: verdicts on clocks and promises, each file under its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.pipeline.file_digests import sha256_of
from engine.pipeline.ledger_files import keep_verdicts, verdicts_file

if TYPE_CHECKING:
    from engine.evaluation.results import Results, Row
    from engine.reports.restated_promises import Told
    from engine.signing.chains import Entry
    from engine.signing.run_statements import RunStatement

CLOCKS = "results/clocks.parquet"
PROMISES = {name: f"results/{name}.parquet" for name in ("attainment", "wider_attainment", "volumes")}
KEPT = (CLOCKS, *PROMISES.values())


class NoEntryError(Exception):
    """The ledger has no such entry, or doesn't keep what it is asked for; the text says which."""


def keep_run(ledger: Path, made: Mapping[str, str], folder: Path) -> tuple[str, ...]:
    """Keep what a run in `folder` says of clocks and promises; give the names of those files. Raises OSError."""
    names = tuple(name for name in KEPT if name in made)
    for name in names:
        keep_verdicts(ledger, made[name], folder / name)
    return names


def names_kept(run: RunStatement) -> tuple[str, ...]:
    """Name the files that a ledger keeps of a run; an entry that names none was written when only clocks were kept."""
    return (run.link.keeps if run.link else ()) or (CLOCKS,)


def kept(folder: Path, run: RunStatement, name: str = CLOCKS) -> Path:
    """Where a ledger keeps a file of a run. Raises NoEntryError where it isn't as the run left it; OSError."""
    path = verdicts_file(folder, run.made[name])
    if fault := _fault(path, run.made[name]):
        raise NoEntryError(f"the ledger does not keep the verdicts of that run as it left them: `{path}` {fault}")
    return path


def promises_kept(folder: Path, run: RunStatement) -> Told | None:
    """Give the promises of a run; None where the ledger was never given them. Raises NoEntryError, OSError."""
    if not set(PROMISES.values()) <= set(names_kept(run)):
        return None
    return promises_in({relation: kept(folder, run, name) for relation, name in PROMISES.items()})


def promises_of(results: Results, place: Path) -> Told:
    """Give the promises of a run that goes on, by the files that it leaves, laid into `place`. Raises OSError."""
    return promises_in(dict(zip(PROMISES, results.relations.save(tuple(PROMISES), place), strict=True)))


def promises_made(out: Path) -> Told:
    """Give the promises in the folder that a run wrote."""
    return promises_in({relation: out / name for relation, name in PROMISES.items()})


def promises_in(files: Mapping[str, Path]) -> Told:
    """Read promises. Raises NoEntryError where a file holds none."""
    from engine.evaluation.kept_promises import promises
    from engine.evaluation.kept_verdicts import NoVerdictsError

    try:
        return promises(files)
    except NoVerdictsError as fault:
        raise NoEntryError(str(fault)) from fault


def turned_between(sides: Mapping[str, Path], seen: Mapping[str, int]) -> list[Row]:
    """Give the clocks that runs tell otherwise. Raises NoEntryError where a file holds none."""
    from engine.evaluation.kept_verdicts import NoVerdictsError, turned

    try:
        return turned(sides, seen)
    except NoVerdictsError as fault:
        raise NoEntryError(str(fault)) from fault


def kept_faults(folder: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """Tell each kept file that is missing, or not as its run left it, with the first entry that it belongs to.

    Files are looked at once, however many runs left the same. Raises OSError.
    """
    seen: set[str] = set()
    for entry in entries:
        for name in names_kept(entry.statement):
            digest = entry.statement.made.get(name)
            if digest is None:
                yield f"line {entry.place} keeps `{name}`, which its run never wrote"
            elif digest not in seen:
                seen.add(digest)
                path = verdicts_file(folder, digest)
                if fault := _fault(path, digest):
                    yield f"line {entry.place}: `{path}`, kept of its `{name}`, {fault}"


def _fault(path: Path, digest: str) -> str:
    """Say what is wrong with a kept file, nothing if it is as it was. Raises OSError."""
    if not path.is_file():
        return "is missing"
    return "" if sha256_of(path) == digest else "was changed"
