"""How long answers took, and how many attempts were made: the cases of one commitment, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.commitments import Cadence, Commitment
from engine.model.durations import DueBy
from engine.model.repetitions import all_rows
from engine.reports.instants import Length


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """How long it took from start to stop. `buckets` pairs k with the clocks in (2^(k-2), 2^(k-1)] seconds.

    Bucket 1 takes all up to a second, bucket 0 what took no time.

    `windows` are the lengths that the version allows where they can be drawn on the same scale; `no_length` are the
    others, such as business days, which end by the calendar.
    """

    clocks: int
    median: Length | None
    p90: Length | None
    buckets: tuple[tuple[int, int], ...]
    windows: tuple[Length, ...]
    no_length: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptCounts:
    """How many clocks saw how many attempts, beside the number promised.

    `dropped_after_one` are those of them that are broken and saw a single attempt.
    """

    promised: int
    counts: tuple[tuple[int, int], ...]
    dropped_after_one: int


def rows_of(results: Results, relation: str, agreement: Agreement, commitment: Commitment) -> list[Row]:
    """The rows of a relation that tell of one commitment of one version."""
    wanted = (agreement.name, agreement.version, commitment.name)
    return [r for r in results.relations.rows(relation) if (r["policy"], r["version"], r["commitment"]) == wanted]


def response_times(results: Results, agreement: Agreement, commitment: Commitment) -> ResponseTimes | None:
    """None where there was no answer."""
    if isinstance(commitment, Cadence):
        return None
    quantiles = rows_of(results, "response_quantiles", agreement, commitment)
    counted: Counter[int] = Counter()
    for row in rows_of(results, "response_times", agreement, commitment):
        counted[row["bucket"]] += int(row["clocks"])
    if not counted or not quantiles:
        return None
    allowed = [row.allowed for row in all_rows(commitment) if row.allowed]
    working = all(time.unit.needs_calendar for time in allowed)
    lengths = [time.microseconds for time in allowed if time.unit.needs_calendar is working]
    others = [time for time in allowed if time.unit.needs_calendar is not working or time.microseconds is None]
    return ResponseTimes(
        clocks=int(quantiles[0]["clocks"]),
        median=Length(int(quantiles[0]["median"]), working),
        p90=Length(int(quantiles[0]["p90"]), working),
        buckets=tuple(sorted(counted.items())),
        windows=tuple(Length(micros, working) for micros in sorted({m for m in lengths if m is not None})),
        no_length=tuple(dict.fromkeys(f"by {time}" if isinstance(time, DueBy) else str(time) for time in others)),
    )


def attempt_counts(results: Results, agreement: Agreement, commitment: Commitment) -> AttemptCounts | None:
    """None where no attempts are promised, or there was no case."""
    if not isinstance(commitment, Cadence):
        return None
    counted: Counter[int] = Counter()
    dropped = 0
    for row in rows_of(results, "attempt_counts", agreement, commitment):
        if row["attempts"] is not None:
            counted[int(row["attempts"])] += int(row["clocks"])
            dropped += int(row["broken"]) if row["attempts"] == 1 else 0
    return AttemptCounts(commitment.attempts.at_least, tuple(sorted(counted.items())), dropped) if counted else None
