"""Two policy sets over the same leads, and their results held against each other; all in one memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.diagnostics import Diagnostics, has_errors
from engine.evaluation.engines.duckdb import DuckRelations, beside, run_query, show_beside
from engine.evaluation.results import Relations, Results
from engine.evaluation.run import INPUTS, judged, read

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from engine.compiler.query import Query
    from engine.model.policy_set import PolicySet
    from engine.model.sources import Source

PROPOSED, TRIED, COMPARED = "proposed", "tried", "compared"
READ = ("clocks", "attainment", "criteria")
"""What of each run is held against the other."""


@dataclass(frozen=True, slots=True)
class Judging:
    """Policies with their query, and the sources to read."""

    policies: PolicySet
    query: Query
    sources: tuple[Source, ...]

    def reads_like(self, other: Judging) -> bool:
        """True where both read the same records from the same files."""
        ours, theirs = self.policies, other.policies
        return (self.sources, ours.lead_schemas, ours.rosters) == (other.sources, theirs.lead_schemas, theirs.rosters)


@dataclass(frozen=True, slots=True)
class Asked:
    """What both sides are asked: the records in `data`, as of an instant (µs UTC)."""

    data: Path
    as_of: int
    strict_history: bool
    on_step: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Replay:
    """Both runs, and the policies that were tried on the records of the second, if any; all in one memory."""

    connection: DuckDBPyConnection
    before: Results
    after: Results
    tried: Results | None

    @property
    def runs(self) -> Mapping[str, Results]:
        """Each run by its name."""
        both = {"before": self.before, "after": self.after}
        return both | ({"tried": self.tried} if self.tried else {})


def replay(
    connection: DuckDBPyConnection, before: Judging, after: Judging, tried: Judging | None, asked: Asked
) -> tuple[Replay | None, Diagnostics]:
    """Judge the records by the policies before and after; None with diagnostics if a source can't be read.

    What both sides read alike is read once. `tried` is judged over the records of `after`.
    """
    alike = before.reads_like(after)
    files, faults = _read(connection, before, asked)
    if has_errors(faults):
        return None, faults
    ours = judged(connection, before.policies, before.query, files, asked.on_step)
    second = beside(connection, PROPOSED)
    if alike:
        _share(connection, second)
    else:
        files, more = _read(second, after, asked)
        faults = (*faults, *(fault for fault in more if fault not in faults))
        if has_errors(more):
            return None, faults
    theirs = judged(second, after.policies, after.query, files, asked.on_step)
    if tried is None:
        return Replay(connection, ours, theirs, None), faults
    third = beside(connection, TRIED)
    _share(second, third)
    trial = judged(third, tried.policies, tried.query, files, asked.on_step)
    return Replay(connection, ours, theirs, trial), faults


def held_against(done: Replay, query: Query) -> Relations:
    """Run a query that reads the relations of each run as `before_…`, `after_…` and `tried_…`; gives what it makes."""
    both = beside(done.connection, COMPARED)
    views: dict[str, tuple[DuckDBPyConnection, str]] = {}
    for side, results in done.runs.items():
        there = results.relations
        if not isinstance(there, DuckRelations):
            raise TypeError(f"the results of {side} lie in no memory that can be shared")
        views |= {f"{side}_{name}": (there.connection, name) for name in READ if there.has(name)}
    show_beside(both, views)
    run_query(both, query, lambda _step: None)
    return DuckRelations(both)


def _share(one: DuckDBPyConnection, other: DuckDBPyConnection) -> None:
    """Let another database read what was read into the first."""
    show_beside(other, {name: (one, name) for name in (*INPUTS, "run")})


def _read(connection: DuckDBPyConnection, side: Judging, asked: Asked) -> tuple[Mapping[str, str], Diagnostics]:
    return read(
        connection,
        side.policies,
        side.sources,
        asked.data,
        asked.as_of,
        asked.on_step,
        strict_history=asked.strict_history,
    )
