"""One commitment in figures: verdicts by period, each version apart, breakdowns, times and attempts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.commitments import Commitment, Objective, Period
from engine.model.trials import is_trial
from engine.reports.answers_counted import AttemptCounts, ResponseTimes, attempt_counts, response_times, rows_of
from engine.reports.cases import Case
from engine.reports.clauses import AllowedRow, allowed_rows
from engine.reports.instants import Instant
from engine.reports.periods import each_of, in_words, wider
from engine.reports.response_parts import PartTotals, part_totals
from engine.reports.shares import Share, Tally, promised, share_kept, share_with, share_without, tally_of


@dataclass(frozen=True, slots=True)
class PeriodVerdict:
    """What became of the clocks that one version started in one period.

    `verdict` is met, missed, open, unknown, too_few or no_objective; `judged_with` is the wider
    period that decides in its place if there were too few cases. `without_deemed` leaves out the
    cases that rest on silence, `with_waived` counts the waived ones as what they would have been; None where there
    are none. `signed` tells whether every party signed the version; None where nobody asked, or none judged.
    `unsigned_waivers` leave cases of it out and are not signed, by their ids.
    """

    period: str
    words: str
    version: str
    verdict: str
    objective: str | None
    share: Share
    tally: Tally
    judged_with: PeriodVerdict | None = None
    without_deemed: Share | None = None
    without_logged_late: Share | None = None
    with_waived: Share | None = None
    signed: bool | None = None
    unsigned_waivers: tuple[str, ...] = ()

    @property
    def on_trial(self) -> bool:
        """It would have been so, had the version been binding."""
        return is_trial(self.version)


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One value of a dimension in one period; `value` None is a value that is not known."""

    dimension: str
    value: str | None
    verdict: PeriodVerdict


@dataclass(frozen=True, slots=True)
class CommitmentVersion:
    """What one version of the agreement says of the commitment, and the times seen under it."""

    version: str
    in_force_from: Instant
    objective: str | None
    each: Period | None
    min_cases: int | None
    allowed: tuple[AllowedRow, ...]
    policy_line: str
    response_times: ResponseTimes | None
    attempts: AttemptCounts | None
    response_parts: tuple[PartTotals, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment of one party: the versions that judged, figures, and the clocks behind them.

    `total` is of what binds, `trial_total` of what is on trial, in all periods; `judged_total` and
    `judged_trial_total` are those of the judged periods alone, as are `unknowns` and `unknown_reasons`. `told_in` is
    the judged period that the sentence tells of.
    """

    name: str
    title: str
    kind: str
    owed_by: str
    party: str
    sentence: str
    versions: tuple[CommitmentVersion, ...]
    judged: tuple[PeriodVerdict, ...]
    history: tuple[PeriodVerdict, ...]
    total: Tally
    trial_total: Tally
    breakdowns: tuple[BreakdownRow, ...]
    breaches: tuple[Case, ...]
    open_clocks: tuple[Case, ...]
    unknowns: tuple[Case, ...]
    unknown_reasons: tuple[tuple[str, int], ...]
    judged_total: Tally
    judged_trial_total: Tally
    told_in: str

    @property
    def told(self) -> PeriodVerdict | None:
        """The verdict that the sentence tells; None where nothing was judged."""
        in_it = [v for v in self.judged if v.period == self.told_in]
        return next((v for v in in_it if v.tally.counted), in_it[0] if in_it else None)


def period_verdicts(rows: Iterable[Row], each: Mapping[str, Period]) -> tuple[PeriodVerdict, ...]:
    """Judge rows of `attainment` of one dimension value, earliest first; `each` gives the span of each version.

    Of one period what binds comes before what is on trial. Rows of a wider span only decide for periods with too few
    cases. Clocks under no version have none.
    """
    by_key = {(row["period"], row["version"]): row for row in rows}
    named = [key for key in by_key if not key[1] or each_of(key[0]) is each[key[1]]]
    return tuple(_verdict(by_key[key], _judged_with(by_key, key)) for key in sorted(named, key=_in_order))


def _in_order(key: tuple[str, str]) -> tuple[str, bool, str]:
    period, version = key
    return period, is_trial(version), version


def total_of(verdicts: Iterable[PeriodVerdict]) -> Tally:
    """Add up the counts of periods and versions."""
    return sum((v.tally for v in verdicts), Tally())


def count_reasons(unknowns: Sequence[Case]) -> tuple[tuple[str, int], ...]:
    """Count clocks by reason, the most frequent first."""
    counted = Counter(case.reason for case in unknowns)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def version_of(results: Results, agreement: Agreement, commitment: Commitment) -> CommitmentVersion:
    """Say what a version promises and how long and how often it took."""
    objective: Objective | None = commitment.objective
    return CommitmentVersion(
        version=agreement.version,
        in_force_from=Instant(agreement.starts, agreement.zone),
        objective=promised(objective.share) if objective else None,
        each=objective.each if objective else None,
        min_cases=objective.min_cases if objective else None,
        allowed=allowed_rows(commitment),
        policy_line=commitment.at.line_reference if commitment.at else "",
        response_times=response_times(results, agreement, commitment),
        attempts=attempt_counts(results, agreement, commitment),
        response_parts=part_totals(rows_of(results, "response_part_totals", agreement, commitment)),
    )


def _verdict(row: Row, judged_with: PeriodVerdict | None) -> PeriodVerdict:
    tally = tally_of(row)
    share = Fraction(row["share_num"], row["share_den"]) if row["share_num"] is not None else None
    return PeriodVerdict(
        period=row["period"],
        words=in_words(row["period"]),
        version=row["version"],
        verdict=row["verdict"],
        objective=promised(share) if share is not None else None,
        share=share_kept(tally, share, verdict=row["verdict"]),
        tally=tally,
        judged_with=judged_with,
        without_deemed=share_without(tally, int(row["deemed_kept"]), int(row["deemed_broken"]), share),
        without_logged_late=share_without(tally, int(row["logged_late_kept"]), int(row["logged_late_broken"]), share),
        with_waived=share_with(tally, int(row["waived_kept"]), int(row["waived_broken"]), share),
    )


def _judged_with(by_key: dict[tuple[str, str], Row], key: tuple[str, str]) -> PeriodVerdict | None:
    if by_key[key]["verdict"] != "too_few":
        return None
    candidates = [by_key[(period, key[1])] for period in wider(key[0]) if (period, key[1]) in by_key]
    enough = [row for row in candidates if row["verdict"] != "too_few"]
    return _verdict(enough[0], None) if enough else None
