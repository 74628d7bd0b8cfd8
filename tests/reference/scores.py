"""A lead's score at an instant, added up line by line on paper, once as low and once as high as it can have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import product
from typing import TYPE_CHECKING

from engine.model.conditions import RatingTest, ScoreTest
from engine.model.moments import EventHappens
from engine.model.scorecards import Bands, ConditionLine, EventLine, Scorecard, ScorePart

from . import criteria
from .instants import local_date
from .rows import LogEvent
from .truth import NOT_MET, Truth, known, unknown

if TYPE_CHECKING:
    from .criteria import Asked


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: what it adds to the lower and to the upper score."""

    kind: str
    low: int
    high: int
    line: int | None = None
    occurrence: int | None = None
    event: LogEvent | None = None
    age: int | None = None


@dataclass(frozen=True)
class PartScore:
    """What a part came to, the ledger it adds up from, and the facts that its bounds differ for."""

    part: ScorePart
    ledger: Sequence[Entry]
    because: frozenset[str]

    @property
    def low(self) -> int:
        return sum(e.low for e in self.ledger)

    @property
    def high(self) -> int:
        return sum(e.high for e in self.ledger)


@dataclass(frozen=True)
class Score:
    """The whole; `ledger` holds only what keeps it within the range."""

    card: Scorecard
    parts: Sequence[PartScore]
    ledger: Sequence[Entry]

    @property
    def low(self) -> int:
        return sum(p.low for p in self.parts) + sum(e.low for e in self.ledger)

    @property
    def high(self) -> int:
        return sum(p.high for p in self.parts) + sum(e.high for e in self.ledger)

    @property
    def rating(self) -> str | None:
        """The joined labels; None if a part could lie in two bands, or where nothing is rated."""
        sure = [self.bands_possible(b) for b in self.card.rating]
        return "".join(labels[0] for labels in sure) if sure and all(len(s) == 1 for s in sure) else None

    def bands_possible(self, bands: Bands) -> list[str]:
        part = next(p for p in self.parts if p.part.name == bands.part)
        return list(dict.fromkeys(band_of(bands, points) for points in range(part.high, part.low - 1, -1)))


def band_of(bands: Bands, points: int) -> str:
    reached = [b for b in bands.bands if points >= b.at_least]
    lowest = min(bands.bands, key=lambda b: b.at_least)
    return max(reached, key=lambda b: b.at_least, default=lowest).label


def worth(points: int, part: ScorePart, age: int) -> int:
    """What is left of an event's points: by the last step that it is old enough for, or by the half-life, or all."""
    reached = [step.percent for step in part.steps if age >= step.after]
    if part.steps or part.half_life is None:
        share = Decimal(points) * (reached[-1] if reached else 100) / 100
        return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return halved(points, part.half_life, age)


def halved(points: int, half_life: int, age: int) -> int:
    """Halved every half-life, rounded half away from zero, with many more digits than could matter."""
    with localcontext() as context:
        context.prec = 80
        exact = Decimal(points) * Decimal(2) ** (Decimal(-age) / Decimal(half_life))
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def age_of(asked: Asked, happened_at: int) -> int:
    return (local_date(asked.zone, asked.at) - local_date(asked.zone, happened_at)).days


def latest(line: EventLine, asked: Asked) -> list[LogEvent]:
    happened = [e for e in asked.events if e.at <= asked.at and happens(line.happens, e)]
    return sorted(happened, key=lambda e: (e.at, e.ord), reverse=True)[: line.latest]


def happens(moment: EventHappens, event: LogEvent) -> bool:
    return event.type in moment.events and criteria.passes(event, moment.where)


def unseen_worth(line: EventLine, part: ScorePart, asked: Asked) -> int:
    """What an event could have been worth that no source had to tell of; 0 if there can be none."""
    rows = [c for c in asked.coverage if c.type in line.happens.events]
    if not rows or any(c.until is None or asked.at > c.until for c in rows):
        return line.points
    begins = [c.since for c in rows if c.since is not None]
    return worth(line.points, part, age_of(asked, min(max(begins) - 1, asked.at))) if begins else 0


def event_entries(number: int, line: EventLine, part: ScorePart, asked: Asked) -> Iterator[Entry]:
    seen = latest(line, asked)
    ages = [age_of(asked, e.at) for e in seen]
    points = [worth(line.points, part, age) for age in ages]
    for nth, (event, age, each) in enumerate(zip(seen, ages, points, strict=True), start=1):
        yield Entry("event", each, each, number, nth, event, age)
    could_be = unseen_worth(line, part, asked)
    furthest = [max((each, could_be), key=abs) for each in points] + [could_be] * (line.latest - len(points))
    unread = {(row.file, row.row_no) for row in asked.quarantine if criteria.is_one_more(row, line.happens, asked)}
    of_today = [line.points] * min(len(unread), line.latest)
    more = sum(of_today + furthest[: line.latest - len(of_today)]) - sum(points)
    yield Entry("unseen", min(more, 0), max(more, 0), number)


def lines_of(part: ScorePart, asked: Asked) -> Iterator[tuple[Entry, frozenset[str]]]:
    """Every entry of every line, with the facts that leave it open."""
    for number, line in enumerate(part.lines):
        if isinstance(line, ConditionLine):
            truth = criteria.ask(line.condition, asked)
            could_be = {True: [line.points], False: [0], None: [0, line.points]}[truth.value]
            yield Entry("condition", min(could_be), max(could_be), number), truth.because
        else:
            for entry in event_entries(number, line, part, asked):
                told = f"events: {', '.join(line.happens.events)} (coverage)"
                yield entry, frozenset({told} if entry.kind == "unseen" and entry.low != entry.high else ())


def holding(low: int, high: int, lowest: int, highest: int, kinds: tuple[str, str]) -> list[Entry]:
    """What must be given and what must be taken to keep points within a range."""
    given = Entry(kinds[0], max(lowest - low, 0), max(lowest - high, 0))
    taken = Entry(kinds[1], min(highest - low, 0), min(highest - high, 0))
    return [given, taken]


def part_score(part: ScorePart, disqualified: Truth, asked: Asked) -> PartScore:
    lines = list(lines_of(part, asked))
    ledger = [entry for entry, _ in lines]
    ledger += holding(sum(e.low for e in ledger), sum(e.high for e in ledger), 0, part.cap, ("floor", "cap"))
    low, high = sum(e.low for e in ledger), sum(e.high for e in ledger)
    because = frozenset().union(*(why for _, why in lines)) if low != high else frozenset()
    match disqualified.value:
        case True:
            ledger.append(Entry("disqualified", -low, -high))
            because = frozenset()
        case None:
            ledger.append(Entry("disqualified", -low, 0))
            because |= disqualified.because if high > 0 else frozenset()
    return PartScore(part, ledger, because)


def score_of(card: Scorecard, asked: Asked) -> Score:
    disqualified = NOT_MET if card.disqualified_if is None else criteria.ask(card.disqualified_if, asked)
    parts = [part_score(part, disqualified, asked) for part in card.parts]
    sums = sum(p.low for p in parts), sum(p.high for p in parts)
    return Score(card, parts, holding(*sums, card.lowest, card.highest, ("lowest", "highest")))


def card_of(test: ScoreTest | RatingTest, asked: Asked) -> Scorecard:
    """The card named, else the one that rates."""
    return next(c for c in asked.scorecards if (c.name == test.scorecard if test.scorecard else c.rating))


def ask_score(test: ScoreTest | RatingTest, asked: Asked) -> Truth:
    card = card_of(test, asked)
    if isinstance(test, ScoreTest):
        score = score_of(card, asked)
        verdicts = [criteria.COMPARE[test.operator](n, test.points) for n in range(score.low, score.high + 1)]
        return decided(verdicts, score.parts)
    score = score_of(card, asked)
    possible = ["".join(labels) for labels in product(*(score.bands_possible(b) for b in card.rating))]
    rated = {b.part for b in card.rating}
    return decided([label in test.ratings for label in possible], [p for p in score.parts if p.part.name in rated])


def decided(verdicts: Sequence[bool], parts: Sequence[PartScore]) -> Truth:
    """Known if every score or rating that the lead can have gives the same answer."""
    if all(verdicts) or not any(verdicts):
        return known(verdicts[0])
    return unknown(*(why for p in parts for why in p.because))
