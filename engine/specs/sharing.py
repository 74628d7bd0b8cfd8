"""Scenarios shared out among processes, so that no core is idle; what they found is told as if one had run them all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from engine.specs.telling import Telling
from engine.specs.watching import Watching

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import pytest

WORTH_A_PROCESS = 3
"""So many scenarios take longer than a process takes to compile the policies for itself."""


@dataclass(frozen=True)
class Found:
    """What a process came to: pytest's reports as it writes them down, and what its steps told and demanded."""

    reports: list[dict[str, Any]]
    at_fault: dict[str, str]
    seen: set[Any]


@dataclass(eq=False)  # pytest keeps plugins in sets
class Noting(Telling):
    """Keeps what another process will tell."""

    reports: list[pytest.TestReport] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Say nothing here."""
        self.reports.append(report)


def run_shared(session: pytest.Session, telling: Telling, watching: Watching, cores: int) -> bool:
    """Run everything in several processes; False where one does as well, and nothing was run.

    A part of the scenarios stays here, the first; a fork inherits what was collected. It is made before the engine
    starts threads of its own, which no fork would inherit.
    """
    parts = [*shared_out(session.items, cores)]
    if len(parts) < 2 or not sys.platform.startswith("linux"):  # noqa: PLR2004 - elsewhere a fork is not safe
        return False
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001 - made once, not by each
    context = get_context("fork")
    ends = []
    for part in parts[1:]:
        ours, theirs = context.Pipe(duplex=False)
        context.Process(target=_run_apart, args=(session, part, telling, watching, theirs), daemon=True).start()
        theirs.close()
        ends.append(ours)
    _run(parts[0])
    for end in ends:
        _tell(session, end.recv(), telling, watching)  # a process that died sends nothing: EOFError, a crash here too
    return True


def shared_out(items: Sequence[pytest.Item], cores: int) -> Iterator[Sequence[pytest.Item]]:
    """Parts of about one size, in their order; fewer than cores where scenarios are few."""
    parts = max(1, min(cores, len(items) // WORTH_A_PROCESS))
    for number in range(parts):
        yield items[len(items) * number // parts : len(items) * (number + 1) // parts]


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(items: Sequence[pytest.Item]) -> None:
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _run_apart(
    session: pytest.Session, items: Sequence[pytest.Item], telling: Telling, watching: Watching, end: Connection
) -> None:
    noting = Noting(telling.folder)
    session.config.pluginmanager.unregister(telling)
    session.config.pluginmanager.register(noting)
    _run(items)
    written = session.config.hook.pytest_report_to_serializable
    reports = [written(config=session.config, report=report) for report in noting.reports]
    end.send(Found(reports, noting.at_fault, watching.seen))


def _tell(session: pytest.Session, found: Found, telling: Telling, watching: Watching) -> None:
    telling.at_fault |= found.at_fault
    watching.seen |= found.seen
    for written in found.reports:
        report = session.config.hook.pytest_report_from_serializable(config=session.config, data=written)
        session.config.hook.pytest_runtest_logreport(report=report)
