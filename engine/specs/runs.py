"""Where scenarios meet the engine: the pipeline is asked, and its results are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from engine import pipeline
from engine.diagnostics import has_errors
from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.policy_set import PolicySet
from engine.specs.export import NAME, SOURCE, write_export
from engine.specs.scenario import BadScenarioError, Scenario

if TYPE_CHECKING:
    from engine.model.lead_schema import LeadSchema
    from engine.pipeline import ComplianceView


LISTS = ("findings", "disconnects")


@dataclass(frozen=True)
class Answers:
    """What a run says, in the terms of a scenario; of what nobody asks for, nothing is worked out.

    `read` are the clocks and criteria that the step at hand has looked at.
    """

    run: _Run
    read: list[tuple[str, Row]] = field(default_factory=list)

    @property
    def as_of(self) -> int:
        """The instant asked at, in µs UTC."""
        return self.run.as_of

    @property
    def results(self) -> Results:
        """The whole run, for whoever reads something else than its clocks, criteria, scores and lists."""
        return _judged(self.run)

    @property
    def agreements(self) -> Sequence[Agreement]:
        """The versions that judge."""
        return _kept(self.run.folder).agreements

    def forget(self) -> None:
        """Begin anew with what a step looks at."""
        self.read.clear()

    def clocks(self, commitment: str, lead: str) -> list[Row]:
        """The lead's clocks of one commitment, earliest first."""
        rows = [row for row in self.rows("clocks", lead) if row["commitment"] == commitment]
        return sorted(rows, key=lambda row: row["started_at"])

    def clock(self, commitment: str, lead: str) -> Row:
        """The latest of them."""
        clocks = self.clocks(commitment, lead)
        if not clocks:
            raise BadScenarioError(f"`{commitment}` started no clock for `{lead}`")
        self.read.append(("clocks", clocks[-1]))
        return clocks[-1]

    def criterion(self, criterion: str, lead: str, stage: str | None) -> Row | None:
        """The criterion as asked at the moment of the question, or at the last entry of a stage."""
        asked = f"entry:{stage}" if stage else "as_of"
        criteria = self.rows("criteria", lead)
        rows = [row for row in criteria if row["criterion"] == criterion and row["asked"] == asked]
        found = max(rows, key=lambda row: row["at"], default=None)
        self.read.extend([("criteria", found)] if found else [])
        return found

    def report(self) -> ComplianceView:
        """The report of the run, on the last ended and the current periods."""
        return pipeline.report(self.results, (), pipeline.allowance(0, 0))[0]

    def score(self, scorecard: str, lead: str, stage: str | None) -> Row:
        """The score as asked at the moment of the question, or at the last entry of a stage."""
        asked = f"entry:{stage}" if stage else "as_of"
        scores = self.rows("scores", lead)
        rows = [row for row in scores if row["scorecard"] == scorecard and row["asked"] == asked]
        if not rows:
            raise BadScenarioError(f"the score `{scorecard}` of `{lead}` was never asked for")
        return max(rows, key=lambda row: row["at"])

    def ledger(self, score: Row) -> list[Row]:
        """What a score adds up from: the parts by name with their lines first, the whole last."""
        key = ("policy", "version", "at", "scorecard")
        rows = self.rows("score_ledger", score["lead_id"])
        mine = [row for row in rows if all(row[k] == score[k] for k in key)]
        return sorted(mine, key=lambda e: (e["part"] is None, e["part"] or "", e["line"] is None, e["line"] or 0))

    def findings(self, lead: str) -> list[str]:
        """The kinds of what the report lists of a lead, findings and disconnects, each once, sorted."""
        return sorted({row["kind"] for name in LISTS for row in self.rows(name, lead)})

    def quarantined(self) -> dict[str, int]:
        """How many rows could not be used, by reason."""
        return dict(Counter(row["reason"] for row in self._of_sources("quarantine")))

    def set_aside(self) -> dict[str, int]:
        """How many rows were not needed, by reason."""
        counted: Counter[str] = Counter()
        for row in self._of_sources("set_aside"):
            counted[row["reason"]] += row["rows"]
        return {reason: rows for reason, rows in counted.items() if rows}

    def rows(self, relation: str, lead: str) -> list[Row]:
        """The rows of a relation that are of the lead."""
        return _desk(self.run).rows_of(relation, lead)

    def _of_sources(self, relation: str) -> list[Row]:
        return _desk(self.run).rows(relation)


@dataclass(frozen=True)
class _Folder:
    """A folder of policies; two that hold the same are one, wherever they lie."""

    digest: str
    path: Path = field(compare=False)


@dataclass(frozen=True)
class _Run:
    """What is to be judged; two scenarios that say the same are one run, wherever their files lie."""

    digest: str
    as_of: int
    strict_history: bool
    folder: _Folder
    scenario: Scenario = field(compare=False)

    def policies(self) -> PolicySet:
        """Those of the folder, and the map that tells how the scenario's records are read."""
        return _with_map(_kept(self.folder), self.scenario)


@dataclass
class _Desk:
    """Policies with the run that was last asked about on them."""

    relations: pipeline.OnDemand
    run: _Run | None = None


def answers(scenario: Scenario) -> Answers:
    """Writes what the scenario said as an export, and judges it."""
    write_export(scenario)
    folder = _Folder(_digest(scenario.policies, without=SOURCE), scenario.policies)
    records = _digest(scenario.data) + _digest(scenario.maps)
    return Answers(_Run(records, scenario.as_of, scenario.strict_history, folder, scenario))


def _digest(folder: Path, *, without: str = "") -> str:
    """Of everything below a folder but what is called so."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != without)
    told = b"".join(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0" for path in files)
    return sha256(told).hexdigest()


@lru_cache(maxsize=2)
def _judged(run: _Run) -> Results:
    """The whole run, judged as `check` judges one."""
    strict = run.strict_history
    question = pipeline.Question(run.policies(), run.scenario.data, run.as_of, NAME, strict_history=strict)
    results, diagnostics = pipeline.judge(question, lambda _step: None)
    if results is None:
        raise BadScenarioError.of(diagnostics)
    return results


def _desk(run: _Run) -> pipeline.OnDemand:
    """What can be asked of a run; most scenarios differ in what happens, and not in the policies."""
    desk = _desk_of(run.folder)
    if desk.run != run:
        desk.run = None
        strict, data = run.strict_history, run.scenario.data
        faults = desk.relations.lay_down(run.policies(), NAME, data, run.as_of, strict_history=strict)
        if has_errors(faults):
            raise BadScenarioError.of(faults)
        if twice := pipeline.judged_twice(desk.relations.rows, desk.relations.query):
            raise BadScenarioError.of(tuple(twice))
        desk.run = run
    return desk.relations


@lru_cache(maxsize=4)
def _desk_of(folder: _Folder) -> _Desk:
    return _Desk(pipeline.on_demand(_kept(folder)))


@lru_cache(maxsize=8)
def _kept(folder: _Folder) -> PolicySet:
    return loaded(folder.path)


def about(policies: Path) -> tuple[str, LeadSchema]:
    """The zone and the lead schema of the policies' first agreement."""
    return _about(_Folder(_digest(policies, without=SOURCE), policies))


@lru_cache(maxsize=4)
def _about(folder: _Folder) -> tuple[str, LeadSchema]:
    policies = _kept(folder)
    agreement = policies.agreements[0]
    return agreement.zone, policies.lead_schemas[agreement.lead_schema]


def due(scenario: Scenario, calendar: str, start: str, time: str) -> str | None:
    """When `time` that starts at `start` ends, an instant on the calendar's wall; None if it lies beyond the layout."""
    question = {"calendar": calendar, "from": start, "within": time}
    policies = _kept(_Folder(_digest(scenario.policies, without=SOURCE), scenario.policies))
    return pipeline.answer_one(policies, question).get("due")


def held(scenario: Scenario) -> PolicySet:
    """The policies of a scenario whose export is written, with the map of its records: it belongs to their terms."""
    return _with_map(loaded(scenario.policies), scenario)


def _with_map(policies: PolicySet, scenario: Scenario) -> PolicySet:
    known, diagnostics = pipeline.with_sources(policies, scenario.maps)
    if known is None:
        raise BadScenarioError.of(diagnostics)
    return known


def loaded(policies: Path) -> PolicySet:
    """The policies of the scenario; every fault fails it."""
    policy_set, diagnostics = pipeline.load_unlocked(
        policies
    )  # locks pin the sources of the policies, not a scenario's
    if policy_set is None:
        raise BadScenarioError.of(diagnostics)
    return policy_set
