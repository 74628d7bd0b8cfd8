"""How often cadences began in the data, as so many a week, and what their attempts take of a party's hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.model.agreements import Agreement
from engine.model.capacities import DAYS_A_WEEK, Capacity, tenths
from engine.model.durations import DAY
from engine.model.promised_leads import cadences_of
from engine.reports.commitments import CommitmentView, PeriodVerdict
from engine.reports.instants import midnight
from engine.reports.periods import dates_of


@dataclass(frozen=True, slots=True)
class SeenStarts:
    """How often a cadence began in a period, or in that part of it that has passed under the version: `days` long.

    `attempts` are as many as it promises for the starts of a week, `hours` what they take; `exact` is that as a
    fraction. What is exempt or was governed by no version is no start.
    """

    commitment: str
    title: str
    words: str
    starts: int
    days: str
    starts_a_week: str
    attempts: str
    hours: str
    exact: str
    fits: bool


@dataclass(frozen=True, slots=True)
class Reign:
    """A version and from when until when (µs UTC) it binds, as far as that has passed."""

    agreement: Agreement
    since: int
    until: int


def reign_of(agreement: Agreement, versions: Sequence[Agreement], as_of: int) -> Reign:
    """Tell how long a version has bound by `as_of`; what was on trial asked nobody for anything."""
    later = (version.starts for version in versions if version.starts > agreement.starts)
    ends = [as_of, *later, *([] if agreement.ends is None else [agreement.ends])]
    return Reign(agreement, max(agreement.starts, agreement.binding_from or agreement.starts), min(ends))


def starts_seen(
    reign: Reign, capacity: Capacity, selling: Fraction, commitments: Sequence[CommitmentView]
) -> Iterator[SeenStarts]:
    """Count the starts of the party's cadences in the judged periods of which a week at least has passed."""
    owed = {cadence.name: cadence for cadence in cadences_of(reign.agreement, capacity)}
    for commitment in (c for c in commitments if c.name in owed):
        for verdict in (v for v in commitment.judged if v.version == reign.agreement.version):
            passed = _passed(reign, verdict)
            if passed >= DAYS_A_WEEK * DAY:
                starts = verdict.tally.clocks - verdict.tally.exempt - verdict.tally.not_applicable
                a_week = Fraction(starts * DAYS_A_WEEK * DAY, passed)
                attempts = a_week * owed[commitment.name].attempts.at_least
                hours = capacity.hours_for(attempts)
                yield SeenStarts(
                    commitment=commitment.name,
                    title=commitment.title,
                    words=verdict.words,
                    starts=starts,
                    days=tenths(Fraction(passed, DAY)),
                    starts_a_week=tenths(a_week),
                    attempts=tenths(attempts),
                    hours=tenths(hours),
                    exact=str(hours),
                    fits=hours <= selling,
                )


def _passed(reign: Reign, verdict: PeriodVerdict) -> int:
    """How much of a period (µs) lies in the reign of the version."""
    begins, ends = (midnight(day, reign.agreement.zone).at for day in dates_of(verdict.period))
    return min(ends, reign.until) - max(begins, reign.since)
