"""Volumes: each lead's first entry ever into a stage, counted by period against the number promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from engine.model.agreements import Agreement
from engine.model.calendars import ALWAYS, Calendar
from engine.model.commitments import Period
from engine.model.conditions import CriterionRef
from engine.model.volumes import PlannedNumber, Volume

from .calendar import dates, intervals
from .criteria import ask
from .instants import begin_of, period_of
from .moments import Log, entering_types, entries_of
from .rows import Inputs, LogEvent, Row
from .sources import is_event, is_strange
from .versions import FOREVER, Reign

if TYPE_CHECKING:
    from .evaluator import Case

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
UNSURE = ("source", "scope", "requirement")


@dataclass(frozen=True)
class Span:
    """A month, quarter or year: instants [begins, ends), and its dates first..last."""

    label: str
    begins: int
    ends: int
    first: date
    last: date


def volumes_of(
    cases: Sequence[Case], inputs: Inputs, calendars: Mapping[str, Calendar], as_of: int
) -> tuple[list[Row], list[Row]]:
    """`volumes` and `volume_entries` of one agreement, whose leads these are."""
    totals, listed = [], []
    for reign in [log.reign for log in cases[0].logs]:
        for volume in reign.agreement.volumes:
            unread = unread_leads(inputs, reign, volume)
            entries = [e for case in cases for e in entries_in(case, volume, unread)]
            for span in spans_of(reign, volume, [at for _, at, _ in entries], as_of):
                here = [e for e in entries if span.begins <= e[1] < span.ends]
                key = {"policy": reign.agreement.name, "version": reign.version, "commitment": volume.name}
                key["period"] = span.label
                listed += [{**key, "lead_id": lead, "at": at, "reason": why} for lead, at, why in here]
                doubtful = sum(in_doubt(cases, volume, lead, span) for lead in unread)
                totals.append(
                    {**key, **judged(reign, volume, span, Counter(why for *_, why in here), inputs, doubtful, as_of),
                     **pace(reign.agreement, volume, span, calendars, as_of, governed=bool(reign.version))}
                )  # fmt: skip
    return totals, listed


def spans_of(reign: Reign, volume: Volume, entered: Sequence[int], as_of: int) -> Iterator[Span]:
    """The periods that begin while the reign lasts, up to `as_of`; without a version only those with an entry."""
    zone, each = reign.agreement.zone, volume.objective.each
    with_entry = {period_of(zone, at, each) for at in entered}
    months = [(year, month) for year in range(2024, 2028) for month in range(1, 13, MONTHS[each])]
    for year, month in months:
        first, following = date(year, month, 1), month + MONTHS[each]
        after = date(year + (following > 12), (following - 1) % 12 + 1, 1)
        last = date.fromordinal(after.toordinal() - 1)
        span = Span(
            period_of(zone, begin_of(zone, first), each), begin_of(zone, first), begin_of(zone, after), first, last
        )
        if reign.governs(span.begins) and span.begins <= as_of and (reign.version or span.label in with_entry):
            yield span


def entries_in(case: Case, volume: Volume, unread: Sequence[str | None]) -> list[tuple[str, int, str]]:
    """(lead, instant, whether and why it counts) for every entry, by the words of the version then in force."""
    found = [(log, e.event) for log in case.logs for e in entries_of(log) if e.stage.name == volume.stage]
    found = sorted([f for f in found if f[0].reign.governs(f[1].at)], key=lambda f: (f[1].at, f[1].ord))
    lead = case.lead.lead_id
    return [
        (lead, event.at, reason(case, log, event, volume, first=n == 0, unread=lead in unread))
        for n, (log, event) in enumerate(found)
    ]


def reason(case: Case, log: Log, event: LogEvent, volume: Volume, *, first: bool, unread: bool) -> str:  # noqa: PLR0913
    agreement, asked = log.reign.agreement, case.asked(log, event.at)
    required = next(s.requires for s in agreement.stages if s.name == volume.stage)
    scope = True if agreement.scope is None else ask(agreement.scope, asked).value
    met = True if not volume.only_met or required is None else ask(CriterionRef(required), asked).value
    why = {
        "no_version": not log.reign.version,
        "re_entry": not first,
        "source": unread,
        "out_of_scope": scope is False,
        "not_met": met is False,
        "scope": scope is None,
        "requirement": met is None,
        "first": True,
    }
    return next(name for name, holds in why.items() if holds)


def unread_leads(inputs: Inputs, reign: Reign, volume: Volume) -> list[str | None]:
    """The leads of rows that could not be read and may have entered the stage; each row without a lead may be one."""
    types = entering_types(reign.agreement, reign.schema, [volume.stage])
    known = {t.name for t in reign.schema.events}
    rows = [
        r for r in inputs.quarantine if is_event(r) and (r.type is None or is_strange(r.type, known) or r.type in types)
    ]
    return [*{r.lead_id for r in rows if r.lead_id}, *(None for r in rows if not r.lead_id)]


def in_doubt(cases: Sequence[Case], volume: Volume, lead: str | None, span: Span) -> bool:
    """An unread entry could be the lead's first, and in this period; one that has its first entry here is counted."""
    if lead is None:
        return True
    entered = [
        e.event.at
        for case in cases
        for log in case.logs
        for e in entries_of(log)
        if case.lead.lead_id == lead and e.stage.name == volume.stage and log.reign.governs(e.event.at)
    ]
    return not entered or min(entered) >= span.ends


def promised(agreement: Agreement, volume: Volume) -> int:
    """The number, or the plan's: quota x share / deal, then / rate after rate, back to the stage; up to a whole."""
    number, plan = volume.objective.number, agreement.revenue_plan
    if not isinstance(number, PlannedNumber):
        return number
    assert plan is not None
    (stage,) = [r.from_stage for r in plan.rates if number.figure == f"{r.from_stage}s"]
    needed = Fraction(plan.quota.amount) * plan.from_marketing / Fraction(plan.average_deal.amount)
    needed = needed / MONTHS[plan.each] * MONTHS[volume.objective.each]
    while stage is not None:
        rate = next((r for r in plan.rates if r.from_stage == stage), None)
        needed, stage = (needed, None) if rate is None else (needed / rate.share, rate.to_stage)
    return ceil(needed)


def judged(  # noqa: PLR0913, PLR0917 - all that decides
    reign: Reign, volume: Volume, span: Span, why: Counter[str], inputs: Inputs, doubtful: int, as_of: int
) -> Row:
    types = entering_types(reign.agreement, reign.schema, [volume.stage])
    rows = [row for row in inputs.coverage if row.type in types]
    upto = min(as_of, span.ends - 1)
    covered = bool(rows) and all(
        row.until is not None and row.until >= upto and (row.since is None or row.since <= span.begins) for row in rows
    )
    unsure = sum(why[name] for name in UNSURE)
    most = why["first"] + unsure + doubtful if covered else FOREVER
    number = promised(reign.agreement, volume) if reign.version else None
    if number is None:
        verdict = "no_objective"
    elif why["first"] >= number:
        verdict = "met"
    elif as_of < span.ends:
        verdict = "open"
    else:
        verdict = "missed" if most < number else "unknown"
    return {
        "entries": why.total(), "counted": why["first"], "unsure": unsure, "not_met": why["not_met"],
        "out_of_scope": why["out_of_scope"], "re_entries": why["re_entry"], "no_version": why["no_version"],
        "doubtful": doubtful, "covered": covered, "possible": most if covered else None,
        "promised": number, "verdict": verdict,
    }  # fmt: skip


def pace(  # noqa: PLR0913 - all that decides
    agreement: Agreement, volume: Volume, span: Span, calendars: Mapping[str, Calendar], as_of: int, *, governed: bool
) -> Row:
    """Whole working days gone of those of the period, and the number that should be there by now."""
    name, nothing = agreement.calendar, {"working_days": None, "days_gone": None, "pace": None}
    if name == ALWAYS:
        closes = {
            day: begin_of(agreement.zone, date.fromordinal(day.toordinal() + 1)) for day in dates(span.first, span.last)
        }
    else:
        calendar = calendars[name]
        if span.first < calendar.first or span.last > calendar.last:
            return nothing
        closes = {i.day: i.closes for i in intervals(calendar) if span.first <= i.day <= span.last}
    if not closes:
        return nothing
    gone = sum(at <= as_of or span.ends <= as_of for at in closes.values())
    number = promised(agreement, volume) if governed else None
    due = None if number is None else floor(Fraction(number * gone, len(closes)))
    return {"working_days": len(closes), "days_gone": gone, "pace": due}
