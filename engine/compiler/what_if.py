"""What if another time were allowed: the same promise once more for each time, over the same clocks.

A copy of a commitment has its starts and its stops, its pauses and its waivers, so that only the time (or the number of
attempts) is another one; the engine judges it like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.model.agreements import Agreement
from engine.model.commitments import (
    Acceptance,
    Cadence,
    Commitment,
    Conversion,
    IfSilent,
    Response,
)
from engine.model.durations import HOUR, MINUTE, Allowed, DueBy, Duration, Unit
from engine.model.policy_set import PolicySet
from engine.model.silences import silent_acceptances

BUSINESS = tuple(
    Duration(amount, unit)
    for amount, unit in (
        (30, Unit.BUSINESS_MINUTES),
        *((hours, Unit.BUSINESS_HOURS) for hours in (1, 2, 4, 8)),
        *((days, Unit.BUSINESS_DAYS) for days in (1, 2, 3)),
    )
)
WALL = tuple(
    Duration(amount, unit)
    for amount, unit in (
        *((minutes, Unit.MINUTES) for minutes in (5, 15, 30)),
        *((hours, Unit.HOURS) for hours in (1, 2, 4, 8, 24, 48)),
    )
)
DATES = tuple(Duration(days, Unit.DAYS) for days in (1, 2, 3, 5, 7, 14, 21, 30, 45, 60, 90))
FAMILIES = (BUSINESS, WALL, DATES)
STEPS = 3
"""How many attempts fewer and more than promised are tried."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One commitment with another number: `allowed` in every row that allows a time, or so many `attempts`.

    `version` is the one whose figures are asked for.
    """

    agreement: str
    version: str
    commitment: str
    copy: str
    allowed: Allowed | None = None
    attempts: int | None = None


def variants_of(
    agreement: Agreement, before: Commitment | None, after: Commitment, windows: Sequence[Duration]
) -> tuple[Variant, ...]:
    """The copies of a commitment worth trying: by `windows`, else by common ones and those that it states itself."""
    if isinstance(after, Cadence):
        named = [c.attempts.at_least for c in (before, after) if isinstance(c, Cadence)]
        numbers = sorted({*named, *range(max(1, named[-1] - STEPS), named[-1] + STEPS + 1)})
        return tuple(_variant(agreement, after, at, attempts=number) for at, number in enumerate(numbers))
    if not _timed(after):
        return ()
    stated = [row.allowed for c in (before, after) if c is not None for row in c.rows if row.allowed is not None]
    times = tuple(windows) or in_order((*_ladder(stated), *stated))
    return tuple(_variant(agreement, after, at, allowed=time) for at, time in enumerate(times))


def with_variants(policies: PolicySet, variants: Sequence[Variant]) -> PolicySet:
    """The policies with these copies in place of all that they promise; what follows from silence stays."""
    agreements = tuple(
        replace(
            agreement,
            commitments=(*silent_acceptances(agreement), *_copies(agreement, variants)),
            volumes=(),
        )
        for agreement in policies.agreements
    )
    waivers = {
        f"{name} {variant.copy}": replace(waiver, commitment=variant.copy)
        for name, waiver in policies.waivers.items()
        for variant in variants
        if (variant.agreement, variant.commitment) == (waiver.agreement, waiver.commitment)
    }
    return replace(policies, agreements=agreements, waivers=waivers)


def in_order(times: Sequence[Allowed]) -> tuple[Allowed, ...]:
    """Sort times, each once: as long as the unit tells, a day as three shifts of eight hours where it doesn't."""
    return tuple(sorted(dict.fromkeys(times), key=lambda time: (_rough(time), time.unit.value)))


def _rough(time: Allowed) -> int:
    """A length to sort by and for nothing else: eight business hours, a time of the next day, a business day."""
    if isinstance(time, DueBy):
        return 8 * HOUR + time.minute * MINUTE // 24
    if time.microseconds is not None:
        return time.microseconds
    hours = 24 if time.unit is Unit.DAYS else 9
    return Duration(time.amount * hours, Unit.HOURS).microseconds or 0


def _ladder(stated: Sequence[Allowed]) -> tuple[Allowed, ...]:
    """Common times of the sort that a commitment states."""
    if any(time.unit.needs_calendar for time in stated):
        return BUSINESS
    return DATES if any(time.unit is Unit.DAYS for time in stated) else WALL


def _timed(commitment: Commitment) -> bool:
    match commitment:
        case Acceptance():
            return commitment.if_silent is IfSilent.BREACH
        case Response() | Conversion():
            return True
        case _:
            return False


def _variant(
    agreement: Agreement, owed: Commitment, at: int, allowed: Allowed | None = None, attempts: int | None = None
) -> Variant:
    return Variant(agreement.name, agreement.version, owed.name, f"{owed.name}__{at}", allowed, attempts)


def _copies(agreement: Agreement, variants: Sequence[Variant]) -> Iterator[Commitment]:
    owed: Mapping[str, Commitment] = {c.name: c for c in agreement.commitments}
    for variant in variants:
        if variant.agreement == agreement.name and variant.commitment in owed:
            yield _copy(owed[variant.commitment], variant)


def _copy(owed: Commitment, variant: Variant) -> Commitment:
    """In a version where the commitment is of another kind, its copy holds later starts and is else as it was."""
    if isinstance(owed, Cadence) and variant.attempts is not None:
        attempts = replace(
            owed.attempts,
            at_least=variant.attempts,
            days=min(owed.attempts.days, variant.attempts),
            channels=min(owed.attempts.channels, variant.attempts),
        )
        return replace(owed, name=variant.copy, attempts=attempts)
    if _timed(owed) and variant.allowed is not None:
        rows = tuple(row if row.allowed is None else replace(row, allowed=variant.allowed) for row in owed.rows)
        return replace(owed, name=variant.copy, rows=rows)
    if isinstance(owed, Acceptance):
        return replace(owed, name=variant.copy, if_silent=IfSilent.BREACH)  # what silence makes is made once
    return replace(owed, name=variant.copy)
