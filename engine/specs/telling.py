"""What a run of scenarios says: a line for each file, and for each failure the step and why."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from engine.diagnostics import visible

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_bdd.parser import Feature, Step


def say(text: str, *, err: bool = False) -> None:
    """Write lines whose every character can be seen."""
    out = sys.stderr if err else sys.stdout
    out.write("\n".join(map(visible, text.splitlines())) + "\n")
    out.flush()


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Telling:
    """What was seen so far; `folder` is where the command was typed."""

    folder: Path
    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    at_fault: dict[str, str] = field(default_factory=dict)
    told_of: str = ""

    @property
    def ran(self) -> int:
        """How many scenarios and examples were run."""
        return self.passed.total() + self.failed.total()

    def called(self, path: Path) -> str:
        """A file's name as it is typed here."""
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)

    def pytest_bdd_step_error(
        self, request: pytest.FixtureRequest, feature: Feature, step: Step, exception: Exception
    ) -> None:
        """Keep the step that failed, and why."""
        self.at_fault[request.node.nodeid] = self._of_step(feature, step, str(exception))

    def pytest_bdd_step_func_lookup_error(self, request: pytest.FixtureRequest, feature: Feature, step: Step) -> None:
        """Keep the step that there is not."""
        self.at_fault[request.node.nodeid] = self._of_step(feature, step, "there is no such step")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Whatever is skipped or expected to fail, by a `conftest.py` for one, has checked nothing: it failed."""
        report = yield
        expected_to_fail = hasattr(report, "wasxfail")
        if report.skipped or expected_to_fail:
            how = "it was expected to fail" if expected_to_fail else "it was skipped"
            report.longrepr = self.at_fault[report.nodeid] = f"{self._of_item(item)}: {how}, and so checks nothing"
            report.outcome = "failed"
            vars(report).pop("wasxfail", None)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count, and tell of a failure at once."""
        file = self.called(self.folder / report.nodeid.partition("::")[0])
        if self.told_of not in {"", file}:
            self._tell_file(self.told_of)
        self.told_of = file
        if report.failed:
            self.failed[file] += 1
            title = report.nodeid.partition("::")[2]
            why = self.at_fault.get(report.nodeid) or _last_line(report)
            say(f"FAILED {file}: {title}\n{_indented(why)}")
        elif report.when == "call":
            self.passed[file] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module of the repository's own that can't be loaded is a failure."""
        if report.failed:
            self.broken += 1
            say(f"can't load {report.nodeid}\n{_indented(report.longreprtext)}", err=True)

    def finish(self) -> None:
        """Tell of the last file."""
        if self.told_of:
            self._tell_file(self.told_of)
            self.told_of = ""

    def in_words(self) -> str:
        """`12 passed, 1 failed`."""
        return _counted(self.passed.total(), self.failed.total() + self.broken)

    def _tell_file(self, file: str) -> None:
        say(f"{file}: {_counted(self.passed[file], self.failed[file])}")

    def _of_item(self, item: pytest.Item) -> str:
        function = getattr(item, "obj", None)
        template = scenario_wrapper_template_registry.get(function) if function else None
        line = template.line_number if template else (item.location[1] or 0) + 1
        return f"{self.called(item.path)}:{line}"

    def _of_step(self, feature: Feature, step: Step, why: str) -> str:
        file = self.called(Path(feature.filename))
        return f"{file}:{step.line_number} {step.keyword.strip()} {step.name}\n{_told(why) or 'it does not hold'}"


def _counted(passed: int, failed: int) -> str:
    return f"{passed} passed" + f", {failed} failed" * bool(failed)


def _told(why: str) -> str:
    """What a step says of its failure, without pytest's account of the code where it says something itself."""
    lines = [line for line in why.splitlines() if not line.lstrip().startswith("+")]
    own = [line for line in lines if not line.startswith("assert ")]
    return "\n".join(own or lines)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _last_line(report: pytest.TestReport) -> str:
    return report.longreprtext.strip().splitlines()[-1] if report.longreprtext.strip() else "no reason was told"
