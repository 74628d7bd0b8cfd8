"""Where scenarios meet the engine: the pipeline is asked, and its results are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from engine import pipeline
from engine.evaluation.results import Results, Row
from engine.model.policy_set import PolicySet
from engine.specs.export import NAME, SOURCE, write_export
from engine.specs.scenario import BadScenarioError, Scenario, StageWords

if TYPE_CHECKING:
    from engine.pipeline import ComplianceView


@dataclass(frozen=True)
class Answers:
    """What a run says, in the terms of a scenario."""

    results: Results

    def clocks(self, commitment: str, lead: str) -> list[Row]:
        """The lead's clocks of one commitment, earliest first."""
        rows = [row for row in self.results.relations.rows_of("clocks", lead) if row["commitment"] == commitment]
        return sorted(rows, key=lambda row: row["started_at"])

    def clock(self, commitment: str, lead: str) -> Row:
        """The latest of them."""
        clocks = self.clocks(commitment, lead)
        if not clocks:
            raise BadScenarioError(f"`{commitment}` started no clock for `{lead}`")
        return clocks[-1]

    def criterion(self, criterion: str, lead: str, stage: str | None) -> Row | None:
        """The criterion as asked at the moment of the question, or at the last entry of a stage."""
        asked = f"entry:{stage}" if stage else "as_of"
        rows = [
            row
            for row in self.results.relations.rows_of("criteria", lead)
            if row["criterion"] == criterion and row["asked"] == asked
        ]
        return max(rows, key=lambda row: row["at"], default=None)

    def report(self) -> ComplianceView:
        """The report of the run, on the last ended and the current periods."""
        return pipeline.report(self.results, (), pipeline.allowance(0, 0))[0]

    def score(self, scorecard: str, lead: str, stage: str | None) -> Row:
        """The score as asked at the moment of the question, or at the last entry of a stage."""
        asked = f"entry:{stage}" if stage else "as_of"
        scores = self.results.relations.rows_of("scores", lead)
        rows = [row for row in scores if row["scorecard"] == scorecard and row["asked"] == asked]
        if not rows:
            raise BadScenarioError(f"the score `{scorecard}` of `{lead}` was never asked for")
        return max(rows, key=lambda row: row["at"])

    def ledger(self, score: Row) -> list[Row]:
        """What a score adds up from: the parts by name with their lines first, the whole last."""
        key = ("policy", "version", "at", "scorecard")
        rows = self.results.relations.rows_of("score_ledger", score["lead_id"])
        mine = [row for row in rows if all(row[k] == score[k] for k in key)]
        return sorted(mine, key=lambda e: (e["part"] is None, e["part"] or "", e["line"] is None, e["line"] or 0))

    def findings(self, lead: str) -> list[str]:
        """The kinds of what the report lists of a lead, findings and disconnects, each once, sorted."""
        relations = self.results.relations
        return sorted({row["kind"] for name in ("findings", "disconnects") for row in relations.rows_of(name, lead)})

    def quarantined(self) -> dict[str, int]:
        """How many rows could not be used, by reason."""
        return dict(Counter(row["reason"] for row in self.results.relations.rows("quarantine")))

    def set_aside(self) -> dict[str, int]:
        """How many rows were not needed, by reason."""
        counted: Counter[str] = Counter()
        for row in self.results.relations.rows("set_aside"):
            counted[row["reason"]] += row["rows"]
        return {reason: rows for reason, rows in counted.items() if rows}


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
    policies: Path = field(compare=False)
    data: Path = field(compare=False)


def answers(scenario: Scenario) -> Answers:
    """Writes what the scenario said as an export, and judges it."""
    write_export(scenario)
    digest, strict = _digest(scenario.folder), scenario.strict_history
    return Answers(_judged(_Run(digest, scenario.as_of, strict, scenario.policies, scenario.data)))


def _digest(folder: Path, *, without: str = "") -> str:
    """Of everything below a folder but what is called so."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != without)
    told = b"".join(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0" for path in files)
    return sha256(told).hexdigest()


@lru_cache(maxsize=1)
def _judged(run: _Run) -> Results:
    policies = _loaded(run.policies)
    query = _compiled(_Folder(_digest(run.policies, without=SOURCE), run.policies))
    strict = run.strict_history
    question = pipeline.Question(policies, run.data, run.as_of, NAME, strict_history=strict, query=query)
    results, diagnostics = pipeline.judge(question, lambda _step: None)
    if results is None:
        raise BadScenarioError.of(diagnostics)
    return results


@lru_cache(maxsize=4)
def _compiled(folder: _Folder) -> pipeline.Query:
    """Most scenarios differ in what happens, and not in the policies: compiling them takes long."""
    return pipeline.compiled(_loaded(folder.path))


def about(policies: Path) -> tuple[str, str, StageWords]:
    """The zone and the lead schema of the policies' first agreement, and how that tells of stages."""
    return _about(_Folder(_digest(policies), policies))


@lru_cache(maxsize=4)
def _about(folder: _Folder) -> tuple[str, str, StageWords]:
    policies = _loaded(folder.path)
    agreement = policies.agreements[0]
    events = policies.lead_schemas[agreement.lead_schema].events
    moving = [StageWords(one.name, one.names_stage, one.names_reason) for one in events if one.names_stage]
    return agreement.zone, agreement.lead_schema, moving[0] if moving else StageWords()


def due(scenario: Scenario, calendar: str, start: str, time: str) -> str | None:
    """When `time` that starts at `start` ends, an instant on the calendar's wall; None if it lies beyond the layout."""
    question = {"calendar": calendar, "from": start, "within": time}
    return pipeline.answer_one(_loaded(scenario.policies), question).get("due")


def _loaded(policies: Path) -> PolicySet:
    policy_set, diagnostics = pipeline.load_unlocked(
        policies
    )  # locks pin the sources of the policies, not a scenario's
    if policy_set is None:
        raise BadScenarioError.of(diagnostics)
    return policy_set
