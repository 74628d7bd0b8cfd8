"""The commitments of an agreement version as numbered clauses, each with its allowed times worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.model.agreements import Agreement, Party
from engine.model.commitments import Commitment, FitAtHandOver, Freshness
from engine.model.durations import Duration, Unit
from engine.model.policy_set import PolicySet
from engine.model.repetitions import all_rows
from engine.model.volumes import Volume
from engine.model.window_rows import RunsBy, WindowRow
from engine.reports.clause_numbers import Owed, clause_numbers, owed_in
from engine.reports.clause_sentences import fit_sentences, freshness_sentences, sentences, volume_sentences
from engine.reports.clauses import allowed_rows, title_of
from engine.reports.instants import Instant
from engine.reports.moment_words import MomentWords, event_titles
from engine.reports.shares import promised
from engine.reports.worked_examples import Asked, Example, examples

AT_AN_OPENING = Duration(0, Unit.BUSINESS_MINUTES)
"""Due at its start only where that lies in the hours of the calendar."""
TIME_RULES = {
    Unit.BUSINESS_DAYS: (
        "Business days end at the last closing of the last of them: the working days after the day of the start are "
        "counted, and what starts while the calendar is closed counts as started at its next opening."
    ),
    Unit.NEXT_BUSINESS_DAY: (
        "A time of the next business day is that time on the first working day after the date of the start, or the "
        "closing of that day if it is earlier; the date is that of the real start, even while the calendar is closed, "
        "but what starts then is never due before the next opening. Nothing pauses it."
    ),
    Unit.BUSINESS_HOURS: "Business hours run only while the calendar is open.",
    Unit.BUSINESS_MINUTES: "Business minutes run only while the calendar is open.",
    Unit.DAYS: "Days count dates, whatever the calendar says, and end at 24:00 of the last one.",
    Unit.HOURS: "Hours run day and night.",
    Unit.MINUTES: "Minutes run day and night.",
    Unit.SECONDS: "Seconds run day and night.",
}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One row of allowed times: how long, when it applies, on which calendar, and its worked examples.

    `calendar` is empty where time runs on the wall; an exempt row has no examples, and one that asks when a start lies
    has None for a start that it doesn't fit, as has a row below it for one that it takes.
    """

    time: str
    when: str
    calendar: str
    policy_line: str
    examples: tuple[Example | None, ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A commitment: its lasting number, what it asks sentence by sentence, its rows, and what is promised of it.

    `time_rules` say how the units of its rows run; `promise` and `each` are empty without an objective.
    """

    number: str
    name: str
    title: str
    party: str
    policy_line: str
    sentences: tuple[str, ...]
    rows: tuple[ClauseRow, ...]
    time_rules: tuple[str, ...]
    promise: str
    each: str


@dataclass(frozen=True, slots=True)
class PartyClauses:
    """All that one party owes, by number."""

    party: str
    clauses: tuple[ClauseView, ...]


def agreement_clauses(
    policies: PolicySet, versions: Sequence[Agreement], starts: tuple[Instant, ...]
) -> tuple[PartyClauses, ...]:
    """Lay out what each party owes by the last of `versions`; the worked examples begin at `starts`."""
    agreement, numbers = versions[-1], clause_numbers(versions)
    events, told = event_titles(policies.lead_schemas.get(agreement.lead_schema)), _told(policies, agreement, starts)
    return tuple(
        PartyClauses(
            party.name,
            tuple(
                _volume(agreement, one, party, number)
                if isinstance(one, Volume)
                else _clause(agreement, one, MomentWords(party.name, events), number, told)
                for one, number in _numbered(agreement, party, numbers)
            ),
        )
        for party in agreement.parties
    )


def _numbered(agreement: Agreement, party: Party, numbers: Mapping[tuple[str, str], str]) -> list[tuple[Owed, str]]:
    found = {(one.owed_by, one.name): one for one in owed_in(agreement)}
    return [(found[key], number) for key, number in numbers.items() if key in found and key[0] == party.id]


def _told(
    policies: PolicySet, agreement: Agreement, starts: tuple[Instant, ...]
) -> Mapping[tuple[Asked, Instant], Example]:
    """Ask for the due instants of all rows together: laying a calendar out takes longer than any answer."""
    rows = [(agreement.calendar_of(one, row), row) for one in agreement.commitments for row in all_rows(one)]
    asked: tuple[Asked, ...] = tuple((calendar, row.allowed) for calendar, row in rows if row.allowed is not None)
    asked += tuple((row.arrives.calendar, AT_AN_OPENING) for _, row in rows if row.arrives is not None)
    return examples(policies, asked, starts)


def _clause(
    agreement: Agreement,
    owed: Commitment,
    words: MomentWords,
    number: str,
    told: Mapping[tuple[Asked, Instant], Example],
) -> ClauseView:
    timed = () if isinstance(owed, FitAtHandOver) else all_rows(owed)
    units = {row.allowed.unit for row in timed if row.allowed is not None}
    return ClauseView(
        number=number,
        name=owed.name,
        title=title_of(owed),
        party=words.party,
        policy_line=owed.at.line_reference if owed.at else "",
        sentences=_sentences(agreement, owed, words),
        rows=_rows(agreement, owed, told) if timed else (),
        time_rules=tuple(rule for unit, rule in TIME_RULES.items() if unit in units),
        promise=f"{promised(owed.objective.share)} kept" if owed.objective else "",
        each=owed.objective.each.value if owed.objective else "",
    )


def _sentences(agreement: Agreement, owed: Commitment, words: MomentWords) -> tuple[str, ...]:
    if isinstance(owed, FitAtHandOver):
        return fit_sentences(owed, agreement, words.party)
    if isinstance(owed, Freshness):
        return freshness_sentences(owed, agreement, words)
    return sentences(owed, words)


def _rows(
    agreement: Agreement, owed: Commitment, told: Mapping[tuple[Asked, Instant], Example]
) -> tuple[ClauseRow, ...]:
    made = []
    for number, (row, said) in enumerate(zip(all_rows(owed), allowed_rows(owed), strict=True)):
        calendar = agreement.calendar_of(owed, row)
        asked = (calendar, row.allowed)
        before = owed.rows[:number] if number < len(owed.rows) else ()  # a repetition starts by a stop, past all rows
        reached = _starts_that_reach((*before, row), told)
        worked = tuple(
            example if reached(start) else None for (question, start), example in told.items() if question == asked
        )
        runs_on = _runs_on(row, calendar) if row.allowed is not None and row.allowed.unit.needs_calendar else ""
        made.append(ClauseRow(said.time, said.when, runs_on, said.policy_line, worked))
    return tuple(made)


def _starts_that_reach(
    rows: Sequence[WindowRow], told: Mapping[tuple[Asked, Instant], Example]
) -> Callable[[Instant], bool]:
    """Tell of a start whether it can come to the last of some rows, as far as that hangs on when it lies."""

    def arrives(row: WindowRow, start: Instant) -> bool:
        if row.arrives is None:
            return True
        opening = told[(row.arrives.calendar, AT_AN_OPENING), start]
        return opening.due is not None and (opening.due != start) is row.arrives.outside

    *before, last = rows

    def reaches(start: Instant) -> bool:
        taken = (row for row in before if row.condition is None and row.arrives is not None)
        return arrives(last, start) and not any(arrives(row, start) for row in taken)

    return reaches


def _runs_on(row: WindowRow, calendar: str) -> str:
    """Name the calendar; the examples of a row that runs by the owner are those of the calendar for all others."""
    return calendar if row.runs_by is RunsBy.NAME else f"the owner's or that of their team; all others {calendar}"


def _volume(agreement: Agreement, owed: Volume, party: Party, number: str) -> ClauseView:
    return ClauseView(
        number=number,
        name=owed.name,
        title=title_of(owed),
        party=party.name,
        policy_line=owed.at.line_reference if owed.at else "",
        sentences=volume_sentences(owed, agreement, party.name),
        rows=(),
        time_rules=(),
        promise=f"{agreement.number_promised(owed):,} leads",
        each=owed.objective.each.value,
    )
