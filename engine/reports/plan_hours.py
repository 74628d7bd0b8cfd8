"""What the attempts that cadences ask for take of the hours that a party has for them, before and after a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from engine.model.agreements import Agreement
from engine.model.calendars import Calendar
from engine.model.capacities import DAYS_A_WEEK
from engine.model.durations import DAY
from engine.model.promised_leads import cadences_of
from engine.reports.replayed_versions import Pair
from engine.reports.work import AttemptHours, HoursAWeek, Work

Calendars = Mapping[str, Calendar]


def hours_of(pair: Pair, before: Calendars, after: Calendars, work: Sequence[Work]) -> Iterator[HoursAWeek]:
    """Hold the attempts of each party's cadences against the capacity that either side states of it.

    `before` and `after` are the calendars of the two sides.
    """
    then = {w.commitment: _a_week(w.acts_before, w) for w in work}
    now = {w.commitment: _a_week(w.acts_after, w) for w in work}
    for party in pair.head.parties:
        one, other = _side(pair.before, party.id, before, then), _side(pair.after, party.id, after, now)
        if one or other:
            yield HoursAWeek(party.name, one, other)


def _a_week(acts: int, work: Work) -> Fraction:
    return Fraction(acts * DAYS_A_WEEK * DAY, work.span.microseconds)


def _side(
    version: Agreement | None, party: str, calendars: Calendars, acts: Mapping[str, Fraction]
) -> AttemptHours | None:
    capacity = next((c for c in version.capacities if c.party == party), None) if version else None
    if version is None or capacity is None:
        return None
    attempts = sum((acts.get(owed.name, Fraction()) for owed in cadences_of(version, capacity)), Fraction())
    return AttemptHours(attempts, capacity.hours_for(attempts), capacity.selling_hours(calendars))
