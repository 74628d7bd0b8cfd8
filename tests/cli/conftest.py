"""The program as its users meet it: a process of its own, in a folder of its own, and a small repository to break."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).with_name("small")
AS_OF = "2026-06-30T12:00:00+02:00"
PROGRAM = (sys.executable, "-c", "from cli import main; main()")


@dataclass(frozen=True)
class Answer:
    """What a run of the program left behind."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    @property
    def told(self) -> str:
        """All that it said, for a message of a failing test."""
        return f"exit {self.code}\n--- stdout\n{self.stdout}\n--- stderr\n{self.stderr}"


def run(
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    setup: str = "",
    timeout: int = 120,
) -> Answer:
    """Run leadpact in a folder; `setup` is Python that runs in the same process before it.

    With neither `setup` nor an environment of its own, the run is a fork of a process that has imported leadpact
    already. `test` never is: pytest would have to import again what it rewrites.
    """
    if environment is None and not setup and arguments[:1] != ("test",):
        return run_warm(folder, arguments, timeout)
    done = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM[:2], f"{setup}\n{PROGRAM[2]}", *arguments],
        cwd=folder,
        env=inherited() | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def inherited() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS"}}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


@cache
def warm() -> subprocess.Popen[str]:
    """The process that forks, one for each process of tests."""
    program = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, str(Path(__file__).with_name("warm.py"))],
        env=inherited(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(program.kill)
    return program


def run_warm(folder: Path, arguments: Sequence[str], timeout: int) -> Answer:
    program = warm()
    assert program.stdin
    assert program.stdout
    with tempfile.TemporaryDirectory() as kept:
        stdout, stderr = Path(kept, "stdout"), Path(kept, "stderr")
        asked = {"folder": str(folder), "arguments": arguments, "environment": inherited(), "timeout": timeout}
        print(json.dumps(asked | {"stdout": str(stdout), "stderr": str(stderr)}), file=program.stdin, flush=True)
        code = int(program.stdout.readline())
        return Answer(code, stdout.read_text(encoding="utf-8"), stderr.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Repository:
    """A folder with `policies/` and `data/` that a test may break before it runs the program there."""

    folder: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands exactly once in a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def run(self, *arguments: str, **more: Any) -> Answer:
        return run(self.folder, *arguments, **more)

    def validate(self, *arguments: str) -> Answer:
        return self.run("validate", "--as-of", AS_OF, *arguments)

    def check(self, *arguments: str, as_of: str = AS_OF, **more: Any) -> Answer:
        return self.run("check", "--data", "data", "--as-of", as_of, *arguments, **more)

    def explain(self, *arguments: str) -> Answer:
        return self.run("explain", "--data", "data", "--as-of", AS_OF, *arguments)

    def report(self, out: str = "out") -> Any:
        return json.loads((self.folder / out / "report.json").read_text(encoding="utf-8"))

    def rows(self, relation: str, columns: str = "*", out: str = "out") -> list[tuple[Any, ...]]:
        """The rows of a saved result, in the order of the file."""
        path = self.folder / out / "results" / f"{relation}.parquet"
        return duckdb.connect().execute(f"SELECT {columns} FROM '{path}'").fetchall()

    def contents(self, out: str = "out") -> dict[str, bytes]:
        """Every file that a run wrote, by its path below the folder of results."""
        folder = self.folder / out
        return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Four leads, one of them named `NA`, and one agreement that judges all of them fine."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    return Repository(tmp_path)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Answer]:
    """The small repository after one run; not to be changed."""
    folder = tmp_path_factory.mktemp("judged")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    repository = Repository(folder)
    return repository, repository.check()


@pytest.fixture
def changed(repository: Repository) -> Repository:
    """The small repository with its policies as they were in `base/`, and the first response tightened to two hours."""
    shutil.copytree(repository.folder / "policies", repository.folder / "base")
    repository.edit("policies/agreement.yaml", "- else: 4 business hours", "- else: 2 business hours")
    return repository
