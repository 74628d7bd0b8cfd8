"""A policies folder as a git revision holds it, written out to be read like any other."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

HUNK = re.compile(r"@@ -\d+(?:,(?P<gone>\d+))? \+(?P<first>\d+)(?:,(?P<length>\d+))? @@")


class NoRevisionError(Exception):
    """Git knows no such folder at such a revision, or there is no git or no repository; the text says which."""


def write_revision(revision: str, path: str, folder: Path) -> None:
    """Write the policies below `path` of a revision (`main`, `HEAD~1`, a tag or a commit) into an empty folder.

    `path` is a folder as git takes it after a colon: from the top of the repository, or, if it begins with `./`,
    from the working directory.

    Raises:
        NoRevisionError: nothing of the sort can be read.
    """
    tree = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:{path}").decode().strip()
    for blob, name in _policies_in(tree):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_git("cat-file", "blob", blob))


def file_at(commit: str, name: str) -> bytes | None:
    """Give the bytes of a file, named from the working directory, as a commit holds it; None if it holds none."""
    try:
        return _git("cat-file", "blob", f"{commit}:./{name}")
    except NoRevisionError:
        return None


def changed_lines(revision: str, path: str) -> frozenset[tuple[str, int]]:
    """Give the lines below `path` that are new or others since a revision, each with its file.

    Files are named from the working directory. There are none where git knows no such revision.
    """
    asked = ("--unified=0", "--relative", "--no-prefix", "--no-color", "--no-ext-diff", "--no-renames")
    quiet = ("-c", "core.quotePath=false")
    try:
        told = _git(*quiet, "diff", *asked, "--end-of-options", revision, "--", path)
    except NoRevisionError:
        return frozenset()
    found, file, left = set[tuple[str, int]](), "", 0
    for line in told.decode(errors="replace").split("\n"):  # as git counts them
        if left:  # what looks like a head may be a line of the text
            left -= line.startswith(("+", "-"))
        elif line.startswith("+++ "):
            file = line.removeprefix("+++ ").rstrip("\t")
        elif hunk := HUNK.match(line):
            first, length = int(hunk["first"]), int(hunk["length"] or 1)
            left = length + int(hunk["gone"] or 1)
            found |= {(file, number) for number in range(first, first + length)}
    return frozenset(found)


def is_commit(revision: str) -> bool:
    """Tell whether git has a commit of that name at hand; one that a shallow clone left out it has not."""
    try:
        return bool(_git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"))
    except NoRevisionError:
        return False


def head_commit() -> str:
    """Give the commit that the working directory's repository is at; an empty text where there is none."""
    try:
        return _git("rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except NoRevisionError:
        return ""


def _policies_in(tree: str) -> Iterator[tuple[str, PurePosixPath]]:
    """Give the id and the path of every plain file that is named like a policy."""
    for entry in _git("ls-tree", "--full-tree", "-r", "-z", tree).split(b"\0"):
        about, _, name = entry.partition(b"\t")
        mode, _, blob = about.partition(b" blob ")
        path = PurePosixPath(name.decode("utf-8", "surrogateescape"))
        if mode.startswith(b"100") and path.suffix in {".yaml", ".yml"}:
            yield blob.decode(), path


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607 - no shell; git as the user has it
    except OSError as fault:
        raise NoRevisionError(f"git can't be run: {fault.strerror}") from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoRevisionError(told[0] if told else "")
    return done.stdout
