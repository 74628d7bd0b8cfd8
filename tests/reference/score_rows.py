"""Scores and their ledgers as rows, for every instant at which one was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.model.conditions import All, AnyOf, Condition, CriterionRef, Not, RatingTest, ScoreTest
from engine.model.scorecards import Scorecard

from .criteria import Asked
from .cycles import Cycle
from .moments import Log, entries_of
from .rows import Row
from .scores import Entry, score_of
from .versions import Reign


@dataclass(frozen=True)
class Use:
    """A score asked for at an instant, with all that was known then."""

    card: Scorecard
    asked: str
    facts: Asked


def asks_for(condition: Condition | None, card: Scorecard, reign: Reign) -> bool:
    """Whether a condition needs the score: straight, through a criterion, or through another scorecard."""
    others = reign.agreement.scorecards
    match condition:
        case ScoreTest(scorecard=name):
            return name == card.name or any(through(o, card, reign) for o in others if o.name == name)
        case RatingTest(scorecard=name):
            rating = [o for o in others if (o.name == name if name else o.rating)]
            return rating[0] is card or through(rating[0], card, reign)
        case CriterionRef(criterion=name):
            return asks_for(reign.criteria[name], card, reign)
        case All(parts=parts) | AnyOf(parts=parts):
            return any(asks_for(p, card, reign) for p in parts)
        case Not(part=part):
            return asks_for(part, card, reign)
        case _:
            return False


def through(other: Scorecard, card: Scorecard, reign: Reign) -> bool:
    return any(asks_for(c, card, reign) for c in other.conditions())


def uses_of(
    logs: Sequence[Log], cycles: Sequence[Cycle], as_of: int, asked: Callable[[Log, int], Asked]
) -> Iterator[Use]:
    """At `as_of`, and where the conditions of a start or an entry need a score; only where a version governs."""
    for log in (g for g in logs if g.reign.version):
        reign = log.reign
        scope = reign.agreement.scope
        for card in reign.agreement.scorecards:
            if reign.governs(as_of):
                yield Use(card, "as_of", asked(log, as_of))
            for cycle in (c for c in cycles if c.log is log):
                rows = [row.condition for row in cycle.commitment.rows]
                if any(asks_for(c, card, reign) for c in (scope, *rows)):
                    yield Use(card, f"start:{cycle.commitment.name}", asked(log, cycle.start.at))
            for entry in (e for e in entries_of(log) if reign.governs(e.event.at)):
                required = reign.criteria[entry.stage.requires] if entry.stage.requires else None
                if any(asks_for(c, card, reign) for c in (scope, required)):
                    yield Use(card, f"entry:{entry.stage.name}", asked(log, entry.event.at))


def head(use: Use, agreement: str, version: str) -> Row:
    lead_id, at = use.facts.lead.lead_id, use.facts.at
    return {"policy": agreement, "version": version, "lead_id": lead_id, "at": at, "scorecard": use.card.name}


def score_row(use: Use, key: Row) -> Row:
    score = score_of(use.card, use.facts)
    return {**key, "asked": use.asked, "lower": score.low, "upper": score.high, "rating": score.rating}


def part_rows(use: Use, key: Row) -> Iterator[Row]:
    score = score_of(use.card, use.facts)
    bands = {b.part: score.bands_possible(b) for b in use.card.rating}
    for part in score.parts:
        labels = bands.get(part.part.name, [])
        band = labels[0] if len(labels) == 1 else None
        yield {**key, "part": part.part.name, "lower": part.low, "upper": part.high, "band": band}


def ledger_rows(use: Use, key: Row) -> Iterator[Row]:
    score = score_of(use.card, use.facts)
    entries: list[tuple[str | None, Entry]] = [(p.part.name, e) for p in score.parts for e in p.ledger]
    entries += [(None, e) for e in score.ledger]
    for part, entry in entries:
        if entry.low or entry.high:
            yield {
                **key,
                "part": part,
                "line": entry.line,
                "kind": entry.kind,
                "occurrence": entry.occurrence,
                "event_id": entry.event and entry.event.event_id,
                "happened_at": entry.event and entry.event.at,
                "age": entry.age,
                "lower": entry.low,
                "upper": entry.high,
            }


def distinct(rows: Iterator[Row]) -> list[Row]:
    """Each row once, in an order of their own: a score may be asked for twice at one instant."""
    found = {repr(sorted(row.items(), key=lambda item: item[0])): row for row in rows}
    return [found[told] for told in sorted(found)]
