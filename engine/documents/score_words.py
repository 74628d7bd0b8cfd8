"""What documents say of scores: their bounds, what each entry of a ledger is, and how ratings lie."""

from __future__ import annotations

from engine.documents.words import noun
from engine.reports.clauses import plain
from engine.reports.scores import ExplainedPart, ExplainedScore, LedgerEntry, RatingTable
from engine.reports.shares import percent

HELD = {
    "floor": "held to 0",
    "cap": "held to its cap",
    "disqualified": "disqualified",
    "lowest": "held to the lowest score",
    "highest": "held to the highest score",
}


def score_range(of: ExplainedScore | ExplainedPart) -> str:
    """Say a score or a part: `70`, or `60 to 100` while facts are unknown."""
    return str(of.lower) if of.lower == of.upper else f"{of.lower} to {of.upper}"


def entry_points(entry: LedgerEntry) -> str:
    """Say what an entry gives or takes, with its sign; both bounds where they differ."""
    return f"{entry.lower:+d}" if entry.lower == entry.upper else f"{entry.lower:+d} or {entry.upper:+d}"


def entry_words(entry: LedgerEntry) -> str:
    """Say what an entry is for: the line, and for an event which one and how old."""
    if entry.kind in HELD:
        return HELD[entry.kind]
    if entry.kind == "unseen":
        return f"{entry.what}, where a source is not complete or a row could not be read"
    if entry.kind == "event":
        age = "the same day" if entry.age == 0 else f"{noun(entry.age or 0, 'day')} old"
        return f"{entry.what}, {age} (event {entry.event_id})"
    return entry.what if entry.lower == entry.upper else f"{entry.what}: unknown"


def rating_finding(table: RatingTable) -> str:
    """Say how many have the highest rating, and of how many it is unknown."""
    best = f"{table.rows[0].band}{table.columns[0]}"
    asked = table.known + table.unknown
    share = f" ({percent(table.rows[0].leads[0], table.known)})" if table.known else ""
    unknown = f"; of {table.unknown:,} the rating is unknown" if table.unknown else ""
    told = f"{table.rows[0].leads[0]:,} of {noun(table.known, 'rated lead')}{share} were {plain(best)}"
    return f"{told}{unknown}." if asked else "No lead was rated."
