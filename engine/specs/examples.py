"""The examples of a policy file as tests beside its scenarios: each takes the way that a scenario takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.evaluation.results import Row
from engine.model.agreements import Agreement
from engine.model.examples import Example, ExampleOf
from engine.model.policy_set import PolicySet
from engine.specs.coverage import TRUTH
from engine.specs.export import CONFIRMED
from engine.specs.happening import SYSTEM
from engine.specs.runs import Answers, answers
from engine.specs.scenario import BadScenarioError, Scenario, instant, printed
from engine.specs.verdicts import ON_PAPER
from engine.specs.watching import Watching

LEAD = "example"


class ExampleError(AssertionError):
    """What came out is not what the example expects."""


@dataclass(frozen=True, eq=False)  # pytest keeps its plugins in sets
class ExampleFiles:
    """The policies of the repository, a plugin that makes a test of each example in them."""

    folder: Path
    policies: PolicySet
    watching: Watching

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.File | None:
        """Take the policy files that hold examples."""
        found = [*self.of(file_path)] if file_path.suffix in {".yaml", ".yml"} else []
        if not found:
            return None
        at = found[0][1].at
        # by its name as it is typed, also where it lies beside the folder that the command runs in
        file = ExampleFile.from_parent(parent, path=file_path, nodeid=at.file if at else None)
        file.all_of_them = self
        return file

    def of(self, path: Path) -> Iterator[tuple[Agreement, Example]]:
        """The examples that a file holds, in their order, with the version that each belongs to."""
        for agreement in self.policies.agreements:
            for example in agreement.examples:
                if example.at and Path(example.at.file).resolve() == path.resolve():
                    yield agreement, example


class ExampleFile(pytest.File):
    """A policy file with examples."""

    all_of_them: ExampleFiles

    def collect(self) -> Iterator[ExampleItem]:
        """Make a test of each."""
        for agreement, example in self.all_of_them.of(self.path):
            name = f"{example.name}: {example.title or f'example {example.number}'}"
            item = ExampleItem.from_parent(self, name=name)
            item.agreement, item.example, item.files = agreement, example, self.all_of_them
            yield item


class ExampleItem(pytest.Item):
    """One example."""

    agreement: Agreement
    example: Example
    files: ExampleFiles

    def runtest(self) -> None:
        """Judge the example, and note what it has shown."""
        folder: Path = self.config._tmp_path_factory.mktemp("example")  # type: ignore[attr-defined]  # noqa: SLF001 - an item has no fixtures
        shutil.copytree(self.files.folder, folder / "policies")
        judged = answers(scenario_of(folder, self.files.policies, self.agreement, self.example))
        hold(judged, self.agreement, self.example)
        self.files.watching.note(judged, state_demanded=True)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell where the example stands and what came out, without an account of the code."""
        if not isinstance(excinfo.value, (ExampleError, BadScenarioError)):
            return super().repr_failure(excinfo, style)
        at = self.example.at
        return f"{at.line_reference if at else self.path}: {excinfo.value}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands, for reports."""
        return self.path, self.example.at.line - 1 if self.example.at else None, self.name


def scenario_of(folder: Path, policies: PolicySet, agreement: Agreement, example: Example) -> Scenario:
    """The lead of an example and what happens to it, as a scenario in a folder that holds the policies."""
    said = Scenario(folder)
    said.learn(agreement.zone, policies.lead_schemas[agreement.lead_schema])
    said.leads[LEAD] = {}
    for fact in example.facts:
        said.leads[LEAD] |= {fact.field: str(fact.written), fact.field + CONFIRMED: fact.confirmed}
    for one in example.events:
        if one.stage:
            said.enters(LEAD, one.stage, one.at_time, one.by or SYSTEM, one.reason or None)
        else:
            said.happens(
                LEAD, one.event, one.at_time, one.by, **{held.attribute: str(held.values[0]) for held in one.attributes}
            )
    said.asked_at = example.asked or _last(agreement, example)
    return said


def _last(agreement: Agreement, example: Example) -> str:
    times = [instant(one.at_time, agreement.zone) for one in example.events]
    return datetime.fromtimestamp(max(times, default=agreement.starts) // 1_000_000, UTC).isoformat()


def hold(judged: Answers, agreement: Agreement, example: Example) -> None:
    """Hold what came out against what is expected.

    Raises:
        ExampleError: it is something else; the message says what.
    """
    if example.of is ExampleOf.CRITERION:
        _hold_criterion(_row(judged, "criteria", "criterion", agreement, example), example)
    else:
        _hold_clock(_row(judged, "clocks", "commitment", agreement, example), agreement, example)


def _row(judged: Answers, relation: str, key: str, agreement: Agreement, example: Example) -> Row:
    """The criterion as asked, or the last clock; of this version, as another one's says nothing of what stands here."""
    rows = judged.rows(relation, LEAD)
    mine = [row for row in rows if (row["policy"], row[key]) == (agreement.name, example.name)]
    asked = [row for row in mine if relation == "clocks" or row["asked"] == "as_of"]
    found = max(asked, key=lambda row: row["started_at" if relation == "clocks" else "at"], default=None)
    if found is None:
        raise ExampleError(f"expected {example.expect}, but {_nothing(example)}")
    if found["version"] != agreement.version:
        raise ExampleError(f"expected {example.expect}, but version {found['version']} judges at that time")
    judged.read.append((relation, found))
    return found


def _nothing(example: Example) -> str:
    at_all = "no version is in force when it is asked"
    return at_all if example.of is ExampleOf.CRITERION else "no clock has started when it is asked"


def _hold_criterion(row: Row, example: Example) -> None:
    came_out, because = TRUTH[row["truth"]], row["because"]
    if came_out != example.expect:
        raise ExampleError(f"expected {example.expect}; it is {came_out}{f' because {because}' if because else ''}")


def _hold_clock(row: Row, agreement: Agreement, example: Example) -> None:
    state, zone = row["state"], agreement.zone
    due = "never" if row["due_at"] is None else printed(row["due_at"], zone)
    stopped = "never" if row["stopped_at"] is None else printed(row["stopped_at"], zone)
    told = f"it is {state.replace('_', ' ')} because {row['reason']}; due {due}, stopped {stopped}"
    if state not in (ON_PAPER.get(example.expect) or {example.expect}):
        raise ExampleError(f"expected {example.expect}; {told}")
    if example.due and row["due_at"] != instant(example.due, zone):
        raise ExampleError(f"expected due {printed(instant(example.due, zone), zone)}; {told}")
