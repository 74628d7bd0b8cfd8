"""What the data lacked or contradicted: set aside, in quarantine, not covered, and found in leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.reports.instants import Instant, instant


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that could not be read; `row_no` counts from 1 in `file`."""

    file: str
    row_no: int
    lead_id: str | None
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Covered:
    """From when until when one source tells all of a type of event; no `until`: never; no source: nobody."""

    type: str
    source: str | None
    since: Instant | None
    until: Instant | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a lead's record shows and the policy did not foresee."""

    kind: str
    policy: str
    lead_id: str
    about: str
    at: Instant | None
    detail: str


@dataclass(frozen=True, slots=True)
class FindingsView:
    """All of it; the counts come first because reports show only the first rows of a long list."""

    quarantine_reasons: tuple[tuple[str, int], ...]
    set_aside: tuple[tuple[str, int], ...]
    finding_kinds: tuple[tuple[str, int], ...]
    coverage: tuple[Covered, ...]
    quarantine: tuple[QuarantinedRow, ...]
    findings: tuple[Finding, ...]

    @property
    def quarantined(self) -> int:
        """How many rows are in quarantine."""
        return len(self.quarantine)


def findings(results: Results) -> FindingsView:
    """Read the findings of a run; instants in the zone of their policy, coverage in that of the first."""
    zone = next((a.zone for a in results.policies.agreements), "UTC")
    quarantine = quarantine_of(results.relations.rows("quarantine"))
    found = findings_of(results, results.relations.rows("findings"))
    aside: Counter[str] = Counter()
    for row in results.relations.rows("set_aside"):
        aside[row["reason"]] += int(row["rows"])
    return FindingsView(
        quarantine_reasons=_counted(row.reason for row in quarantine),
        set_aside=tuple(sorted(aside.items())),
        finding_kinds=_counted(finding.kind for finding in found),
        coverage=tuple(
            Covered(r["type"], r["source"], instant(r["since"], zone), instant(r["until"], zone))
            for r in results.relations.rows("coverage")
        ),
        quarantine=quarantine,
        findings=found,
    )


def quarantine_of(rows: Iterable[Row]) -> tuple[QuarantinedRow, ...]:
    """Give rows of `quarantine` in their order."""
    return tuple(QuarantinedRow(r["file"], int(r["row_no"]), r["lead_id"], r["reason"], r["raw"] or "") for r in rows)


def findings_of(results: Results, rows: Iterable[Row]) -> tuple[Finding, ...]:
    """Give rows of `findings` in their order, instants in the zone of their policy."""
    zones = {a.name: a.zone for a in results.policies.agreements}
    return tuple(_finding(r, zones.get(r["policy"], "UTC")) for r in rows)


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(names)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _finding(row: Row, zone: str) -> Finding:
    about, detail = row["stage_or_commitment"] or "", row["detail"] or ""
    return Finding(row["kind"], row["policy"], row["lead_id"], about, instant(row["at"], zone), detail)
