"""What the sources leave open: uncovered time, and quarantined rows of a lead."""

from __future__ import annotations

from collections.abc import Iterable

from engine.model.agreements import Agreement
from engine.model.commitments import (
    Acceptance,
    Cadence,
    Commitment,
    Conversion,
    FitAtHandOver,
    Freshness,
    Response,
    Then,
)
from engine.model.lead_schema import EventType
from engine.model.moments import Decision, EventHappens, FieldBecomes, Moment, OutreachMade, StageEntered, StageLeft

from .moments import given_up, types_of
from .pauses import moments_read
from .rows import CoverageRow, QuarantinedRow
from .versions import FOREVER, Reign

CELL = "unreadable value of "


def stages_reached(agreement: Agreement, conversion: Conversion) -> tuple[str, ...]:
    """The target stage and those beyond it: later in the list and not a rejection."""
    names = [s.name for s in agreement.stages]
    beyond = agreement.stages[names.index(conversion.to_stage) + 1 :]
    return (conversion.to_stage, *(s.name for s in beyond if not s.reasons))


def starting_moments(commitment: Commitment) -> tuple[Moment, ...]:
    if isinstance(commitment, Conversion):
        return (StageEntered((commitment.from_stage,)),)
    if isinstance(commitment, FitAtHandOver | Then | Freshness):
        return ()
    return commitment.starts


def stopping_moments(commitment: Commitment) -> tuple[Moment, ...]:
    """What ends a clock of the commitment well."""
    match commitment:
        case Response():
            return commitment.kept_by
        case Cadence():
            return commitment.released_by
        case Acceptance():
            return commitment.accept, commitment.reject
        case Conversion() | FitAtHandOver() | Then() | Freshness():
            return ()


def moving_moments(commitment: Commitment) -> tuple[Moment, ...]:
    """What ends a clock of the commitment well, or cancels it."""
    cancelling = commitment.cancelled_by if isinstance(commitment, Response | Cadence | Acceptance) else ()
    return (*stopping_moments(commitment), *cancelling)


def ending_moments(reign: Reign, commitment: Commitment) -> tuple[Moment, ...]:
    """Everything that could stop or cancel a clock of the commitment, attempts included."""
    match commitment:
        case Response():
            return commitment.kept_by + commitment.cancelled_by
        case Cadence():
            ends = (*commitment.released_by, *commitment.cancelled_by, *given_up(reign.agreement, commitment))
            return (commitment.attempts.outreach, *ends)
        case Acceptance():
            return (commitment.accept, commitment.reject, *commitment.cancelled_by)
        case Conversion():
            return (StageEntered(stages_reached(reign.agreement, commitment)),)
        case Then() | Freshness():
            return (StageEntered(tuple(s.name for s in reign.agreement.stages)),)
        case FitAtHandOver():
            return (StageEntered((reign.agreement.hand_over,)),)


def covered_since(coverage: Iterable[CoverageRow], reign: Reign, commitment: Commitment) -> int:
    """From when every source that could stop or cancel the clock is complete."""
    types = types_of(reign, (*ending_moments(reign, commitment), *moments_read(commitment, reign)))
    types |= histories_read(reign, commitment)
    return max((row.since for row in coverage if row.type in types and row.since is not None), default=-FOREVER)


def covered_until(coverage: Iterable[CoverageRow], reign: Reign, commitment: Commitment) -> int:
    """To when every source that could stop or cancel the clock is complete; nothing is, where none has its events."""
    types = types_of(reign, (*ending_moments(reign, commitment), *moments_read(commitment, reign)))
    return complete_until(coverage, types | histories_read(reign, commitment))


def histories_read(reign: Reign, commitment: Commitment) -> set[str]:
    """How the changes of the field are called among event types of which a fact is to be found out."""
    return {f"field:{field_of(reign, commitment)}"} if isinstance(commitment, Freshness) else set()


def field_of(reign: Reign, commitment: Freshness) -> str:
    return reign.agreement.fact_of(commitment).field


def paused_until(coverage: Iterable[CoverageRow], reign: Reign, commitment: Commitment) -> int:
    """To when every source that could begin or end a pause is complete."""
    return complete_until(coverage, types_of(reign, moments_read(commitment, reign)))


def complete_until(coverage: Iterable[CoverageRow], types: set[str]) -> int:
    rows = [row for row in coverage if row.type in types]
    untold = {name for name in types if name.startswith("field:")} - {row.type for row in rows}
    ends = [-FOREVER if row.until is None else row.until for row in rows]
    return min((*ends, *(-FOREVER for _ in untold)), default=-FOREVER)


def is_quarantined(rows: Iterable[QuarantinedRow], lead_id: str, reign: Reign, commitment: Commitment) -> bool:
    """A row of the lead that could not be read could have started, stopped or cancelled the clock."""
    read = (*starting_moments(commitment), *ending_moments(reign, commitment), *moments_read(commitment, reign))
    types = types_of(reign, read) | histories_read(reign, commitment)
    known = {t.name for t in reign.schema.events}
    return any(
        row.lead_id == lead_id
        and (
            (is_event(row) and (row.type is None or is_strange(row.type, known) or row.type in types))
            or (isinstance(commitment, Freshness) and row.type is None and unread(row) == [field_of(reign, commitment)])
            or (row.reason == "unknown field" and any(name.startswith("field:") for name in types))
            or any(is_cell_of(row, m) for m in read)
            or (
                row.type in types & known
                and any(reads(reign, read, commitment, row.type, name) for name in unread(row))
            )
        )
        for row in rows
    )


def is_cell_of(row: QuarantinedRow, moment: Moment) -> bool:
    """A change of the field that the moment waits for, whose value could not be read."""
    if not isinstance(moment, FieldBecomes):
        return False
    return row.type == f"field:{moment.test.field}" and unread(row) == [moment.test.field]


def is_strange(kind: str, known: set[str]) -> bool:
    """Nobody knows what such an event would have been."""
    return kind not in known and not kind.startswith("field:")


def unread(row: QuarantinedRow) -> list[str]:
    """The attribute of the event that could not be read, if it is one."""
    return [row.reason.removeprefix(CELL)] if row.reason.startswith(CELL) else []


def reads(reign: Reign, moments: Iterable[Moment], commitment: Commitment, kind: str, attribute: str) -> bool:
    """What this attribute of such an event says may decide whether one of the moments happens."""
    event = next(t for t in reign.schema.events if t.name == kind)
    stages = [s for m in moments for s in reign.agreement.stages if s.name in stages_asked(m, reign.agreement)]
    tests = [m for m in moments if isinstance(m, EventHappens)] + [m for s in stages for m in s.entered_by]
    if any(kind in m.events and test.attribute == attribute for m in tests for test in m.where):
        return True
    if attribute == event.names_stage and any(not s.entered_by for s in stages):
        return True
    if attribute == event.names_channel and (
        isinstance(commitment, Cadence) or any(isinstance(m, OutreachMade) and m.channels for m in moments)
    ):
        return True
    return any(attribute == reason_named(m, event) for m in moments)


def reason_named(moment: Moment, event: EventType) -> str | None:
    """The attribute that holds the reason which the moment asks for."""
    match moment:
        case StageEntered() if moment.reasons:
            return event.names_reason
        case Decision() if moment.with_reason and moment.field is None:
            return moment.attribute or event.names_reason
        case _:
            return None


def stages_asked(moment: Moment, agreement: Agreement) -> tuple[str, ...]:
    """The stages whose entry the moment waits for; any, to leave one."""
    match moment:
        case StageEntered() | Decision():
            return moment.stages
        case StageLeft():
            return tuple(s.name for s in agreement.stages)
        case _:
            return ()


def is_event(row: QuarantinedRow) -> bool:
    """A cell or record of the lead itself stops no clock, nor does a change of nobody knows which field."""
    return not row.reason.startswith(CELL) and row.reason not in {"conflicting records", "unknown field"}
