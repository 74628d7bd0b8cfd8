"""docs/tutorial.md, typed line by line by somebody who believes every word of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli.conftest import PROGRAM, ROOT

TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"(?P<fails><!-- fails -->\n)?```console\n(?P<typed>.+?)```|"
    r"In `(?P<file>[^`]+)`, write `(?P<new>[^`]+)` instead of `(?P<old>[^`]+)`",
    re.DOTALL,
)
GIT = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}


@dataclass(frozen=True)
class Typed:
    """A command, and what the tutorial says that it prints; a line or a part of one that is `…` may be anything."""

    command: str
    told: str

    def fits(self, said: str) -> bool:
        pattern = re.escape(self.told).replace(r"\…", "…")
        pattern = re.sub(r"(?m)^…(\\\n|\n|\Z)", r"(?:.*\\n)*?", pattern).replace("…", ".*?")
        return re.fullmatch(pattern, said) is not None


def commands(block: str) -> Iterator[Typed]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, told = part.partition("\n")
        yield Typed(command, told)


def test_every_command_prints_what_the_tutorial_shows(tmp_path):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "leadpact"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{PROGRAM[2]}" "$@"\n')
    program.chmod(0o755)
    known = {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **GIT}
    environment = {n: v for n, v in os.environ.items() if n not in {"NO_COLOR", "COLUMNS"}} | known
    folder, run = tmp_path, 0
    for step in STEP.finditer(TEXT):
        if step["file"]:
            edit(folder / step["file"], step["old"], step["new"])
            continue
        for typed in commands(step["typed"]):
            if typed.command.startswith("cd "):
                folder /= typed.command.removeprefix("cd ")
                continue
            done = subprocess.run(  # noqa: S603 - what our own page says
                ["bash", "-c", typed.command],  # noqa: S607 - bash of the path
                cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
            assert typed.fits(done.stdout), f"$ {typed.command}\n{done.stdout}"
            assert done.returncode == (1 if step["fails"] else 0), f"$ {typed.command}\n{done.stdout}"
            run += 1
    assert run == TEXT.count("\n$ ") - TEXT.count("\n$ cd ")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_the_page_does_not_show_is_told_apart():
    typed = Typed("x", "one\n…\nlast … line\n")
    assert typed.fits("one\na\nb\nlast of all line\n")
    assert typed.fits("one\nlast  line\n")
    assert not typed.fits("one\na\nlast of all\n")
    assert not typed.fits("one\na\nlast of all line\nmore\n")
    assert not Typed("x", "").fits("something\n")
