"""What a run's figures mean for whoever started it: one exit code and the reason for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from engine.evaluation.results import Results
from engine.model.trials import is_trial
from engine.reports.compliance import ComplianceView


class ExitCode(IntEnum):
    """The same for every verb; docs and README print this table."""

    FINE = 0
    NEGATIVE = 1
    USAGE = 2
    UNDECIDABLE = 3
    TOO_MUCH_UNKNOWN = 4
    NOTHING_EVALUATED = 5
    INTERNAL = 70


PRECEDENCE = (
    ExitCode.INTERNAL,
    ExitCode.UNDECIDABLE,
    ExitCode.NEGATIVE,
    ExitCode.TOO_MUCH_UNKNOWN,
    ExitCode.NOTHING_EVALUATED,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An exit code and, in a sentence, why."""

    code: ExitCode
    reason: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many clocks of the judged periods may be unknown, and how many rows quarantined."""

    unknown: int = 0
    quarantined: int = 0


def outcome(results: Results, view: ComplianceView, allowance: Allowance) -> Outcome:
    """Weigh everything that was seen; the gravest decides."""
    seen = [*_nothing(results, view), *_missed(view), *_doubtful(results, view, allowance)]
    for code in PRECEDENCE:
        reasons = [o.reason for o in seen if o.code is code]
        if reasons:
            return Outcome(code, "; ".join(reasons))
    return Outcome(ExitCode.FINE, "every objective that could be decided is met")


def _nothing(results: Results, view: ComplianceView) -> Iterator[Outcome]:
    leads = sum(row["leads"] for row in results.relations.rows("lead_counts") if row["what"] == "leads")
    governed = sum(row["clocks"] for row in results.relations.rows("attainment") if row["version"])
    governed += sum(row["entries"] for row in results.relations.rows("volumes") if row["version"])
    if not leads:
        yield Outcome(ExitCode.NOTHING_EVALUATED, "the sources hold no lead")
    elif not governed:
        yield Outcome(ExitCode.NOTHING_EVALUATED, "no lead started a clock under any version")
    elif not any(owed.judged for a in view.agreements for owed in a.commitments) and not any(
        owed.judged for a in view.agreements for owed in a.volumes
    ):
        yield Outcome(ExitCode.NOTHING_EVALUATED, "no clock started in the judged periods")


def _missed(view: ComplianceView) -> Iterator[Outcome]:
    for commitment in (c for a in view.agreements for c in a.commitments):
        for judged in commitment.judged:
            decides = judged.judged_with or judged
            if decides.verdict == "missed" and not is_trial(decides.version):
                few = "" if decides is judged else f" (with which {judged.words} is judged, for its few cases)"
                yield Outcome(ExitCode.NEGATIVE, f"`{commitment.name}` missed its objective in {decides.words}{few}")
    for volume in (v for a in view.agreements for v in a.volumes):
        for period in volume.judged:
            if period.verdict == "missed" and not is_trial(period.version or ""):
                yield Outcome(ExitCode.NEGATIVE, f"`{volume.name}` missed its number in {period.words}")


def _doubtful(results: Results, view: ComplianceView, allowance: Allowance) -> Iterator[Outcome]:
    unknown = sum(
        j.tally.unknown for a in view.agreements for c in a.commitments for j in c.judged if not is_trial(j.version)
    )
    unknown += sum(
        max(1, p.unsure)
        for a in view.agreements
        for v in a.volumes
        for p in v.judged
        if p.verdict == "unknown" and not is_trial(p.version or "")
    )
    if unknown > allowance.unknown:
        yield Outcome(
            ExitCode.TOO_MUCH_UNKNOWN, f"{unknown} unknown in the judged periods, {allowance.unknown} allowed"
        )
    rows = len(results.relations.rows("quarantine"))
    if rows > allowance.quarantined:
        yield Outcome(ExitCode.TOO_MUCH_UNKNOWN, f"{rows} rows quarantined, {allowance.quarantined} allowed")
