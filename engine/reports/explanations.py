"""Why one lead got its verdicts: where it has been, each clock with its line, each criterion with what it lacked."""

from __future__ import annotations

from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.commitments import Commitment
from engine.reports.cases import Case, cases_of
from engine.reports.clauses import AllowedRow, allowed_rows, in_words, title_of
from engine.reports.findings import Finding, QuarantinedRow, findings_of, quarantine_of
from engine.reports.instants import Instant, instant


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
class ExplainedClock:
    """A clock with the clause that judged it; `row` is None where no row could be chosen."""

    title: str
    owed_by: str
    case: Case
    row: AllowedRow | None
    calendar: str | None
    cancelled: Instant | None
    start_event: str | None
    stop_event: str | None


@dataclass(frozen=True, slots=True)
class ExplainedCriterion:
    """A criterion asked at an instant: met, not met or unknown, and the facts that were missing."""

    criterion: str
    condition: str
    asked: str
    at: Instant | None
    truth: bool | None
    missing: tuple[str, ...]
    policy_line: str


@dataclass(frozen=True, slots=True)
class ExplainedPolicy:
    """All that one agreement says of the lead."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    clocks: tuple[ExplainedClock, ...]
    criteria: tuple[ExplainedCriterion, ...]


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """One lead under every agreement, as it stood at `as_of`."""

    lead_id: str
    as_of: Instant
    policies: tuple[ExplainedPolicy, ...]
    findings: tuple[Finding, ...]
    quarantine: tuple[QuarantinedRow, ...]


def explanation(results: Results, lead_id: str) -> ExplanationView | None:
    """Explain a lead; None if the results know nothing of it."""
    relations = results.relations
    rows = {
        name: relations.rows_of(name, lead_id) for name in ("entries", "clocks", "criteria", "findings", "quarantine")
    }
    if not any(rows.values()) and not relations.rows_of("leads", lead_id):
        return None
    names = dict.fromkeys(a.name for a in results.policies.agreements)
    zone = results.policies.agreements[0].zone
    return ExplanationView(
        lead_id=lead_id,
        as_of=Instant(results.identity.as_of, zone),
        policies=tuple(_policy(results, name, rows) for name in names),
        findings=findings_of(results, rows["findings"]),
        quarantine=quarantine_of(rows["quarantine"]),
    )


def _policy(results: Results, name: str, rows: dict[str, list[Row]]) -> ExplainedPolicy:
    versions = results.policies.versions_of(name)
    by_version = {a.version: a for a in versions}
    mine = {key: [r for r in found if r["policy"] == name] for key, found in rows.items() if key != "quarantine"}
    head = versions[-1]
    by_start = sorted(mine["clocks"], key=lambda r: (r["started_at"], r["commitment"], r["clock_id"]))
    return ExplainedPolicy(
        name=name,
        title=head.title,
        entries=tuple(_entry(r, head.zone) for r in mine["entries"]),
        clocks=tuple(_clock(results, by_version.get(r["version"], head), r) for r in by_start),
        criteria=tuple(_criterion(by_version.get(r["version"], head), r) for r in mine["criteria"]),
    )


def _entry(row: Row, zone: str) -> Entry:
    left = instant(row["until"], zone)
    return Entry(
        row["version"], row["stage"], Instant(row["at"], zone), left, row["nth"], row["in_scope"], row["event_id"]
    )


def _clock(results: Results, agreement: Agreement, row: Row) -> ExplainedClock:
    commitment = _commitment(results, agreement, row["commitment"])
    (case,) = cases_of(results, [row])
    allowed, number = allowed_rows(commitment), row["row_no"]
    return ExplainedClock(
        title=title_of(commitment),
        owed_by=commitment.owed_by,
        case=case,
        row=allowed[number] if number is not None and 0 <= number < len(allowed) else None,
        calendar=row["calendar"],
        cancelled=instant(row["cancelled_at"], agreement.zone),
        start_event=row["start_event"],
        stop_event=row["stop_event"],
    )


def _commitment(results: Results, agreement: Agreement, name: str) -> Commitment:
    versions = (agreement, *results.policies.versions_of(agreement.name))
    return next(c for a in versions for c in a.commitments if c.name == name)


def _criterion(agreement: Agreement, row: Row) -> ExplainedCriterion:
    named = {c.name: c for c in agreement.criteria}
    criterion = named.get(row["criterion"])
    return ExplainedCriterion(
        criterion=row["criterion"],
        condition=in_words(criterion.condition) if criterion else "",
        asked=row["asked"],
        at=instant(row["at"], agreement.zone),
        truth=row["truth"],
        missing=tuple(fact.strip() for fact in (row["because"] or "").split(",") if fact.strip()),
        policy_line=criterion.at.line_reference if criterion and criterion.at else "",
    )
