"""One clock taken apart: the rows that were considered, and the stretches of time that add up to its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.compiler.calendar_dates import calendar_dates
from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.commitments import Commitment
from engine.reports.alerts import Alert, alerts
from engine.reports.cases import Case, allowed_time, cases_of
from engine.reports.clauses import AllowedRow, allowed_rows, title_of
from engine.reports.condition_trees import ConditionTrees, Node
from engine.reports.instants import Instant, Length, instant
from engine.reports.owner_shares import LateHandOver, late_hand_overs, shares_by_clock
from engine.reports.response_parts import ResponseParts, parts_of
from engine.reports.signatures import SignaturesView
from engine.reports.waivers import WaiverTerms, terms_of

SEGMENTS = ("to_first", "late", "left")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time [starts, ends); `so_far` adds up what counted from the start, `notes` say why it was closed.

    `segment` is `to_first` up to the earlier of end and due, then `late` or `left`.
    """

    segment: str
    kind: str
    starts: Instant
    ends: Instant
    length: Length
    so_far: Length
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsideredRow:
    """A window row: whether it fitted at the start, and why; a row after the one that fitted was not asked.

    `outcome` is `chosen`, `not met`, `possible` (it can't be told whether it is the one) or `not asked`; `tree` is
    None for `else`, for rows not asked, and for those that ask only when the start lies (`by_arrival`).
    """

    row: AllowedRow
    outcome: str
    tree: Node | None
    by_arrival: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedWaiver:
    """The waiver that covers a clock: whether it was approved after the fact, and what the clock would have been.

    `signatures` is None where nobody asked.
    """

    terms: WaiverTerms
    after_the_fact: bool
    state: str
    reason: str
    signatures: SignaturesView | None = None


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
    rows: tuple[ConsideredRow, ...]
    spans: tuple[Span, ...]
    waiver: ExplainedWaiver | None = None
    late_hand_overs: tuple[LateHandOver, ...] = ()
    alerts: tuple[Alert, ...] = ()
    parts: ResponseParts | None = None


def explained_clock(
    results: Results, agreement: Agreement, row: Row, of_lead: Mapping[str, Iterable[Row]], trees: ConditionTrees
) -> ExplainedClock:
    """Explain a row of `clocks`; `of_lead` are the rows of its lead that tell of clocks, by relation."""
    commitment = _commitment(results, agreement, row["commitment"])
    mine = {name: [r for r in rows if r["clock_id"] == row["clock_id"]] for name, rows in of_lead.items()}
    (case,) = cases_of(results, [row], shares_by_clock(mine["clock_shares"]))
    allowed, number = allowed_rows(commitment), row["row_no"]
    time = allowed_time(commitment, number)
    calendar = row["calendar"] if time is not None and time.unit.needs_calendar else None
    return ExplainedClock(
        title=title_of(commitment),
        owed_by=commitment.owed_by,
        case=case,
        row=allowed[number] if number is not None and 0 <= number < len(allowed) else None,
        calendar=calendar,
        cancelled=instant(row["cancelled_at"], agreement.zone),
        start_event=row["start_event"],
        stop_event=row["stop_event"],
        rows=_considered(agreement, commitment, trees, row["started_at"])
        if number is None or number < len(commitment.rows)
        else (ConsideredRow(allowed[-1], "chosen", None),),
        spans=_spans(results.policies.calendars.get(calendar or ""), agreement.zone, mine["clock_spans"]),
        waiver=_waiver(results, agreement, row),
        late_hand_overs=late_hand_overs(mine["late_hand_overs"], agreement.zone),
        alerts=alerts(mine["alerts"], agreement.zone),
        parts=parts_of(mine["response_parts"], agreement.zone),
    )


def _waiver(results: Results, agreement: Agreement, row: Row) -> ExplainedWaiver | None:
    if row["waiver"] is None:
        return None
    waiver = results.policies.waivers[row["waiver"]]
    terms = terms_of(results.policies, agreement, waiver)
    return ExplainedWaiver(terms, row["waived_after"], row["waived_as"], row["waived_as_reason"])


def _commitment(results: Results, agreement: Agreement, name: str) -> Commitment:
    versions = (agreement, *results.policies.versions_of(agreement.name))
    return next(c for a in versions for c in a.commitments if c.name == name)


def _considered(
    agreement: Agreement, commitment: Commitment, trees: ConditionTrees, started_at: int
) -> tuple[ConsideredRow, ...]:
    """Say of every window row whether it fitted at the start; after the first that does none is asked."""
    found: list[ConsideredRow] = []
    fits, certain = False, True
    for number, row in enumerate(allowed_rows(commitment)[: len(commitment.rows)]):
        if fits:
            found.append(ConsideredRow(row, "not asked", None))
            continue
        tree = trees.of_row(agreement, commitment.name, number, started_at)
        written = commitment.rows[number]
        held = True if written.condition is None else tree.truth if tree else None
        arrives = written.arrives
        came = True if arrives is None else trees.arrived(agreement, commitment.name, arrives, started_at)
        truth = False if False in {held, came} else None if None in {held, came} else True
        fits, certain = truth is True, certain and truth is not None
        outcome = {True: "chosen" if certain else "possible", False: "not met", None: "possible"}[truth]
        found.append(ConsideredRow(row, outcome, tree, by_arrival=arrives is not None))
    return tuple(found)


def _spans(calendar: Calendar | None, zone: str, rows: list[Row]) -> tuple[Span, ...]:
    found, counted = [], 0
    for row in sorted(rows, key=lambda r: (SEGMENTS.index(r["segment"]), r["starts"])):
        length, counts = row["ends"] - row["starts"], row["kind"] == "counted"
        counted += length if counts else 0
        found.append(
            Span(
                row["segment"],
                row["kind"],
                Instant(row["starts"], zone),
                Instant(row["ends"], zone),
                Length(length, working=counts and calendar is not None),
                Length(counted, working=calendar is not None),
                _notes(calendar, row) if calendar and not counts else (),
            )
        )
    return tuple(found)


def _notes(calendar: Calendar, row: Row) -> tuple[str, ...]:
    """Name the holidays and overrides on the dates that a closed stretch touches."""
    first = Instant(row["starts"], calendar.zone).local.date()
    last = (Instant(row["ends"], calendar.zone).local - timedelta(microseconds=1)).date()
    dates = calendar_dates(calendar, max(first, calendar.first), min(last, calendar.last))
    return tuple(f"{d.day.isoformat()} {d.override or d.holiday}" for d in dates if d.override or d.holiday)
