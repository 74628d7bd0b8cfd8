"""Scores: how many leads have which rating, and what one lead's score adds up from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from engine.evaluation.results import Results, Row
from engine.model.agreements import Agreement
from engine.model.scorecards import ConditionLine, Scorecard
from engine.reports.clauses import in_words, plain
from engine.reports.instants import Instant, instant


@dataclass(frozen=True, slots=True)
class RatingRow:
    """Leads of one band of the first part, by the joined bands of the others; `heat` is 0 to 4, of the fullest cell."""

    band: str
    leads: tuple[int, ...]
    heat: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RatingTable:
    """How the leads of one scorecard were rated on one occasion; `unknown` could be in several bands."""

    version: str
    scorecard: str
    title: str
    asked: str
    parts: tuple[str, str]
    columns: tuple[str, ...]
    rows: tuple[RatingRow, ...]
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one line, cap or floor adds to a score: to its lower and to its upper bound."""

    part: str | None
    what: str
    kind: str
    occurrence: int | None
    event_id: str | None
    happened: Instant | None
    age: int | None
    lower: int
    upper: int
    policy_line: str


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A part of a score with its band, if it is known which."""

    part: str
    lower: int
    upper: int
    band: str | None


@dataclass(frozen=True, slots=True)
class ExplainedScore:
    """A score at an instant, on which occasions it was asked for, and the entries that sum to it."""

    version: str
    scorecard: str
    title: str
    asked: tuple[str, ...]
    at: Instant
    lower: int
    upper: int
    rating: str | None
    parts: tuple[ExplainedPart, ...]
    ledger: tuple[LedgerEntry, ...]


def rating_tables(results: Results, versions: Sequence[Agreement]) -> tuple[RatingTable, ...]:
    """Give a table for each scorecard that rates and each occasion on which it was asked, the run's own first."""
    counts = [r for r in results.relations.rows("rating_counts") if r["policy"] == versions[-1].name]
    found = []
    for agreement in versions:
        for card in (c for c in agreement.scorecards if c.rating):
            mine = [r for r in counts if (r["version"], r["scorecard"]) == (agreement.version, card.name)]
            occasions = sorted({r["asked"] for r in mine}, key=lambda asked: (asked != "as_of", asked))
            found += [_table(agreement, card, asked, [r for r in mine if r["asked"] == asked]) for asked in occasions]
    return tuple(found)


def _table(agreement: Agreement, card: Scorecard, asked: str, rows: list[Row]) -> RatingTable:
    leads: Counter[str | None] = Counter()
    for row in rows:
        leads[row["rating"]] += int(row["leads"])
    first, *others = card.rating
    columns = ["".join(labels) for labels in product(*([b.label for b in bands.bands] for bands in others))]
    most = max((n for rating, n in leads.items() if rating is not None), default=0)
    counted = [(band.label, [leads[band.label + column] for column in columns]) for band in first.bands]
    unknown = leads[None]
    return RatingTable(
        version=agreement.version,
        scorecard=card.name,
        title=card.title or plain(card.name),
        asked=asked,
        parts=(plain(first.part), " and ".join(plain(bands.part) for bands in others)),
        columns=tuple(columns),
        rows=tuple(RatingRow(band, tuple(cells), tuple(_heat(n, most) for n in cells)) for band, cells in counted),
        known=leads.total() - unknown,
        unknown=unknown,
    )


def _heat(leads: int, most: int) -> int:
    """Give 0 for no lead, else 1 to 4 by quarters of the fullest cell."""
    return 0 if not leads else -(-leads * 4 // most)


def explained_scores(
    results: Results, versions: Sequence[Agreement], rows: dict[str, list[Row]]
) -> tuple[ExplainedScore, ...]:
    """Explain every score of a lead, earliest first; `rows` hold the lead's scores, parts and ledger."""
    by_version = {a.version: a for a in versions}
    asked: dict[tuple[object, ...], list[Row]] = {}
    for row in sorted(rows["scores"], key=lambda r: (r["at"], r["scorecard"], r["asked"])):
        asked.setdefault(_key(row), []).append(row)
    return tuple(_score(results, by_version[group[0]["version"]], group, rows) for group in asked.values())


def _key(row: Row) -> tuple[object, ...]:
    return row["policy"], row["version"], row["at"], row["scorecard"]


def _score(results: Results, agreement: Agreement, group: list[Row], rows: dict[str, list[Row]]) -> ExplainedScore:
    score = group[0]
    card = next(c for c in agreement.scorecards if c.name == score["scorecard"])
    order = [part.name for part in card.parts]
    parts = sorted((r for r in rows["score_parts"] if _key(r) == _key(score)), key=lambda r: order.index(r["part"]))
    ledger = [r for r in rows["score_ledger"] if _key(r) == _key(score)]
    return ExplainedScore(
        version=agreement.version,
        scorecard=card.name,
        title=card.title or plain(card.name),
        asked=tuple(row["asked"] for row in group),
        at=Instant(score["at"], agreement.zone),
        lower=score["lower"],
        upper=score["upper"],
        rating=score["rating"],
        parts=tuple(ExplainedPart(r["part"], r["lower"], r["upper"], r["band"]) for r in parts),
        ledger=_ledger(results, agreement, card, ledger),
    )


def _ledger(results: Results, agreement: Agreement, card: Scorecard, rows: Iterable[Row]) -> tuple[LedgerEntry, ...]:
    order = [part.name for part in card.parts]

    def place(row: Row) -> tuple[int, int, bool, int]:
        part = order.index(row["part"]) if row["part"] is not None else len(order)
        line = row["line"] if row["line"] is not None else 1 << 30
        return part, line, row["occurrence"] is None, row["occurrence"] or 0

    return tuple(_entry(results, agreement, card, row) for row in sorted(rows, key=place))


def _entry(results: Results, agreement: Agreement, card: Scorecard, row: Row) -> LedgerEntry:
    line = results.locations.get(row["node"]) if row["node"] is not None else None
    return LedgerEntry(
        part=row["part"],
        what=_what(card, row),
        kind=row["kind"],
        occurrence=row["occurrence"],
        event_id=row["event_id"],
        happened=instant(row["happened_at"], agreement.zone),
        age=row["age"],
        lower=row["lower"],
        upper=row["upper"],
        policy_line=line.line_reference if line else "",
    )


def _what(card: Scorecard, row: Row) -> str:
    """Say the line that an entry is of; nothing for what holds a part or the whole."""
    if row["line"] is None:
        return ""
    line = next(p for p in card.parts if p.name == row["part"]).lines[row["line"]]
    if isinstance(line, ConditionLine):
        return in_words(line.condition)
    where = "".join(f" with {plain(t.attribute)} {' or '.join(t.values)}" for t in line.happens.where)
    return " or ".join(map(plain, line.happens.events)) + where
