"""Why one lead got its verdicts: where it has been, each clock with its line, each criterion with what it lacked."""

from __future__ import annotations

from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.reports.clauses import in_words
from engine.reports.condition_trees import ConditionTrees, Node
from engine.reports.explained_clocks import ExplainedClock, explained_clock
from engine.reports.findings import Finding, QuarantinedRow, findings_of, quarantine_of
from engine.reports.instants import Instant, instant
from engine.reports.scores import ExplainedScore, explained_scores

JUDGED = ("entries", "clocks", "criteria", "findings", "quarantine")
SCORED = ("scores", "score_parts", "score_ledger")
TAKEN_APART = ("condition_nodes", "explained_merges")
OF_CLOCKS = ("clock_spans", "clock_shares", "late_hand_overs", "response_parts", "alerts")


@dataclass(frozen=True, slots=True)
class Entry:
    """The lead enters a stage for the `nth` time."""

    version: str
    stage: str
    at: Instant
    until: Instant | None
    nth: int
    in_scope: bool | None
    event_id: str


@dataclass(frozen=True, slots=True)
class ExplainedCriterion:
    """A criterion asked at an instant: met, not met or unknown, and the facts that were missing.

    `as_it_stands` are the fields of which today's value was read, because no history tells of then.
    """

    criterion: str
    condition: str
    asked: str
    at: Instant | None
    truth: bool | None
    missing: tuple[str, ...]
    as_it_stands: tuple[str, ...]
    policy_line: str
    tree: Node | None


@dataclass(frozen=True, slots=True)
class ExplainedMerge:
    """A merge with the lead `other`: it went into this lead, which `stays`, or this lead went into it.

    `at` is None where nobody knows when.
    """

    other: str
    at: Instant | None
    stays: bool


@dataclass(frozen=True, slots=True)
class ExplainedPolicy:
    """All that one agreement says of the lead."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    clocks: tuple[ExplainedClock, ...]
    criteria: tuple[ExplainedCriterion, ...]
    scores: tuple[ExplainedScore, ...]


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """One lead under every agreement, as it stood at `as_of`."""

    lead_id: str
    as_of: Instant
    merges: tuple[ExplainedMerge, ...]
    policies: tuple[ExplainedPolicy, ...]
    findings: tuple[Finding, ...]
    quarantine: tuple[QuarantinedRow, ...]


def explanation(results: Results, lead_id: str) -> ExplanationView | None:
    """Explain a lead; None if the results know nothing of it."""
    relations = results.relations
    rows = {name: relations.rows_of(name, lead_id) for name in JUDGED}
    if not any(rows.values()) and not relations.rows_of("leads", lead_id):
        return None
    relations.explain([lead_id], results.explaining())
    rows |= {name: relations.rows_of(name, lead_id) for name in (*SCORED, *TAKEN_APART, *OF_CLOCKS)}
    names = dict.fromkeys(a.name for a in results.policies.agreements)
    zone = results.policies.agreements[0].zone
    return ExplanationView(
        lead_id=lead_id,
        as_of=Instant(results.identity.as_of, zone),
        merges=tuple(ExplainedMerge(r["other"], instant(r["at"], zone), r["stays"]) for r in rows["explained_merges"]),
        policies=tuple(_policy(results, name, rows) for name in names),
        findings=findings_of(results, rows["findings"]),
        quarantine=quarantine_of(rows["quarantine"]),
    )


def _policy(results: Results, name: str, rows: dict[str, list[Row]]) -> ExplainedPolicy:
    versions = results.policies.versions_of(name)
    by_version = {a.version: a for a in versions}
    trees = ConditionTrees(rows["condition_nodes"])
    of_clocks = {key: rows[key] for key in OF_CLOCKS}
    mine = {key: _of(name, rows[key]) for key in ("entries", "clocks", "criteria")}
    head = versions[-1]
    written = {name: place for place, name in enumerate(dict.fromkeys(c.name for a in versions for c in a.commitments))}
    by_start = sorted(mine["clocks"], key=lambda r: (r["started_at"], written[r["commitment"]], r["clock_id"]))
    by_time = sorted(mine["entries"], key=lambda r: (r["at"], r["position"], r["ord"]))
    return ExplainedPolicy(
        name=name,
        title=head.title,
        entries=tuple(_entry(r, head.zone) for r in by_time),
        clocks=tuple(
            explained_clock(results, by_version.get(r["version"], head), r, of_clocks, trees) for r in by_start
        ),
        criteria=tuple(_criterion(by_version.get(r["version"], head), r, trees) for r in mine["criteria"]),
        scores=explained_scores(results, versions, {key: _of(name, rows[key]) for key in SCORED}),
    )


def _of(policy: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["policy"] == policy]


def _entry(row: Row, zone: str) -> Entry:
    left = instant(row["until"], zone)
    return Entry(
        row["version"], row["stage"], Instant(row["at"], zone), left, row["nth"], row["in_scope"], row["event_id"]
    )


def _criterion(agreement: Agreement, row: Row, trees: ConditionTrees) -> ExplainedCriterion:
    named = {c.name: c for c in agreement.criteria}
    criterion = named.get(row["criterion"])
    return ExplainedCriterion(
        criterion=row["criterion"],
        condition=in_words(criterion.condition) if criterion else "",
        asked=row["asked"],
        at=instant(row["at"], agreement.zone),
        truth=row["truth"],
        missing=_facts(row["because"]),
        as_it_stands=_facts(row["as_it_stands"]),
        policy_line=criterion.at.line_reference if criterion and criterion.at else "",
        tree=trees.of_criterion(agreement, row["criterion"], row["at"]),
    )


def _facts(listed: str | None) -> tuple[str, ...]:
    return tuple(fact.strip() for fact in (listed or "").split(",") if fact.strip())
