"""Clauses: one commitment of one agreement version each, numbered, with the event types they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.compiler.eras import Era
from engine.compiler.field_history import change_of
from engine.compiler.moments import Moments
from engine.compiler.query import GivenTable
from engine.diagnostics import Location
from engine.model.agreements import Agreement
from engine.model.commitments import (
    Acceptance,
    Again,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    Freshness,
    Response,
    Then,
    kind_of,
)
from engine.model.conditions import Condition
from engine.model.lead_schema import LeadSchema
from engine.model.pauses import NEVER_PAUSED, Pauses
from engine.model.repetitions import repetition_of
from engine.model.window_rows import WindowRow


@dataclass(frozen=True, slots=True)
class Clause:
    """`number` is the clause's key (`cid`) inside a query; types are those that open, close and pause its clocks.

    What a stop starts again is a clause beside it, of the same commitment with the time of a repetition: `repeated_as`
    is that one's number, `counted_as` that of the first, and `first_row` the number of its row.
    """

    number: int
    agreement: Agreement
    commitment: Commitment
    start_types: tuple[str, ...]
    close_types: tuple[str, ...]
    pause_types: tuple[str, ...]
    counted_as: int
    repeated_as: int | None = None
    first_row: int = 0

    @property
    def rows(self) -> tuple[tuple[int, WindowRow], ...]:
        """Its window rows by number; those of a repetition come after those of the first cycle."""
        return tuple(enumerate(self.commitment.rows, start=self.first_row))

    @property
    def pauses(self) -> Pauses:
        """What makes its clocks stand still; nothing for kinds that never do."""
        return getattr(self.commitment, "pauses", NEVER_PAUSED)

    @property
    def stands_still(self) -> bool:
        """Whether a clock of it may: in a pause, or between a stop and the start that takes it back."""
        return bool(self.pauses.sources) or self.continues

    @property
    def continues(self) -> bool:
        """Whether a start after a stop takes the stop back."""
        return getattr(self.commitment, "again", None) is Again.CONTINUE

    @property
    def scope(self) -> Condition | None:
        """Which leads its clocks are about; what follows another clock is about that one's leads."""
        return None if isinstance(self.commitment, Then) else self.agreement.scope

    @property
    def kind(self) -> str:
        """As policies name it: `response`, `cadence`."""
        return kind_of(self.commitment)

    def calendar_of(self, row: WindowRow) -> str:
        """The calendar by row, else commitment, else agreement."""
        return self.agreement.calendar_of(self.commitment, row)

    def node(self, row: int | None) -> str:
        """The key under which a policy line is found: `agreement@version/commitment/row`, `-` without a row."""
        return f"{self.agreement.id}/{self.commitment.name}/{'-' if row is None else row}"

    def locations(self) -> Iterator[tuple[str, Location]]:
        """Each node of the clause with the line it is written at."""
        if self.commitment.at is not None:
            yield self.node(None), self.commitment.at
        for index, row in self.rows:
            at = row.at or self.commitment.at
            if at is not None:
                yield self.node(index), at


def clauses(agreements: Sequence[Agreement], schemas: Mapping[str, LeadSchema]) -> tuple[Clause, ...]:
    """Number every commitment of every version, in the order of the policy set."""
    pairs = [(a, c) for a in agreements for c in a.commitments]
    first = [
        Clause(number, agreement, commitment, *_types(agreement, commitment, schemas[agreement.lead_schema]), number)
        for number, (agreement, commitment) in enumerate(pairs)
    ]
    found = [(c, row) for c in first if (row := repetition_of(c.commitment)) is not None]
    again = {c.number: number for number, (c, _) in enumerate(found, start=len(first))}
    repeated = [_repetition(c, row, again[c.number]) for c, row in found]
    return (*(replace(c, repeated_as=again.get(c.number)) for c in first), *repeated)


def _repetition(clause: Clause, row: WindowRow, number: int) -> Clause:
    of = replace(clause.commitment, rows=(row,))
    return replace(clause, number=number, commitment=of, first_row=len(clause.commitment.rows))


def clause_of(all_clauses: Sequence[Clause], era: Era, commitment: str) -> Clause | None:
    """The clause of an era's version with this commitment id; None if the version hasn't it."""
    for clause in all_clauses:
        if clause.agreement is era.agreement and clause.commitment.name == commitment:
            return clause
    return None


def clause_types(all_clauses: Sequence[Clause]) -> GivenTable:
    """`clause_types(cid, type, closes)`: the event types that each clause reads.

    `closes` is 1 for closing ones, 2 for those that pause or let go on.
    """
    rows = [(c.number, t, 0) for c in all_clauses for t in c.start_types]
    rows += [(c.number, t, 1) for c in all_clauses for t in c.close_types]
    rows += [(c.number, t, 2) for c in all_clauses for t in c.pause_types]
    return GivenTable(
        "clause_types",
        {
            "cid": ("INTEGER", [r[0] for r in rows]),
            "type": ("VARCHAR", [r[1] for r in rows]),
            "closes": ("INTEGER", [r[2] for r in rows]),
        },
    )


def _types(
    agreement: Agreement, commitment: Commitment, schema: LeadSchema
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    moments = Moments(agreement, schema, commitment.owed_by)
    match commitment:
        case Response():
            closing = [*commitment.kept_by, *commitment.cancelled_by]
            starting, pausing = moments.types(commitment.starts), moments.pause_types(commitment.pauses)
            return tuple(starting), tuple(moments.types(closing)), _halting(commitment, starting, pausing)
        case Cadence():
            closing = [*commitment.released_by, *commitment.cancelled_by, commitment.attempts.outreach]
            closes = {
                *moments.types(closing),
                *moments.rejection_types(),
                *moments.entry_types(stages_then(commitment)),
            }
            starting, pausing = moments.types(commitment.starts), moments.pause_types(commitment.pauses)
            return tuple(starting), tuple(sorted(closes)), _halting(commitment, starting, pausing)
        case Acceptance():
            closing = [commitment.accept, commitment.reject, *commitment.cancelled_by]
            return tuple(moments.types(commitment.starts)), tuple(moments.types(closing)), ()
        case _:
            return _types_of_entries(agreement, commitment, moments)


def _types_of_entries(
    agreement: Agreement, commitment: Conversion | FitAtHandOver | Then | Freshness, moments: Moments
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The types of what follows entries: into some stages, or into any."""
    match commitment:
        case Conversion():
            further = stages_counted(agreement, commitment)
            return moments.entry_types([commitment.from_stage]), moments.entry_types(further), ()
        case FitAtHandOver():
            return moments.entry_types([agreement.hand_over]), (), ()
        case Then():
            return (), moments.entry_types(stage.name for stage in agreement.stages), ()
        case Freshness():
            entering = moments.entry_types(stage.name for stage in agreement.stages)
            return entering, (*entering, change_of(agreement.fact_of(commitment).field)), ()


def stages_then(cadence: Cadence) -> tuple[str, ...]:
    """The stage that follows a cadence, if any."""
    return () if cadence.then is None else (cadence.then,)


def _halting(commitment: Response | Cadence, starting: Iterable[str], pausing: Iterable[str]) -> tuple[str, ...]:
    """The types that pause a clock or let it go on; under `continue`, a start lets it go on."""
    letting_on = starting if commitment.again is Again.CONTINUE else ()
    return tuple(sorted({*pausing, *letting_on}))


def stages_counted(agreement: Agreement, conversion: Conversion) -> tuple[str, ...]:
    """The stage to reach and those beyond it on the main line: rejection stages are beside it."""
    names = [s.name for s in agreement.stages]
    beyond = agreement.stages[names.index(conversion.to_stage) + 1 :]
    return (conversion.to_stage, *(s.name for s in beyond if not s.reasons))
