"""Feature files as they are written: what they say, and where each line of it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.gherkin_parser import GherkinDocument, get_gherkin_document
from pytest_bdd.parser import Feature, FeatureParser

from engine.diagnostics import Diagnostic, Location, error
from engine.specs.nearly import keyword_meant

UNREADABLE, NEARLY_A_STEP = "LP770", "LP771"
NOT_OURS = {"node_modules", "site-packages", "__pycache__"}


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """A feature file that could be read; `name` is how it is called in messages."""

    path: Path
    name: str
    lines: tuple[str, ...]
    feature: Feature
    document: GherkinDocument

    def at(self, line: int) -> Location:
        """Where a line's text stands."""
        return _place(self.name, self.lines, line)

    def scenario_titles(self) -> Iterator[tuple[str, int]]:
        """Each scenario's title and line, also where two share a title."""
        for child in self.document.feature.children:
            within = [*child.rule.children, child] if child.rule else [child]
            yield from ((one.scenario.name, one.scenario.location.line) for one in within if one.scenario)

    def description_lines(self) -> Iterator[tuple[int, str]]:
        """Each line that Gherkin takes for a description, which runs nothing."""
        return _description_lines(self.document, self.lines)


def nearly_a_step(at: Location, text: str, near: str) -> Diagnostic:
    """Tell of a line that was meant to be a step."""
    message = f"`{text.split(maxsplit=1)[0]}` makes this line a description, and it runs nothing"
    return error(NEARLY_A_STEP, at, message, f"did you mean `{near}`?")


def read_feature(path: Path, name: str) -> FeatureFile | Diagnostic:
    """Read a feature file, or tell why it can't be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        return error(UNREADABLE, Location(name, 1, 1), f"can't read `{name}`: {fault}", "write it as UTF-8 text")
    if not [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]:
        return error(UNREADABLE, Location(name, 1, 1), "the file holds no feature", "begin it with `Feature: …`")
    lines = tuple(text.splitlines())
    document = None
    try:
        document = get_gherkin_document(str(path))
        return FeatureFile(path, name, lines, FeatureParser(str(path.parent), path.name).parse(), document)
    except GherkinParseError as fault:
        return _misread(fault, name, lines, document)


def _misread(fault: GherkinParseError, name: str, lines: Sequence[str], document: GherkinDocument | None) -> Diagnostic:
    """Tell why a file is no feature; a scenario may begin with `And` because the line before it was mistyped."""
    for line, text in _description_lines(document, lines) if document else ():
        if near := keyword_meant(text, document.feature.language if document else "", ()):
            return nearly_a_step(_place(name, lines, line), text, near)
    at = _place(name, lines, fault.line)
    help_ = "a scenario's lines begin with Given, When, Then, And or But, and its first with one of the first three"
    return error(UNREADABLE, at, f"this line can't stand here: `{at.text.strip()}`", help_)


def _place(name: str, lines: Sequence[str], line: int) -> Location:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return Location(name, line, len(text) - len(text.lstrip()) + 1, max(1, len(text.strip())), text)


def _description_lines(document: GherkinDocument, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for place, description in _descriptions(document):
        line = place
        for text in (text for text in map(str.strip, description.splitlines()) if text):
            line = next((n for n in range(line + 1, len(lines) + 1) if lines[n - 1].strip() == text), line)
            yield line, text


def _descriptions(document: GherkinDocument) -> Iterator[tuple[int, str]]:
    feature = document.feature
    yield feature.location.line, feature.description
    for child in feature.children:
        if child.rule:
            yield child.rule.location.line, child.rule.description
        for one in [child, *(child.rule.children if child.rule else ())]:
            for part in (one.background, one.scenario):
                if part:
                    yield part.location.line, part.description


def feature_files(folder: Path) -> tuple[Path, ...]:
    """Find what looks like a feature file below a folder, whatever its ending was meant to be; nothing hidden."""
    found = []
    for here, folders, files in os.walk(folder):  # Path.walk came with Python 3.12
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _not_ours(Path(here, f)))
        found += [Path(here, file) for file in sorted(files) if ".feature" in file.lower() and not file.startswith(".")]
    return tuple(found)


def _not_ours(folder: Path) -> bool:
    return folder.name in NOT_OURS or (folder / "pyvenv.cfg").exists()
