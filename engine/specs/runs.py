"""Where scenarios meet the engine: the pipeline is asked, and its results are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine import pipeline
from engine.evaluation.results import Results, Row
from engine.specs.export import write_export
from engine.specs.scenario import BadScenarioError, Scenario


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

    def quarantined(self) -> dict[str, int]:
        """How many rows could not be used, by reason."""
        return dict(Counter(row["reason"] for row in self.results.relations.rows("quarantine")))

    def set_aside(self) -> dict[str, int]:
        """How many rows were not needed, by reason."""
        counted: Counter[str] = Counter()
        for row in self.results.relations.rows("set_aside"):
            counted[row["reason"]] += row["rows"]
        return {reason: rows for reason, rows in counted.items() if rows}


def answers(scenario: Scenario) -> Answers:
    """Writes what the scenario said as an export, and judges it."""
    write_export(scenario)
    results, diagnostics = pipeline.judge(scenario.policies, scenario.data, scenario.as_of)
    if results is None:
        raise BadScenarioError.of(diagnostics)
    return Answers(results)


def about(policies: Path) -> tuple[str, str]:
    """The zone and the lead schema of the policies' first agreement."""
    policy_set, diagnostics = pipeline.read_policies(policies)
    if policy_set is None:
        raise BadScenarioError.of(diagnostics)
    return policy_set.agreements[0].zone, policy_set.agreements[0].lead_schema


def due(scenario: Scenario, calendar: str, start: str, time: str) -> tuple[int | None, str]:
    """When `time` that starts at `start` ends in a calendar, in µs UTC, and the calendar's zone."""
    return pipeline.due(scenario.policies, calendar, start, time)
