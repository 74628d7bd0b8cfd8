"""What a change asks of people: acts a week, attempts that are missing, signatures and notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.evaluation.results import Row
from engine.model.agreements import Agreement
from engine.model.commitments import Acceptance, Cadence, Commitment, Response
from engine.model.durations import Duration, Unit
from engine.reports.instants import Instant, Length, midnight
from engine.reports.plan_commitments import promise
from engine.reports.plan_view import Notice, Signing
from engine.reports.replayed_versions import Pair
from engine.reports.work import Work

Asked = Mapping[tuple[str, ...], list[Row]]


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when (µs UTC) the clocks of a pair of versions started at the most."""

    starts: int
    until: int


def work_of(pair: Pair, span: Span, asked: Asked) -> Iterator[Work]:
    """Count what each promise of a pair asks for, before and after, where it asks for acts of people."""
    versions = {"before": pair.before, "after": pair.after}
    named = dict.fromkeys(c.name for v in versions.values() if v for c in v.commitments)
    rows = {
        (side, name): found[0]
        for side, version in versions.items()
        for name in named
        if version and (found := asked.get((side, pair.agreement, version.version, name)))
    }
    first = min((row["first_start"] for row in rows.values()), default=span.starts)
    length = Length(max(1, span.until - max(first, span.starts)))
    for name in named:
        owed = {side: promise(version, name) for side, version in versions.items()}
        acts = {side: _acts(owed[side], rows.get((side, name))) for side in versions}
        if acts["before"] or acts["after"]:
            missing = {side: int(rows[side, name]["missing"]) if (side, name) in rows else 0 for side in versions}
            said = owed["after"] or owed["before"]
            party = next((p.name for p in pair.head.parties if said and p.id == said.owed_by), "")
            yield Work(name, party, length, acts["before"], acts["after"], missing["before"], missing["after"])


def _acts(owed: Commitment | None, row: Row | None) -> int:
    """One act for each case that asks for an answer, and as many attempts as a cadence promises."""
    if row is None:
        return 0
    match owed:
        case Cadence():
            return int(row["asking"]) * owed.attempts.at_least
        case Response() | Acceptance():
            return int(row["asking"])
        case _:
            return 0


def signing_of(pair: Pair, same_terms: bool, counting: tuple[tuple[str, str], ...]) -> Signing:  # noqa: FBT001 - a fact
    """Say which signatures a change voids (`counting` are role and name of those that count) and who must sign."""
    replaced = pair.after is not None and pair.before is not None and pair.after.version == pair.before.version
    voided = counting if replaced and not same_terms else ()
    to_sign = () if same_terms or pair.after is None else tuple(party.signs for party in pair.after.parties)
    return Signing(voided, to_sign, same_terms)


def notice_of(pair: Pair, now: int) -> Notice | None:
    """Say whether a change keeps the notice that the version before asks for, if it were given at `now`."""
    review = pair.before.review if pair.before else None
    if pair.after is None or review is None or review.notice is None:
        return None
    asked = review.notice
    earliest = _after(asked, Instant(now, pair.head.zone))
    begins = Instant(pair.after.starts, pair.head.zone)
    return Notice(str(asked), earliest, begins, None if earliest is None else earliest.at <= begins.at)


def _after(asked: Duration, now: Instant) -> Instant | None:
    """When a notice given now is over: days are dates of the zone; what needs a calendar can't be told without one."""
    if asked.unit is Unit.DAYS:
        return midnight(now.local.date() + timedelta(days=asked.amount), now.zone)
    if asked.unit.needs_calendar or asked.microseconds is None:
        return None
    return Instant(now.at + asked.microseconds, now.zone)


def ends_of(pair: Pair, following: Pair | None, as_of: int) -> Span:
    """When clocks of a pair could start: until the next pair begins, its end, or the moment of asking."""
    agreement: Agreement = pair.head
    ends = [as_of, *([following.starts] if following else []), *([agreement.ends] if agreement.ends else [])]
    return Span(pair.starts, max(pair.starts, min(ends)))
