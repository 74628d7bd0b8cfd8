"""Capacity: what the attempts that were promised take in a week, beside the hours that there are, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from engine.evaluation.results import Results
from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.capacities import Capacity, a_week, hours_a_week, so_many, tenths
from engine.model.commitments import Cadence
from engine.model.promised_leads import PromisedLeads, cadences_of, promised_hours, promised_starts
from engine.model.volumes import Volume
from engine.reports.clauses import plain, title_of
from engine.reports.commitments import CommitmentView
from engine.reports.shares import promised
from engine.reports.starts_seen import SeenStarts, reign_of, starts_seen

TIMES = "×"  # noqa: RUF001 - the sign, not a letter


@dataclass(frozen=True, slots=True)
class CapacityStep:
    """A figure of a week and what makes it; `exact` is the number as a fraction, in `unit`."""

    figure: str
    made_by: str
    exact: str
    a_week: str
    unit: str
    policy_line: str


@dataclass(frozen=True, slots=True)
class CapacityView:
    """What a party's people have and what was promised of them; `fits` is None where no number of leads is promised.

    `seen` tells beside it what the data has; a signed document has none.
    """

    party: str
    name: str
    version: str
    sentence: str
    fits: bool | None
    selling_hours: str
    promised_hours: str | None
    steps: tuple[CapacityStep, ...]
    seen: tuple[SeenStarts, ...] = ()


def capacity_views(agreement: Agreement, calendars: Mapping[str, Calendar]) -> tuple[CapacityView, ...]:
    """Derive the capacity of each party that a version states one of."""
    return tuple(_view(agreement, capacity, calendars) for capacity in agreement.capacities)


def capacities_seen(
    results: Results, agreement: Agreement, versions: Sequence[Agreement], owed: Sequence[CommitmentView]
) -> tuple[CapacityView, ...]:
    """Put beside what was promised how often the cadences of the version began in the judged periods."""
    reign = reign_of(agreement, versions, results.identity.as_of)
    both = zip(agreement.capacities, capacity_views(agreement, results.policies.calendars), strict=True)
    return tuple(
        replace(view, seen=tuple(starts_seen(reign, capacity, Fraction(view.selling_hours), owed)))
        for capacity, view in both
    )


def _view(agreement: Agreement, capacity: Capacity, calendars: Mapping[str, Calendar]) -> CapacityView:
    has = capacity.selling_hours(calendars)
    takes = promised_hours(agreement, capacity)
    name = next(party.name for party in agreement.parties if party.id == capacity.party)
    owed = cadences_of(agreement, capacity)
    asked = [step for cadence in owed for step in _asked(cadence, promised_starts(agreement, cadence), capacity)]
    return CapacityView(
        party=capacity.party,
        name=name,
        version=agreement.version,
        sentence=_sentence(name, has, takes),
        fits=None if takes is None else takes <= has,
        selling_hours=str(has),
        promised_hours=None if takes is None else str(takes),
        steps=(*_had(capacity, calendars), *asked, *_left(capacity, has, takes)),
    )


def _sentence(name: str, has: Fraction, takes: Fraction | None) -> str:
    if takes is None:
        promised_nowhere = "how many leads its attempts are for is promised nowhere"
        return f"{name} has {tenths(has)} selling hours a week; {promised_nowhere}."
    if takes > has:
        asked = f"the attempts promised take up to {tenths(takes, ceil)} hours a week"
        return f"{name} has too little time: {asked}, and it has {tenths(has, floor)} selling hours."
    asked = f"the attempts promised take up to {tenths(takes)} of {tenths(has)} selling hours a week"
    return f"{name} has the time: {asked}."


def _had(capacity: Capacity, calendars: Mapping[str, Calendar]) -> Iterator[CapacityStep]:
    line = capacity.at.line_reference if capacity.at else ""
    for each in capacity.people:
        people, week = each.people, hours_a_week(calendars, each.calendar)
        made_by = f"{people:,} {'person' if people == 1 else 'people'} {TIMES} {so_many(week, 'hours')}"
        yield _step(f"working hours by {plain(each.calendar)}", made_by, people * week, "hours", line)
    share = f"{promised(capacity.selling_time)} of them"
    yield _step("selling hours", share, capacity.selling_hours(calendars), "hours", line)


def _asked(cadence: Cadence, starts: Sequence[PromisedLeads], capacity: Capacity) -> Iterator[CapacityStep]:
    """The way from the leads promised to the hours that a cadence's attempts take."""
    line = cadence.attempts.at or cadence.at
    owed = line.line_reference if line else ""
    for leads in starts:
        at = leads.by.at.line_reference if leads.by.at else ""
        number = a_week(leads.a_year)
        yield _step(f"leads that enter {plain(leads.stage)}", _made_by(leads), number, "leads", at)
        attempts = number * cadence.attempts.at_least
        each = f"{TIMES} {cadence.attempts.at_least} for each"
        yield _step(f"attempts: {title_of(cadence)}", each, attempts, "attempts", owed)
        takes = f"{TIMES} {capacity.attempt_takes}"
        at = capacity.attempt_takes.at.line_reference if capacity.attempt_takes.at else ""
        yield _step("hours for them", takes, capacity.hours_for(attempts), "hours", at)


def _made_by(leads: PromisedLeads) -> str:
    """What promises the number, back to the number a year of which a week is 7 of 365 days."""
    if leads.of is not None:
        return f"{_made_by(leads.of)} {TIMES} {promised(leads.share)} that go on"
    if isinstance(leads.by, Volume):
        return f"{tenths(leads.a_year)} a year promised by {leads.by.title or plain(leads.by.name)}, 7 of 365 days"
    return f"{tenths(leads.a_year)} a year by the revenue plan, 7 of 365 days"


def _left(capacity: Capacity, has: Fraction, takes: Fraction | None) -> Iterator[CapacityStep]:
    if takes is not None:
        line = capacity.at.line_reference if capacity.at else ""
        over = takes > has
        figure = "hours that are missing" if over else "selling hours left"
        rounded = tenths(takes - has, ceil) if over else tenths(has - takes)
        yield CapacityStep(figure, "the difference", str(abs(has - takes)), f"{rounded} hours", "hours", line)


def _step(figure: str, made_by: str, exact: Fraction, unit: str, line: str) -> CapacityStep:
    return CapacityStep(figure, made_by, str(exact), so_many(exact, unit), unit, line)
